import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { type Card, complaintChangeSchema } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { type Fields, textOf } from '../cards/form-model.ts'
import { AskUnnamed } from '../consent/ask-unnamed.tsx'
import { NotAgreed, type Unnamed } from './whose.tsx'

/** Whose agreement changes lacked of a complaint that is handed in, each with a way to ask them. */
export function HeldChange({ card, changes }: { card: Card; changes: Fields }): ReactNode {
  const { queries } = useEngine()
  const [asked, setAsked] = useState<Unnamed | null>(null)
  const input = { recordId: card.recordId, changes: complaintChangeSchema.parse(changes) }
  const held = useQuery(queries.cards.unnamable.queryOptions({ input }))
  if (asked !== null) return <AskUnnamed {...asked} onDone={() => setAsked(null)} />
  const after = { ...card.fields, ...changes }
  const named = after['confidentiality'] === 'named'
  return <NotAgreed of={held.data} body={textOf(after['body'])} named={named} onAsk={setAsked} />
}
