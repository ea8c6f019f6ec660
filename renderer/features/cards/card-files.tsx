import type { ReactNode } from 'react'
import { type Card, FILE_KINDS, type SpaceId } from '../../../core/engine/contract/index.ts'
import { papersOf } from '../complaints/life.ts'
import { RecordFiles } from '../files/record-files.tsx'
import { useWriteChanges } from './use-amend.ts'

/** The files of a record that is no incident. Those that prove a step of a complaint stand with the step. */
export function CardFiles({ card, house }: { card: Card; house: SpaceId | null }): ReactNode {
  const write = useWriteChanges(card)
  if (!FILE_KINDS.has(card.kind)) return null
  const except = new Set(card.kind === 'complaint' ? [...papersOf(card.fields).values()].flat().map(({ field }) => field) : [])
  return <RecordFiles record={card} house={house} write={write} except={except} />
}
