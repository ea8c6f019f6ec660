import type { PartialDate } from './field-spec.ts'
import { firstDayOf, lastDayOf, localDay } from './last-day.ts'
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
  /** Two computers of ours say differently for whom it is, or whose: until that is settled nobody has it. */
  disputed?: boolean | undefined
}

/** The steps of the ladder that something hangs on. */
export const RUNG = { alert: 2, coalition: 3, anonymous: 4, identified: 5, public: 6 } as const

/** `over`: its last day is; `ended`: by a later answer. */
export type ConsentState = 'holds' | 'withdrawn' | 'over' | 'ended'

export const levelOf = ({ level }: Consent): number => level ?? 1

/** Whether a level lets an authority have it: the one that is named, or any where none is. */
export const isForAuthority = (level: number): boolean => level === RUNG.anonymous || level === RUNG.identified

/** Whether a consent has ended by a day (`YYYY-MM-DD`) by itself: it was withdrawn, its last day is over, or it is closed, of a month or a year from the first day. */
export const isOver = ({ expires, withdrawn, closed }: Consent, today: string): boolean =>
  (withdrawn ?? null) !== null || (expires != null && lastDayOf(expires.date) < today) || (closed != null && closed.date <= today)

/** Whether somebody has taken back even that our own organisation keeps what it has of them. */
export const isAllTakenBack = (consent: Consent): boolean => levelOf(consent) <= 1 && (consent.withdrawn ?? null) !== null

/** The days on which it can have been said: where that was written down nobody can have asked later. */
function daysOf({ asked, savedAt }: Consent): { first: string; last: string } {
  const saved = savedAt === undefined ? null : localDay(savedAt)
  if (!asked) return { first: saved ?? '', last: saved ?? '' }
  const atMost = (day: string): string => (saved !== null && saved < day ? saved : day)
  return { first: atMost(firstDayOf(asked.date)), last: atMost(lastDayOf(asked.date)) }
}

/** Whether one was certainly said after another: on a later day, whatever days they can mean, or of one day written down later. */
export function isLater(one: Consent, other: Consent): boolean {
  const [{ first }, { last }] = [daysOf(one), daysOf(other)]
  return first === last ? (one.savedAt ?? 0) > (other.savedAt ?? 0) : first > last
}

/** Whether two names are those of one authority, whatever case and accents; none is any. */
export const isSameAuthority = (one: string | undefined, other: string | undefined): boolean =>
  !one || !other || plainWords(one) === plainWords(other)

const isForOne = (one: Consent, other: Consent): boolean =>
  one.disputed === true || other.disputed === true || isSameAuthority(one.recipient, other.recipient)

/**
 * Whether an answer ends one of the same person that goes further: it is about everybody, or about the same, and the other was not certainly said after it;
 * in doubt they have agreed to less. "Only us" and a warning without a name are about everybody, and so is what everybody may know. What is for a coalition
 * says nothing of an authority or of another coalition. Also one that was itself taken back since.
 */
export function ends(later: Consent, earlier: Consent): boolean {
  const [level, before] = [levelOf(later), levelOf(earlier)]
  if (level >= before || isLater(earlier, later)) return false
  if (level <= RUNG.alert || before >= RUNG.public) return true
  return level === RUNG.anonymous && isForOne(later, earlier)
}

/** Whether an answer is about the same as an earlier one, or about more: who was asked so need not be asked because of the earlier one. */
function covers(later: Consent, earlier: Consent): boolean {
  const [level, before] = [levelOf(later), levelOf(earlier)]
  if (level < before || later.disputed === true) return false
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

/** Whether two answers of one level let it go to one that both are for: the same one, or one authority and any. */
const isAboutOne = (one: Consent, other: Consent): boolean => levelOf(one) === levelOf(other) && (covers(one, other) || covers(other, one))

/**
 * How a consent stands on a day (`YYYY-MM-DD`) among all that the same person has said. Who was asked again for the same has said it anew: once that is
 * taken back or over, what they had said before does not hold in its place.
 */
export function consentState(consent: Consent, all: readonly Consent[], today: string): ConsentState {
  if ((consent.withdrawn ?? null) !== null) return 'withdrawn'
  if (isOver(consent, today)) return 'over'
  const isOverToo = (other: Consent): boolean => isOver(other, today) && isAboutOne(other, consent) && !isLater(consent, other)
  return all.some((other) => ends(other, consent) || isOverToo(other)) ? 'ended' : 'holds'
}

/** Values of a field that stand at once, as two computers of ours wrote them. */
type Conflicts = readonly { field: string; values: readonly { value: unknown }[] }[]

/** Of these a consent is one for somebody else where two computers of ours say something else. */
const WHOSE = ['person', 'incident', 'item', 'recipient'] as const

/**
 * The consent that a record says. Where two of our computers said different things of it, the least counts: the lower rung, the earlier end, a word that
 * was taken back stays so, one that was closed is so from the earlier day, and nobody has what is not for the same in both. `savedAt`: ms since 1970.
 */
export function consentIn(fields: Readonly<Record<string, unknown>>, conflicts: Conflicts, savedAt: number): Consent {
  const values = (field: string) => conflicts.find((one) => one.field === field)?.values.map(({ value }) => value) ?? [fields[field]]
  const dates = (field: string) => values(field).filter((value) => (value ?? null) !== null) as PartialDate[]
  const level = Math.min(...values('level').map((value) => (typeof value === 'number' ? value : 1)))
  const [expires = null] = dates('expires').toSorted((one, other) => (lastDayOf(one.date) < lastDayOf(other.date) ? -1 : 1))
  const [withdrawn = null] = dates('withdrawn')
  const [closed = null] = dates('closed').toSorted((one, other) => (one.date < other.date ? -1 : 1))
  const disputed = WHOSE.some((field) => new Set(values(field).map((value) => plainWords(String(value ?? '')))).size > 1)
  return { ...fields, level, expires, withdrawn, closed, disputed, savedAt }
}
