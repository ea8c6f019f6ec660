import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import {
  type DraftFields,
  type DraftId,
  type EntryId,
  type Incident,
  type IncidentFields,
  NO_FILES,
  nameWords,
  type RecordId,
  type SpaceId,
} from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { useRouter } from '../../app/router.tsx'
import { useStillOpen } from '../../app/still-open.ts'
import { listWords } from '../../i18n/lists.ts'
import { useFieldWords } from '../../i18n/use-field-words.ts'
import { Button } from '../../ui/button.tsx'
import { focusFirstProblem } from '../../ui/focus-problem.ts'
import { longForm } from '../../ui/long-form.ts'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { SaveBar } from '../../ui/save-bar.tsx'
import { useOnce } from '../../ui/use-once.ts'
import { fileChanges } from '../files/fields.ts'
import { FilesWait } from '../files/form-files.tsx'
import { useFormFiles } from '../files/use-form-files.ts'
import { useSpaces } from '../log/names.ts'
import { AlsoField, outOfReach, reachable } from '../share/also-field.tsx'
import { harmedCalled, type Naming, namedInChanges } from '../share/named-in.ts'
import { ReadFirst } from '../share/named-note.tsx'
import { besidesNames, useReadFirst } from '../share/use-read-first.ts'
import { fieldsAt, isSameHeads } from '../versions/as-of.ts'
import { DraftGone } from './draft-gone.tsx'
import { DraftNote } from './draft-note.tsx'
import { calledIn, changesOf, type FieldProblems, formOf, itemsOf, readForm, stillThere } from './form-model.ts'
import { IncidentForm } from './incident-form.tsx'
import { rememberRecorder } from './recorded-by.tsx'
import { type DraftStart, useDraft } from './use-draft.ts'
import { settle } from './use-save.ts'
import { useThrowFormAway } from './use-throw-away.ts'

/** Changes to an incident of one's own, from its present state or from a draft. */
export function AmendScreen({ recordId, draftId }: { recordId: RecordId; draftId: DraftId | null }): ReactNode {
  const { queries } = useEngine()
  const [begun, setBegun] = useState<AmendProps | null>(null)
  // Asked for once: every save of the draft changes the list, and the form begins with what was there when it was opened.
  const enabled = begun === null
  const incident = useQuery({ ...queries.records.get.queryOptions({ input: { recordId } }), enabled })
  const drafts = useQuery({ ...queries.drafts.list.queryOptions(), enabled })
  // A draft of the same incident goes on even where "Amend" was pressed: nothing that was written may hide.
  const draft = drafts.data?.find((each) => (draftId === null ? each.recordId === recordId : each.draftId === draftId)) ?? null
  const isOld = incident.data !== undefined && draft !== null && draft.heads.length > 0 && !isSameHeads(draft.heads, incident.data.heads)
  const history = useQuery({ ...queries.records.history.queryOptions({ input: { recordId } }), enabled: enabled && isOld })
  if (begun !== null) return <Amend {...begun} />
  if (incident.isError || drafts.isError || history.isError) return <ProblemNote of={incident.error ?? drafts.error ?? history.error} />
  if (incident.data !== undefined && drafts.data !== undefined && !incident.isFetching && !drafts.isFetching) {
    if (draftId !== null && draft === null) return <DraftGone />
    if (isOld && (history.data === undefined || history.isFetching)) return null
    const before = isOld ? { ...incident.data.fields, ...fieldsAt(history.data ?? [], draft?.heads ?? []) } : incident.data.fields
    setBegun({ incident: incident.data, draft, before: before as IncidentFields })
  }
  return null
}

interface AmendProps {
  incident: Incident
  draft: DraftStart | null
  /** What the incident said when the draft was begun. */
  before: IncidentFields
}

