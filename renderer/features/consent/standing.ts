import { type Consent, type ConsentState, consentIn, consentState } from '../../../core/engine/contract/consent.ts'
import type { Card } from '../../../core/engine/contract/index.ts'

type Said = Pick<Card, 'fields' | 'conflicts' | 'savedAt'>

/** What a record of kind `consent` says, as the engine goes by it. */
export const consentOf = ({ fields, conflicts, savedAt }: Said): Consent => consentIn(fields, conflicts, Date.parse(savedAt))

/** How one consent stands on a day (`YYYY-MM-DD`) among all that the same person has said. */
export const standingOf = (card: Said, all: readonly Said[], today: string): ConsentState =>
  consentState(consentOf(card), all.map(consentOf), today)
