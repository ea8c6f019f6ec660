import { isAllTakenBack } from '../../../core/engine/contract/consent.ts'
import type { Card } from '../../../core/engine/contract/index.ts'
import type { EngineClient } from '../../app/client.ts'
import { today } from '../follow/day-groups.ts'
import { consentOf } from './standing.ts'

/** Takes an answer back where that is not done yet. */
export async function takeBack(client: EngineClient, { recordId, heads, fields }: Card): Promise<void> {
  if (fields['withdrawn']) return
  const changes = { withdrawn: { date: today(), about: false } }
  await client.cards.amend({ recordId, heads, change: { kind: 'consent', changes } })
}

/** Whether by an answer somebody wants us to keep nothing of them, and nobody has looked at what there is. */
export const wantsNothingKept = (card: Card): boolean => {
  const consent = consentOf(card)
  return isAllTakenBack(consent) && consent.closed === null
}
