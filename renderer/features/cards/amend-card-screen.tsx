import { useLingui as useCatalogue } from '@lingui/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { type Card, type CardDraft, FILE_KINDS, NO_FILES, type RecordId, type SpaceId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { useRouter } from '../../app/router.tsx'
import { useStillOpen } from '../../app/still-open.ts'
import { KIND_WORDS } from '../../i18n/card-kinds.ts'
import { problemOf } from '../../i18n/problem.ts'
import { Button } from '../../ui/button.tsx'
import { focusFirstProblem } from '../../ui/focus-problem.ts'
import { longForm } from '../../ui/long-form.ts'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { HeldChange } from '../complaints/held-change.tsx'
import { fileChanges } from '../files/fields.ts'
import { isOurs } from '../files/files-record.ts'
import { FilesSection } from '../files/files-section.tsx'
import { FilesWait } from '../files/form-files.tsx'
import { useFormFiles } from '../files/use-form-files.ts'
import { useSpaces } from '../log/names.ts'
import { ChangeIdentity } from '../people/change-identity.tsx'
import { ReadFirst } from '../share/named-note.tsx'
import { besidesNames, useReadFirst } from '../share/use-read-first.ts'
import { fieldsAt, isSameHeads } from '../versions/as-of.ts'
import { newCardName } from '../write/form-model.ts'
import { ThrowFormAway } from './card-drafts.tsx'
import { CardFields } from './card-fields.tsx'
import { CardDraftNote } from './draft-note.tsx'
import { changesOf, type Fields, formOf, isNothing, withoutTies } from './form-model.ts'
import { FORM } from './layout.ts'
import { useWriteChanges } from './use-amend.ts'
import { type CardStart, useCardForm } from './use-card-form.ts'
import './cards.css'
import { useOnce } from '../../ui/use-once.ts'

/** Changes to a record that is no incident, from its present state or from a draft. `field`: the one to begin at; null: the first. */
export function AmendCardScreen({ recordId, field }: { recordId: RecordId; field: string | null }): ReactNode {
  const { queries } = useEngine()
  const [begun, setBegun] = useState<AmendProps | null>(null)
  // Asked for once: the form names what it was begun with, so that a change that arrives meanwhile becomes a visible conflict.
  const card = useQuery({ ...queries.cards.get.queryOptions({ input: { recordId } }), enabled: begun === null })
  const drafts = useQuery({ ...queries.cards.drafts.queryOptions(), enabled: begun === null })
  const draft = drafts.data?.find((each) => each.recordId === recordId) ?? null
  const isOld = card.data !== undefined && draft !== null && !isSameHeads(draft.heads, card.data.heads)
  const history = useQuery({ ...queries.records.history.queryOptions({ input: { recordId } }), enabled: begun === null && isOld })
  const { houseId } = useSpaces()
  if (begun !== null) return <Amend {...begun} field={field} />
  if (card.isError || drafts.isError || history.isError) return <ProblemNote of={card.error ?? drafts.error ?? history.error} />
  if (card.data !== undefined && drafts.data !== undefined && houseId !== null && !card.isFetching && !drafts.isFetching) {
    if (isOld && (history.data === undefined || history.isFetching)) return null
    const before = isOld ? fieldsAt(history.data ?? [], draft?.heads ?? []) : card.data.fields
    setBegun({ card: card.data, draft, before, coalition: card.data.spaceId === houseId ? null : card.data.spaceId })
  }
  return null
}

interface AmendProps {
  card: Card
  draft: CardDraft | null
  /** What the record said when the draft was begun. */
  before: Fields
  /** The coalition that has it; null: only us. */
  coalition: SpaceId | null
}

