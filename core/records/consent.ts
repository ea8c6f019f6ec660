import type { SpaceId } from '../engine/contract/ids.ts'
import type { PartialDate } from '../engine/contract/incident.ts'
import { plainWords } from './code-words.ts'
import { lastDayOf } from './date.ts'

/** What a person has agreed to, as a record of kind `consent` says it; what it does not say is not known. */
export interface Consent {
  /** The ladder: 1 own organisation, 2 anonymous alert to partners, 3 full record to a named partner, 4 anonymous and 5 identified to an authority, 6 public. */
  level?: number | null | undefined
  recipient?: string | undefined
  asked?: PartialDate | null | undefined
  /** When it was written down, ms since 1970. */
  savedAt?: number | undefined
  expires?: PartialDate | null | undefined
  withdrawn?: PartialDate | null | undefined
}

/** For whom something is meant to leave. `named`: the authority learns who it was. */
export type Recipient = { coalition: SpaceId } | { authority: string; named?: boolean } | 'public'

const IDENTIFIED = 5
const PUBLIC = 6

/** Whether a consent has ended by a day (`YYYY-MM-DD`): it was withdrawn, or its last day is over. */
export const isOver = ({ expires, withdrawn }: Consent, today: string): boolean =>
  (withdrawn ?? null) !== null || (expires != null && lastDayOf(expires.date) < today)

const levelOf = ({ level }: Consent): number => level ?? 1

/** Whether it lets some authority learn who somebody is, as long as it holds. */
export const givesNames = (consent: Consent): boolean => levelOf(consent) >= IDENTIFIED

function isLater(one: Consent, other: Consent): boolean {
  const [a, b] = [one, other].map(({ asked, savedAt = 0 }) =>
    asked ? lastDayOf(asked.date) : new Date(savedAt).toISOString().slice(0, 10),
  )
  return a === b ? (one.savedAt ?? 0) > (other.savedAt ?? 0) : (a ?? '') > (b ?? '')
}

/**
 * Whether these consents let the record of what happened to a person go to a recipient. Without any the answer is no: what is not asked is for the own
 * organisation only. A later answer
 * that goes less far ends earlier ones that went further, also where it was itself taken back. A coalition must be named; an authority need not be, but a consent that names one is for that one only, whatever case and accents.
 */
export function allows(consents: readonly Consent[], recipient: Recipient, today: string): boolean {
  return consents.some((consent) => {
    const level = levelOf(consent)
    if (isOver(consent, today) || consents.some((other) => levelOf(other) < level && isLater(other, consent))) return false
    if (level === PUBLIC) return true
    if (recipient === 'public') return false
    if ('authority' in recipient)
      return (
        (level === IDENTIFIED || (level === 4 && recipient.named !== true)) &&
        (!consent.recipient || plainWords(consent.recipient) === plainWords(recipient.authority))
      )
    return level === 3 && consent.recipient === recipient.coalition
  })
}
