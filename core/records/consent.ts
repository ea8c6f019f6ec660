import { type Consent, consentState, isSameAuthority, levelOf, RUNG } from '../engine/contract/consent.ts'
import type { SpaceId } from '../engine/contract/ids.ts'

/** For whom something is meant to leave. `named`: the authority learns who it was. */
export type Recipient = { coalition: SpaceId } | { authority: string; named?: boolean } | 'public'

/** Whether it lets some authority learn who somebody is, as long as it holds. */
export const givesNames = (consent: Consent): boolean => levelOf(consent) >= RUNG.identified

/**
 * Whether these consents of one person let the record of what happened to them go to a recipient, on a day (`YYYY-MM-DD`). Without any the answer is no:
 * what is not asked is for the own organisation only. Which end others says `ends`. A coalition must be named; an authority need not be, but a consent that
 * names one is for that one only, whatever case and accents.
 */
export function allows(consents: readonly Consent[], recipient: Recipient, today: string): boolean {
  return consents.some((consent) => reaches(consent, recipient) && consentState(consent, consents, today) === 'holds')
}

/** How far a consent goes while it holds. */
function reaches(consent: Consent, recipient: Recipient): boolean {
  const level = levelOf(consent)
  if (consent.disputed) return false
  if (level === RUNG.public) return true
  if (recipient === 'public') return false
  if (!('authority' in recipient)) return level === RUNG.coalition && consent.recipient === recipient.coalition
  const isFor = level === RUNG.identified || (level === RUNG.anonymous && recipient.named !== true)
  return isFor && (!consent.recipient || (recipient.authority !== '' && isSameAuthority(consent.recipient, recipient.authority)))
}
