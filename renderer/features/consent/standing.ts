import { type Consent, type ConsentState, consentIn, consentState } from '../../../core/engine/contract/consent.ts'
import type { Card } from '../../../core/engine/contract/index.ts'
import { lastDayOf } from '../../../core/engine/contract/last-day.ts'

type Said = Pick<Card, 'fields' | 'conflicts' | 'savedAt'>

/** What a record of kind `consent` says, as the engine goes by it. */
export const consentOf = ({ fields, conflicts, savedAt }: Said): Consent => consentIn(fields, conflicts, Date.parse(savedAt))

/** How one consent stands on a day (`YYYY-MM-DD`) among all that the same person has said. */
export const standingOf = (card: Said, all: readonly Said[], today: string): ConsentState =>
  consentState(consentOf(card), all.map(consentOf), today)

/** All that one person has said, the last word first. Of two that may have been said in either order the one that was written down later. */
export const lastFirst = <One extends Said>(all: readonly One[]): One[] =>
  [...all].sort((one, other) => dayOf(other).localeCompare(dayOf(one)) || other.savedAt.localeCompare(one.savedAt))

const dayOf = (card: Said): string => {
  const { asked } = consentOf(card)
  return asked ? lastDayOf(asked.date) : card.savedAt.slice(0, 10)
}