function Amend({ incident: base, draft, before }: AmendProps): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const router = useRouter()
  const notice = useNotice()
  const isStillOpen = useStillOpen()
  const spaces = useSpaces()
  const words = useFieldWords()
  const isHouse = base.spaceId === spaces.houseId
  // Names exactly what was read as amended: a change that arrives meanwhile becomes a visible conflict, not a silent loss.
  const [start] = useState<DraftStart>(
    () =>
      draft ?? {
        draftId: null,
        recordId: base.recordId,
        heads: base.heads,
        audience: base.spaceId,
        fields: formOf(base.fields, base.names),
        files: NO_FILES,
      },
  )
  const form = useDraft(start)
  const refusal = isHouse ? null : t`Files cannot be added here: they stay on our computers.`
  const files = useFormFiles(form, spaces.houseId, { recordId: base.recordId, before: base.fields, refusal })
  const [problems, setProblems] = useState<FieldProblems>({})
  const [alsoFor, setAlsoFor] = useState<SpaceId[]>([])
  const { mark, refused } = useReadFirst([form.fields, alsoFor])
  /** What the form held when it was to be saved and nothing was different. */
  const [unchanged, setUnchanged] = useState<DraftFields | null>(null)
  const back = { screen: 'log', recordId: base.recordId } as const

  /** The exact place as it is kept, where somebody has looked at it. */
  const [kept, setKept] = useState<string | null>(null)
  const remember = useOnce({ mutationFn: (name: string | undefined) => rememberRecorder(client, name) })
  const save = useOnce({
    mutationFn: async ({ heads, named }: { heads: EntryId[]; named: string | null }) => {
      const { fields, place } = await settle(
        client,
        form,
        isHouse ? base.spaceId : null,
        formOf(base.fields, base.names).lists,
        base.fields,
      )
      form.keeper.close()
      remember.mutate(fields.recordedBy)
      return client.records.amend({
        recordId: base.recordId,
        heads,
        changes: { ...changesOf(before, fields, form.fields.noPlace), ...fileChanges(base.fields, form.files) },
        ...(place === null || place === kept ? {} : { place }),
        alsoFor,
        draftId: form.keeper.draftId,
        named,
      })
    },
    onMutate: () => notice(null),
    onError: (error) => {
      form.keeper.reopen()
      refused(error)
    },
    onSuccess: () => {
      notice(t`Saved on this computer. What it said before stays in the history.`)
      for (const queryKey of [queries.drafts.key(), queries.records.key(), queries.cards.key(), queries.settings.key()])
        void cache.invalidateQueries({ queryKey })
      if (isStillOpen()) router.back(back)
    },
  })
  const discard = useThrowFormAway(start, form, () => router.back(back))
  const found = (alsoFor.length === 0 ? [] : namingOf(base, form.fields)).map(({ field, words: said }) => ({
    field: words.field(field),
    words: said,
  }))
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    focusFirstProblem(event.currentTarget)
    // What is to be read first goes by its own button.
    if (mark === null) saveAs(null)
  }
  const saveAs = (named: string | null): void => {
    if (save.isPending || files.isBusy) return
    const written = readForm(form.fields)
    setProblems('problems' in written ? written.problems : {})
    if (!('fields' in written)) return
    const changes = { ...changesOf(before, written.fields, form.fields.noPlace), ...fileChanges(base.fields, form.files) }
    const nothing = Object.keys(changes).length === 0 && (written.place === null || written.place === kept)
    setUnchanged(nothing ? form.fields : null)
    if (!nothing) save.mutate({ heads: start.heads.length === 0 ? base.heads : start.heads, named })
  }
  const coalitions = reachable(base, spaces)
  const beyond = outOfReach(base, spaces)
  const audience = isHouse
    ? listWords(coalitions.filter(({ spaceId }) => alsoFor.includes(spaceId)).map(({ name }) => name))
    : spaces.nameOf(base.spaceId)

  return (
    <Page
      title={t`Amend an incident`}
      onBack={() => router.back(back)}
      backLabel={t`Back, and keep the draft`}
      focusTitle={false}
      className="write"
    >
      <form className="stack" onSubmit={submit} noValidate {...longForm}>
        <p className="quiet">
          {base.sharedAs.length > 0 ? (
            <>
              {coalitions.length === 0 ? null : (
                <Trans>
                  You shared this with <bdi>{listWords(coalitions.map(({ name }) => name))}</bdi>. What they read stays as it is, unless you
                  choose them below.
                </Trans>
              )}{' '}
              {beyond.length === 0 ? null : (
                <Trans>
                  You shared this with <bdi>{listWords(beyond)}</bdi>, where you cannot write now. What they read stays as it is.
                </Trans>
              )}{' '}
              <Trans>What it says now stays in the history.</Trans>
            </>
          ) : isHouse ? (
            <Trans>Only us: nobody outside your organisation can read this. What it says now stays in the history.</Trans>
          ) : (
            <Trans>
              <bdi>{audience}</bdi> can read this. What it says now stays in the history.
            </Trans>
          )}
        </p>
        <IncidentForm
          form={form}
          problems={stillThere(problems, form.fields)}
          isHouse={isHouse}
          files={isHouse ? files : null}
          recordId={base.recordId}
          keptPlace={isHouse && base.fields.place ? { recordId: base.recordId, onShown: setKept } : null}
        />
        {coalitions.length === 0 ? null : (
          <AlsoField label={t`Make the same changes for`} coalitions={coalitions} value={alsoFor} onChange={setAlsoFor} />
        )}
        <SaveBar>
          <ProblemNote of={besidesNames(save.error) ?? discard.error} />
          {unchanged === form.fields ? (
            <p role="alert">
              <Trans>Nothing is different yet. Change a field, then save.</Trans>
            </p>
          ) : null}
          <FilesWait files={isHouse ? files : null} />
          <ReadFirst found={found} mark={mark} readers={audience} isDisabled={save.isPending} onGo={() => saveAs(mark)} />
          <div className="actions">
            <Button type="submit" look="primary" isDisabled={save.isPending || files.isBusy || mark !== null}>
              {audience === '' ? t`Save the changes for us only` : t`Save the changes and share with ${audience}`}
            </Button>
            <Button
              look="quiet"
              onPress={discard.throwAway}
              isDisabled={save.isPending || discard.isPending}
            >{t`Throw away the changes`}</Button>
            <DraftNote form={form} />
          </div>
        </SaveBar>
      </form>
    </Page>
  )
}

/** Where changes, as they stand in the form, say what those are called who were harmed, by then or before. */
function namingOf(base: Incident, draft: DraftFields): Naming[] {
  const written = readForm(draft)
  if (!('fields' in written)) return []
  const called = itemsOf(draft, 'harmed').map(([, item]) => calledIn('harmed', item))
  return namedInChanges(changesOf(base.fields, written.fields), nameWords([...harmedCalled(base.fields, base.names), ...called], true))
}
