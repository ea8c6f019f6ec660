import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import {
  type DraftId,
  type IncidentTypeSlug,
  NO_FILES,
  type RecordId,
  recordIdSchema,
  type SpaceId,
} from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { Button } from '../../ui/button.tsx'
import { focusFirstProblem } from '../../ui/focus-problem.ts'
import { longForm } from '../../ui/long-form.ts'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { SaveBar } from '../../ui/save-bar.tsx'
import { chosenIn } from '../files/fields.ts'
import { FilesWait } from '../files/form-files.tsx'
import { useFormFiles } from '../files/use-form-files.ts'
import { useSpaces } from '../log/names.ts'
import { ReadFirst } from '../share/named-note.tsx'
import { besidesNames, useReadFirst } from '../share/use-read-first.ts'
import { AudienceField } from './audience-field.tsx'
import { DraftGone } from './draft-gone.tsx'
import { DraftNote } from './draft-note.tsx'
import { EMPTY_FIELDS, type FieldProblems, readForm, stillThere } from './form-model.ts'
import { fromAlert } from './from-alert.ts'
import { IncidentForm } from './incident-form.tsx'
import { LooksLike } from './looks-like.tsx'
import { asIfWritten } from './passing-cards.ts'
import { StaysNote } from './stays-note.tsx'
import { type DraftStart, useDraft } from './use-draft.ts'
import { useSave } from './use-save.ts'
import { useThrowFormAway } from './use-throw-away.ts'

/** Stands where none is asked for. */
const NO_RECORD = recordIdSchema.parse('0'.repeat(64))

export interface WriteScreenProps {
  draftId: DraftId | null
  alert: RecordId | null
  kind: IncidentTypeSlug | null
}

/** A new incident, whose kind may be chosen already, a draft of one, or what an alert says as its beginning. */
export function WriteScreen({ draftId, alert: alertId, kind }: WriteScreenProps): ReactNode {
  const { queries } = useEngine()
  const { houseId } = useSpaces()
  const [start, setStart] = useState<DraftStart | null>(null)
  // Asked for once: every save of the draft changes the list, and would send the whole text back here.
  const drafts = useQuery({ ...queries.drafts.list.queryOptions(), enabled: draftId !== null && start === null })
  const alert = useQuery({
    ...queries.alerts.get.queryOptions({ input: { recordId: alertId ?? NO_RECORD } }),
    enabled: alertId !== null && start === null,
  })
  if (drafts.isError || alert.isError) return <ProblemNote of={drafts.error ?? alert.error} />
  if (houseId === null) return null
  if (start === null) {
    if (alertId !== null && alert.data === undefined) return null
    if (draftId === null || (drafts.data !== undefined && !drafts.isFetching)) {
      const draft = drafts.data?.find((each) => each.draftId === draftId)
      if (draftId !== null && draft === undefined) return <DraftGone />
      setStart(
        draft ?? {
          draftId: null,
          recordId: null,
          heads: [],
          audience: houseId,
          fields: alert.data === undefined ? { ...EMPTY_FIELDS, types: kind === null ? [] : [kind] } : fromAlert(alert.data),
          files: NO_FILES,
        },
      )
    }
    return null
  }
  return <Write start={start} houseId={houseId} />
}

function Write({ start, houseId }: { start: DraftStart; houseId: SpaceId }): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  const spaces = useSpaces()
  const form = useDraft(start)
  const files = useFormFiles(form, houseId)
  const [problems, setProblems] = useState<FieldProblems>({})
  const { mark, refused } = useReadFirst([form.fields, form.audience])
  const save = useSave(form, houseId, refused)
  const discard = useThrowFormAway(start, form, () => router.back({ screen: 'log', recordId: null }))
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
    if ('fields' in written) save.mutate(named)
  }
  const coalition = spaces.coalitions.find((each) => each.spaceId === form.audience)
  const written = readForm(form.fields)

  return (
    <Page
      title={t`Write an incident`}
      onBack={() => router.back({ screen: 'log', recordId: null })}
      backLabel={t`Back, and keep the draft`}
      focusTitle={false}
      className="write"
    >
      <form className="stack" onSubmit={submit} noValidate {...longForm}>
        <AudienceField spaces={spaces} houseId={houseId} value={form.audience} onChange={form.setAudience} />
        <IncidentForm form={form} problems={stillThere(problems, form.fields)} isHouse keptPlace={null} files={files} recordId={null} />
        <SaveBar>
          <ProblemNote of={besidesNames(save.error) ?? discard.error} />
          {coalition === undefined || 'problems' in written ? null : (
            <StaysNote fields={{ ...written.fields, place: written.place, ...asIfWritten(form.fields), ...chosenIn(form.files) }} />
          )}
          <FilesWait files={files} />
          <ReadFirst mark={mark} readers={coalition?.name ?? ''} isDisabled={save.isPending} onGo={() => saveAs(mark)} />
          <div className="actions">
            <Button
              type="submit"
              look="primary"
              isDisabled={save.isPending || files.isBusy || mark !== null}
              aria-keyshortcuts="Control+Enter Meta+Enter"
            >
              {coalition === undefined ? t`Save for us only` : t`Save and share with ${coalition.name}`}
            </Button>
            <Button look="quiet" onPress={discard.throwAway} isDisabled={save.isPending || discard.isPending}>{t`Throw away`}</Button>
            <DraftNote form={form} />
          </div>
          <LooksLike fields={form.fields} except={null} />
        </SaveBar>
      </form>
    </Page>
  )
}
