import { useLingui as useCatalogue } from '@lingui/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { type CardKind, type DraftId, FILE_KINDS, NO_FILES, nameWords, newCardSchema } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { type Names as RouteNames, useRouter } from '../../app/router.tsx'
import { useStillOpen } from '../../app/still-open.ts'
import { KIND_WORDS } from '../../i18n/card-kinds.ts'
import { Button } from '../../ui/button.tsx'
import { focusFirstProblem } from '../../ui/focus-problem.ts'
import { longForm } from '../../ui/long-form.ts'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { chosenIn } from '../files/fields.ts'
import { FilesSection } from '../files/files-section.tsx'
import { FilesWait } from '../files/form-files.tsx'
import { useFormFiles } from '../files/use-form-files.ts'
import { useSpaces } from '../log/names.ts'
import { isBlankIdentity, NO_IDENTITY, WrittenIdentity } from '../people/identity-fields.tsx'
import { type Naming, namedIn } from '../share/named-in.ts'
import { ReadFirst } from '../share/named-note.tsx'
import { besidesNames, useReadFirst } from '../share/use-read-first.ts'
import { AudienceField, OnlyUs } from '../write/audience-field.tsx'
import { DraftGone } from '../write/draft-gone.tsx'
import { newCardName } from '../write/form-model.ts'
import { ThrowFormAway } from './card-drafts.tsx'
import { CardFields } from './card-fields.tsx'
import { CardDraftNote } from './draft-note.tsx'
import { EMPTY_FORM, type Fields, hasTies, readForm, saidOf, withoutTies } from './form-model.ts'
import { FOR_COALITIONS, FORM } from './layout.ts'
import { useCardLabels } from './said.tsx'
import { type CardFormState, type CardStart, useCardForm } from './use-card-form.ts'
import './cards.css'
import { useOnce } from '../../ui/use-once.ts'

export interface WriteCardProps {
  kind: CardKind
  /** What it names from the start. */
  given: RouteNames
  /** What was begun before, and goes on. */
  draftId: DraftId | null
}

/** A new record of a kind, for the own organisation, from nothing or from a draft. */
export function WriteCardScreen({ kind, given, draftId }: WriteCardProps): ReactNode {
  const { queries } = useEngine()
  const [begun, setBegun] = useState<CardStart | null>(() => (draftId === null ? startWith(kind, given) : null))
  // Asked for once: every save of the draft changes the list.
  const drafts = useQuery({ ...queries.cards.drafts.queryOptions(), enabled: begun === null })
  if (begun !== null) return <Write start={begun} />
  if (drafts.isError) return <ProblemNote of={drafts.error} />
  if (drafts.data !== undefined && !drafts.isFetching) {
    const draft = drafts.data.find((each) => each.draftId === draftId)
    if (draft === undefined) return <DraftGone />
    setBegun(draft)
  }
  return null
}

