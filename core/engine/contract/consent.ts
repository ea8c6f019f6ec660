import type { PartialDate } from './field-spec.ts'
import { lastDayOf } from './last-day.ts'
import { plainWords } from './plain-words.ts'

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
  /** From when nobody is to ask again, or to look at it any more. It holds no longer than that. */
  closed?: PartialDate | null | undefined
}

/** The steps of the ladder that something hangs on. */
export const RUNG = { alert: 2, coalition: 3, anonymous: 4, identified: 5, public: 6 } as const

/** `over`: its last day is; `ended`: by a later answer. */
export type ConsentState = 'holds' | 'withdrawn' | 'over' | 'ended'

export const levelOf = ({ level }: Consent): number => level ?? 1

/** Whether a consent has ended by a day (`YYYY-MM-DD`) by itself: it was withdrawn, its last day is over, or it is closed, of a month or a year from the first day. */
export const isOver = ({ expires, withdrawn, closed }: Consent, today: string): boolean =>
  (withdrawn ?? null) !== null || (expires != null && lastDayOf(expires.date) < today) || (closed != null && closed.date <= today)

/** Whether somebody has taken back even that our own organisation keeps what it has of them. */
export const isAllTakenBack = (consent: Consent): boolean => levelOf(consent) <= 1 && (consent.withdrawn ?? null) !== null

/** By when it was asked, of one day by when it was written down. */
export function isLater(one: Consent, other: Consent): boolean {
  const [a, b] = [one, other].map(({ asked, savedAt = 0 }) =>
    asked ? lastDayOf(asked.date) : new Date(savedAt).toISOString().slice(0, 10),
  )
  return a === b ? (one.savedAt ?? 0) > (other.savedAt ?? 0) : (a ?? '') > (b ?? '')
}

/** Whether two names are those of one authority, whatever case and accents; none is any. */
export const isSameAuthority = (one: string | undefined, other: string | undefined): boolean =>
  !one || !other || plainWords(one) === plainWords(other)

/**
 * Whether an answer ends one of the same person that goes further: it is later, and about everybody, or about the same. "Only us" and a warning without a
 * name are about everybody, and so is what everybody may know. What is for a coalition says nothing of an authority or of another coalition. Also one that
 * was itself taken back since.
 */
export function ends(later: Consent, earlier: Consent): boolean {
  const [level, before] = [levelOf(later), levelOf(earlier)]
  if (level >= before || !isLater(later, earlier)) return false
  if (level <= RUNG.alert || before >= RUNG.public) return true
  return level === RUNG.anonymous && isSameAuthority(later.recipient, earlier.recipient)
}

/** Whether an answer is about the same as an earlier one, or about more: who was asked so need not be asked because of the earlier one. */
function covers(later: Consent, earlier: Consent): boolean {
  const [level, before] = [levelOf(later), levelOf(earlier)]
  if (level < before) return false
  if (before <= RUNG.alert || level >= RUNG.public) return true
  if (before === RUNG.coalition) return level === before && later.recipient === earlier.recipient
  return !later.recipient || (!!earlier.recipient && isSameAuthority(later.recipient, earlier.recipient))
}

/**
 * Whether an earlier answer need not be followed any more on a day (`YYYY-MM-DD`): a later one of the same person has ended it, or was asked in its place.
 * One that was taken back, or is over, is in the place of what is over too: what still holds goes on.
 */
export const isReplaced = (earlier: Consent, all: readonly Consent[], today: string): boolean =>
  all.some(
    (later) =>
      ends(later, earlier) || (isLater(later, earlier) && covers(later, earlier) && (isOver(earlier, today) || !isOver(later, today))),
  )

/** How a consent stands on a day (`YYYY-MM-DD`) among all that the same person has said. */
export function consentState(consent: Consent, all: readonly Consent[], today: string): ConsentState {
  if ((consent.withdrawn ?? null) !== null) return 'withdrawn'
  if (isOver(consent, today)) return 'over'
  return all.some((other) => ends(other, consent)) ? 'ended' : 'holds'
}

/** Values of a field that stand at once, as two computers of ours wrote them. */
type Conflicts = readonly { field: string; values: readonly { value: unknown }[] }[]

/** The consent that a record says. Where two of our computers said different things of it, the least counts: a word that was taken back stays so, one that was closed is so from the earlier day. `savedAt`: ms since 1970. */
export function consentIn(fields: Readonly<Record<string, unknown>>, conflicts: Conflicts, savedAt: number): Consent {
  const values = (field: string) => conflicts.find((one) => one.field === field)?.values.map(({ value }) => value) ?? [fields[field]]
  const levels = values('level').filter((value) => typeof value === 'number')
  const days = (field: string) => values(field).filter((value) => (value ?? null) !== null) as PartialDate[]
  const [withdrawn = null] = days('withdrawn')
  const [closed = null] = days('closed').toSorted((one, other) => (one.date < other.date ? -1 : 1))
  return { ...fields, level: levels.length > 0 ? Math.min(...levels) : null, withdrawn, closed, savedAt }
}
