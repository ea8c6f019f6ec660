import { useLingui as useCatalogue } from '@lingui/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Lock } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { type CardKind, type Identity, newCardSchema } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { type Names as RouteNames, useRouter } from '../../app/router.tsx'
import { useStillOpen } from '../../app/still-open.ts'
import { KIND_WORDS } from '../../i18n/card-kinds.ts'
import { Button } from '../../ui/button.tsx'
import { focusFirstProblem } from '../../ui/focus-problem.ts'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useSpaces } from '../log/names.ts'
import { IdentityFields, isBlankIdentity, NO_IDENTITY } from '../people/identity-fields.tsx'
import { newCardName } from '../write/form-model.ts'
import { CardFields } from './card-fields.tsx'
import { EMPTY_FORM, type Fields, saidOf } from './form-model.ts'
import { FORM } from './layout.ts'
import { useCardForm } from './use-card-form.ts'
import './cards.css'

/** A new record of a kind, for the own organisation. `given`: what it names from the start. */
export function WriteCardScreen({ kind, names: given }: { kind: CardKind; names: RouteNames }): ReactNode {
  const { t } = useLingui()
  const { i18n } = useCatalogue()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const router = useRouter()
  const notice = useNotice()
  const isStillOpen = useStillOpen()
  const { houseId } = useSpaces()
  const form = useCardForm(kind, startWith(given))
  // One name for every try, so that none writes a second record.
  const [name] = useState(newCardName)
  const [identity, setIdentity] = useState<Identity>(NO_IDENTITY)
  const save = useMutation({
    mutationFn: async (fields: Fields) => {
      if (houseId === null) throw new Error('the house is not known yet')
      const card = newCardSchema.parse({ kind, fields: saidOf(fields) })
      return client.cards.create({ audience: houseId, card, identity: isBlankIdentity(identity) ? null : identity, name })
    },
    onMutate: () => notice(null),
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
    if (fields !== null && !save.isPending) save.mutate(fields)
  }
  return (
    <Page
      title={i18n._(KIND_WORDS[kind].add)}
      onBack={() => router.back()}
      backLabel={t`Back, and write nothing`}
      focusTitle={false}
      className="card-write"
    >
      <form className="stack" onSubmit={submit} noValidate>
        <p className="audience-only">
          <Lock aria-hidden />
          <span>
            <Trans>Only us: nobody outside your organisation can read this.</Trans>
          </span>
        </p>
        <CardFields kind={kind} fields={FORM[kind].fields} {...form} />
        {kind === 'person' ? <IdentityFields value={identity} onChange={setIdentity} /> : null}
        <ProblemNote of={save.error} />
        <div className="actions">
          <Button type="submit" look="primary" isDisabled={save.isPending || houseId === null}>
            {i18n._(KIND_WORDS[kind].save)}
          </Button>
        </div>
      </form>
    </Page>
  )
}

function startWith({ person, incident }: RouteNames) {
  const texts = { ...(person ? { person: person.recordId } : {}), ...(incident ? { incident: incident.recordId } : {}) }
  const lists = incident ? { incidents: [incident.recordId] } : {}
  const known = [person, incident].flatMap((each) => (each === undefined ? [] : [[each.recordId, each.label]]))
  return { form: { ...EMPTY_FORM, texts, lists }, names: Object.fromEntries(known) as Record<string, string> }
}