function Write({ start }: { start: CardStart }): ReactNode {
  const { t } = useLingui()
  const { i18n } = useCatalogue()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const router = useRouter()
  const notice = useNotice()
  const isStillOpen = useStillOpen()
  const spaces = useSpaces()
  const { houseId } = spaces
  const { kind, name } = start
  const form = useCardForm(start)
  // One that cannot be written into any more is no choice.
  const coalition = spaces.coalitions.find(({ writable, spaceId }) => writable && spaceId === form.audience)
  const audience = coalition?.spaceId ?? null
  const labels = useCardLabels(kind)
  const found = audience === null ? [] : namedInCard(kind, form)
  const { mark, refused } = useReadFirst([form.form, audience])
  const noFiles = FILE_KINDS.has(kind) ? null : t`This page takes no files.`
  const refusal = audience === null ? noFiles : t`Files cannot be added here: they stay on our computers.`
  const files = useFormFiles(form, houseId, { refusal })
  const hasFiles = files.shown.length + files.half.length > 0 || files.isBusy
  const [hadFiles, setHadFiles] = useState(false)
  // Once there it stays, so that the focus stays where the last one was taken out.
  if (hasFiles && !hadFiles) setHadFiles(true)
  // No original goes to a coalition, and what was added here must not be lost unseen.
  const filesStay = audience !== null && hasFiles
  const isHeld = mark !== null || files.isBusy || filesStay
  const identity = form.identity ?? NO_IDENTITY
  const save = useOnce({
    mutationFn: async ({ fields, named }: { fields: Fields; named: string | null }) => {
      if (houseId === null) throw new Error('the house is not known yet')
      const said = audience === null ? { ...saidOf(fields), ...chosenIn(form.files) } : saidOf(withoutTies(kind, fields))
      const card = newCardSchema.parse({ kind, fields: said })
      await form.keeper.flush()
      form.keeper.close()
      return client.cards.create({
        audience: audience ?? houseId,
        card,
        identity: isBlankIdentity(identity) ? null : identity,
        name,
        draftId: form.keeper.draftId,
        named,
      })
    },
    onMutate: () => notice(null),
    onError: (error) => {
      form.keeper.reopen()
      refused(error)
    },
    onSuccess: ({ recordId }) => {
      notice(t`Saved on this computer.`)
      void cache.invalidateQueries({ queryKey: queries.cards.key() })
      void cache.invalidateQueries({ queryKey: queries.records.key() })
      if (isStillOpen()) router.replace({ screen: 'card', recordId })
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    focusFirstProblem(event.currentTarget)
    const fields = form.read()
    if (fields !== null && !isHeld) save.mutate({ fields, named: null })
  }
  const letGo = (): void => {
    const fields = form.read()
    if (fields !== null && !files.isBusy && !filesStay) save.mutate({ fields, named: mark })
  }
  return (
    <Page
      title={i18n._(KIND_WORDS[kind].add)}
      onBack={() => router.back()}
      backLabel={t`Back, and keep the draft`}
      focusTitle={false}
      className="card-write"
    >
      <form className="stack" onSubmit={submit} onBlur={() => void form.keeper.flush()} noValidate {...longForm}>
        {FOR_COALITIONS.has(kind) && houseId !== null ? (
          <AudienceField
            spaces={spaces}
            houseId={houseId}
            value={audience ?? houseId}
            onChange={(chosen) => form.setAudience(chosen === houseId ? null : chosen)}
          />
        ) : (
          <OnlyUs />
        )}
        {/* Stands before there is something to say, so that readers hear what comes into it. */}
        <p role="status">
          {filesStay ? (
            <Trans>Photos and files cannot go with it: they stay on our computers. Take them out, or choose “Only us”.</Trans>
          ) : null}
        </p>
        <CardFields kind={kind} fields={FORM[kind].fields} {...form} audience={audience} />
        {audience !== null && hasTies(kind, form.form) ? (
          <p role="status">
            <Trans>
              The people and incidents that you picked are not saved with it: they are yours only. Describe what matters in your own words.
            </Trans>
          </p>
        ) : null}
        {FILE_KINDS.has(kind) && (audience === null || hadFiles) ? <FilesSection files={files} recordId={null} /> : null}
        {kind === 'person' ? <WrittenIdentity value={identity} onChange={form.setIdentity} /> : null}
        {coalition === undefined ? null : (
          <ReadFirst
            found={found.map(({ field, words }) => ({ field: labels(field), words }))}
            mark={mark}
            readers={coalition.name}
            isDisabled={save.isPending}
            onGo={letGo}
          />
        )}
        <FilesWait files={filesStay ? null : files} />
        <ProblemNote of={besidesNames(save.error)} />
        <div className="actions">
          <Button type="submit" look="primary" isDisabled={save.isPending || houseId === null || isHeld}>
            {coalition === undefined ? i18n._(KIND_WORDS[kind].save) : t`Save and share with ${coalition.name}`}
          </Button>
          <ThrowFormAway form={form} start={start} leave={() => router.back()} />
          <CardDraftNote form={form} />
        </div>
      </form>
    </Page>
  )
}

function startWith(kind: CardKind, { person, incident, needs }: RouteNames): CardStart {
  const texts = { ...(person ? { person: person.recordId } : {}), ...(incident ? { incident: incident.recordId } : {}) }
  const lists = { ...(incident ? { incidents: [incident.recordId] } : {}), ...(needs ? { needs } : {}) }
  const names = Object.fromEntries([person, incident].flatMap((each) => (each === undefined ? [] : [[each.recordId, each.label]])))
  return {
    draftId: null,
    kind,
    recordId: null,
    heads: [],
    name: newCardName(),
    form: { ...EMPTY_FORM, texts, lists },
    names,
    files: NO_FILES,
    audience: null,
    identity: null,
  }
}

/** Where what would leave says what the person is called whom the form has picked. */
function namedInCard(kind: CardKind, { form, names }: CardFormState): Naming[] {
  const name = names[form.texts['person'] ?? '']
  const read = readForm(kind, form)
  return name === undefined || !('fields' in read)
    ? []
    : namedIn(Object.entries(withoutTies(kind, saidOf(read.fields))), nameWords([name], true))
}
