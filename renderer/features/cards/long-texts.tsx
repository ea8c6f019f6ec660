import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Card } from '../../../core/engine/contract/index.ts'
import { useSpaces } from '../log/names.ts'
import { Named } from './facts.tsx'
import { idsOf, textOf } from './form-model.ts'
import { useCardLabels } from './said.tsx'

interface PartsProps {
  card: Card
  facts: ReactNode
}

/** A text that takes room, below the facts. */
function LongText({ title, text }: { title: string; text: string }): ReactNode {
  if (text === '') return null
  return (
    <section className="card-section">
      <h2>{title}</h2>
      <p className="said narrative" dir="auto">
        {text}
      </p>
    </section>
  )
}

/** A testimony or a case study: who, about what, and the words themselves. */
export function TestimonyParts({ card, facts }: PartsProps): ReactNode {
  const label = useCardLabels('testimony')
  return (
    <>
      {facts}
      <LongText title={label('narrative')} text={textOf(card.fields['narrative'])} />
    </>
  )
}

/** A security note: the pattern, the advice, and what they draw on. */
export function NoteParts({ card, facts }: PartsProps): ReactNode {
  const label = useCardLabels('note')
  return (
    <>
      <LongText title={label('pattern')} text={textOf(card.fields['pattern'])} />
      <LongText title={label('advice')} text={textOf(card.fields['advice'])} />
      <NamedIncidents card={card} title={label('incidents')} />
      {facts}
    </>
  )
}

/** The incidents that a note draws on or a complaint is about. */
export function NamedIncidents({ card, title }: { card: Card; title: string }): ReactNode {
  const { t } = useLingui()
  const { houseId } = useSpaces()
  const ids = idsOf(card.fields['incidents'])
  // In a coalition none can be named.
  if (ids.length === 0 && card.spaceId !== houseId) return null
  return (
    <section className="card-section">
      <h2>{title}</h2>
      {ids.length === 0 ? (
        <p className="quiet">{t`None yet. Press “Amend” to add some.`}</p>
      ) : (
        <Named ids={ids} isIncident names={card.names} />
      )}
    </section>
  )
}
