import { useLingui as useCatalogue } from '@lingui/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { Card, Identity, RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { useRouter } from '../../app/router.tsx'
import { useStillOpen } from '../../app/still-open.ts'
import { KIND_WORDS } from '../../i18n/card-kinds.ts'
import { Button } from '../../ui/button.tsx'
import { focusFirstProblem } from '../../ui/focus-problem.ts'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { ChangeIdentity } from '../people/change-identity.tsx'
import { CardFields } from './card-fields.tsx'
import { changesOf, type Fields, formOf, isNothing } from './form-model.ts'
import { FORM } from './layout.ts'
import { useWriteChanges } from './use-amend.ts'
import { useCardForm } from './use-card-form.ts'
import './cards.css'

/** Changes to a record that is no incident. */
export function AmendCardScreen({ recordId }: { recordId: RecordId }): ReactNode {
  const { queries } = useEngine()
  const [begun, setBegun] = useState<Card | null>(null)
  // Asked for once: the form names what it was begun with, so that a change that arrives meanwhile becomes a visible conflict.
  const card = useQuery({ ...queries.cards.get.queryOptions({ input: { recordId } }), enabled: begun === null })
  if (begun !== null) return <Amend card={begun} />
  if (card.isError) return <ProblemNote of={card.error} />
  if (card.data !== undefined && !card.isFetching) setBegun(card.data)
  return null
}

function Amend({ card }: { card: Card }): ReactNode {
  const { t } = useLingui()
  const { i18n } = useCatalogue()
  const router = useRouter()
  const notice = useNotice()
  const isStillOpen = useStillOpen()
  const write = useWriteChanges(card)
  const { kind, recordId } = card
  const form = useCardForm(kind, { form: formOf(kind, card.fields), names: card.names })
  const [identity, setIdentity] = useState<Identity | null>(null)
  const [isSame, setSame] = useState(false)
  const back = { screen: 'card', recordId } as const
  const save = useMutation({
    mutationFn: (changes: Fields) => write(changes, identity ?? undefined),
    onMutate: () => notice(null),
    onSuccess: () => {
      notice(t`Saved on this computer. What it said before stays in the history.`)
      if (isStillOpen()) router.back(back)
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    focusFirstProblem(event.currentTarget)
    const fields = form.read()
    if (fields === null || save.isPending) return
    const changes = changesOf(card.fields, fields)
    const nothing = Object.keys(changes).length === 0 && identity === null
    setSame(nothing)
    if (!nothing) save.mutate(changes)
  }
  const { fields, later } = FORM[kind]
  return (
    <Page
      title={i18n._(KIND_WORDS[kind].amend)}
      onBack={() => router.back(back)}
      backLabel={t`Back, and change nothing`}
      focusTitle={false}
      className="card-write"
    >
      <form className="stack" onSubmit={submit} noValidate>
        <p className="quiet">
          <Trans>What it says now stays in the history.</Trans>
        </p>
        <CardFields kind={kind} fields={[...fields, ...later]} {...form} />
        {kind === 'person' ? (
          <ChangeIdentity recordId={recordId} isWritten={!isNothing(card.fields['identity'])} value={identity} onChange={setIdentity} />
        ) : null}
        <ProblemNote of={save.error} />
        {isSame ? (
          <p role="alert">
            <Trans>Nothing is different yet. Change a field, then save.</Trans>
          </p>
        ) : null}
        <div className="actions">
          <Button type="submit" look="primary" isDisabled={save.isPending}>{t`Save the changes`}</Button>
        </div>
      </form>
    </Page>
  )
}