function Amend({ card, draft, before, coalition, field }: AmendProps & { field: string | null }): ReactNode {
  const { t } = useLingui()
  const { i18n } = useCatalogue()
  const router = useRouter()
  const notice = useNotice()
  const isStillOpen = useStillOpen()
  const { kind, recordId } = card
  const spaces = useSpaces()
  const audience = coalition === null ? '' : spaces.nameOf(coalition)
  const [start] = useState<CardStart>(() => ({
    ...(draft ?? {
      draftId: null,
      kind,
      recordId,
      heads: card.heads,
      name: newCardName(),
      form: formOf(kind, card.fields),
      names: card.names,
      files: NO_FILES,
      identity: null,
    }),
    audience: coalition,
  }))
  const write = useWriteChanges({ ...card, heads: start.heads })
  const form = useCardForm(start)
  const takesFiles = FILE_KINDS.has(kind) && isOurs(card, spaces.houseId)
  const noFiles = coalition === null ? t`This page takes no files.` : t`Files cannot be added here: they stay on our computers.`
  const files = useFormFiles(form, spaces.houseId, { recordId, before: card.fields, refusal: takesFiles ? null : noFiles })
  const { identity, setIdentity } = form
  const { mark, refused } = useReadFirst([form.form])
  const [isSame, setSame] = useState(false)
  const back = { screen: 'card', recordId } as const
  const save = useOnce({
    mutationFn: async ({ changes, named }: { changes: Fields; named: string | null }) => {
      await form.keeper.flush()
      form.keeper.close()
      await write(changes, { named, draftId: form.keeper.draftId, ...(identity === null ? {} : { identity }) })
    },
    onMutate: () => notice(null),
    onError: (error) => {
      form.keeper.reopen()
      refused(error)
    },
    onSuccess: () => {
      notice(t`Saved on this computer. What it said before stays in the history.`)
      if (isStillOpen()) router.back(back)
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    focusFirstProblem(event.currentTarget)
    // What is to be read first goes by its own button.
    if (mark === null) saveAs(null)
  }
  const saveAs = (named: string | null): void => {
    const fields = form.read()
    if (fields === null || save.isPending || files.isBusy) return
    const changes = {
      ...changesOf(before, coalition === null ? fields : withoutTies(kind, fields)),
      ...(takesFiles ? fileChanges(card.fields, form.files) : {}),
    }
    const nothing = Object.keys(changes).length === 0 && identity === null
    setSame(nothing)
    if (!nothing) save.mutate({ changes, named })
  }
  const { fields, later } = FORM[kind]
  const held = kind === 'complaint' && save.isError && problemOf(save.error).code === 'CONSENT_MISSING' ? save.variables.changes : null
  return (
    <Page
      title={i18n._(KIND_WORDS[kind].amend)}
      onBack={() => router.back(back)}
      backLabel={t`Back, and keep the draft`}
      focusTitle={false}
      className="card-write"
    >
      <form className="stack" onSubmit={submit} onBlur={() => void form.keeper.flush()} noValidate {...longForm}>
        <p className="quiet">
          {coalition === null ? (
            <Trans>What it says now stays in the history.</Trans>
          ) : (
            <Trans>
              <bdi>{audience}</bdi> can read this. What it says now stays in the history.
            </Trans>
          )}
        </p>
        <CardFields kind={kind} fields={[...fields, ...later]} focus={field} {...form} />
        {takesFiles ? <FilesSection files={files} recordId={recordId} /> : null}
        {kind === 'person' ? (
          <ChangeIdentity recordId={recordId} isWritten={!isNothing(card.fields['identity'])} value={identity} onChange={setIdentity} />
        ) : null}
        {takesFiles ? <FilesWait files={files} /> : null}
        <ProblemNote of={besidesNames(save.error)} />
        <ReadFirst mark={mark} readers={audience} isDisabled={save.isPending} onGo={() => saveAs(mark)} />
        {isSame ? (
          <p role="alert">
            <Trans>Nothing is different yet. Change a field, then save.</Trans>
          </p>
        ) : null}
        <div className="actions">
          <Button type="submit" look="primary" isDisabled={save.isPending || files.isBusy || mark !== null}>{t`Save the changes`}</Button>
          <ThrowFormAway form={form} start={start} leave={() => router.back(back)} />
          <CardDraftNote form={form} />
        </div>
      </form>
      {held === null ? null : <HeldChange card={card} changes={held} />}
    </Page>
  )
}
