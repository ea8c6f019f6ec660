import { ParasolError } from '../../error.ts'
import type { Index } from '../../index/index.ts'
import { allows, type Recipient } from '../../records/consent.ts'
import type { CardState } from '../../records/fold.ts'
import type { WordOf } from '../../records/kinds.ts'
import { unnamedIn } from '../../records/leaving.ts'
import { type Consent, consentIn, consentState, isAllTakenBack, isLater, isReplaced, RUNG } from '../contract/consent.ts'
import type { CardFields, RecordId, SpaceId, Version } from '../contract/index.ts'
import { lastDayOf } from '../contract/last-day.ts'
import { present } from './record-words.ts'
import type { Spaces } from './spaces.ts'

/** Whose word it is: a person's of ours, or (`item`) that of one of the list `harmed` of an incident. */
export interface Subject {
  subject: RecordId
  item: string | null
}

/** What is about to be written, as if it were: the end of a consent, or a new one. */
export type Supposed = { ended: RecordId } | { said: CardFields<'consent'> } | null

/** Whose word a consent is; null for one that says it of nobody. */
export function subjectOf(said: WordOf): Subject
export function subjectOf(said: CardFields<'consent'>): Subject | null
export function subjectOf({ person, incident, item }: CardFields<'consent'>): Subject | null {
  if (person) return { subject: person, item: null }
  return incident && item ? { subject: incident, item } : null
}

/** Whose word a record is; null for what is no consent, too. */
const whoSaid = (card: CardState | null): Subject | null =>
  card?.kind === 'consent' ? subjectOf(card.fields as CardFields<'consent'>) : null

const consentOf = ({ fields, conflicts, savedAt }: CardState): Consent => consentIn(fields, conflicts, savedAt)

/** The same as the tombstone of a consent says it; nothing for one that says it of nobody. */
export function wordOf({ person, incident, item }: CardFields<'consent'>): WordOf | undefined {
  if (person) return { person }
  return incident && item ? { incident, item } : undefined
}

/** One text for each whose word it may be. */
export const keyOf = ({ subject, item }: Subject): string => `${subject}:${item ?? ''}`

const WHOSE = ['person', 'incident', 'item'] as const

/**
 * Whose word a consent is stays, and that it was taken back: what rests on it would not be found any more, or would hold again unseen. Another word is
 * another record. Throws BAD_INPUT.
 */
export function checkWord(card: CardState, changes: CardFields<'consent'>): void {
  const before = card.fields as CardFields<'consent'>
  const moved =
    subjectOf(before) === null ? undefined : WHOSE.find((one) => changes[one] !== undefined && isOther(before[one], changes[one]))
  if (moved) throw new ParasolError('BAD_INPUT', { field: moved })
  const { withdrawn } = consentOf(card)
  if (withdrawn && changes.withdrawn === null) throw new ParasolError('BAD_INPUT', { field: 'withdrawn' })
}

const isOther = (one: string | null | undefined, other: string | null | undefined): boolean => (one || null) !== (other || null)

/** What people have said of how far they agree, as it stands here. */
export class ConsentWords {
  private readonly spaces: Pick<Spaces, 'houseId'>
  private readonly index: Pick<Index, 'card' | 'namedBy' | 'history'>
  private readonly today: () => string

  /** `today`: `YYYY-MM-DD` where this computer is. */
  constructor(spaces: Pick<Spaces, 'houseId'>, index: Pick<Index, 'card' | 'namedBy' | 'history'>, today: () => string) {
    this.spaces = spaces
    this.index = index
    this.today = today
  }

  /**
   * Whether somebody has agreed that what happened to them goes to a recipient. Who had a page that is erased has agreed to nothing. `called`: of one of a list,
   * only what was said while they were called so counts.
   */
  allows(who: Subject, recipient: Recipient, supposed: Supposed = null, called: string | null = null): boolean {
    const said = this.of(who, supposed).map(({ consent }) => consent)
    if (!allows(said, recipient, this.today())) return false
    if (called === null || who.item === null) return true
    const wasCalled = this.namesOver(who.subject, who.item)
    return allows(
      said.filter(({ savedAt = 0 }) => wasCalled(savedAt) === called),
      recipient,
      this.today(),
    )
  }

  /** What one of an incident's list of whom there is no page was called at a moment, ms since 1970: before all that is known, as at first; null for one with a page. */
  private namesOver(incident: RecordId, item: string): (at: number) => string | null {
    const field = `harmed:${item}`
    const steps = this.index.history(incident).flatMap(({ savedAt, changes }) =>
      changes.flatMap((one) => {
        if (one.field !== field) return []
        const [unnamed] = unnamedIn({ [field]: one.after })
        return [{ at: Date.parse(savedAt), name: unnamed?.name ?? null }]
      }),
    )
    return (at) => (steps.findLast((step) => step.at <= at) ?? steps[0])?.name ?? null
  }

  /** Whether anything that is here was ever written down. */
  isAsked(who: Subject, supposed: Supposed = null): boolean {
    return this.of(who, supposed).length > 0
  }

  /** Their consents that hold. */
  holding(who: Subject, supposed: Supposed = null): RecordId[] {
    const all = this.of(who, supposed)
    const consents = all.map(({ consent }) => consent)
    return all.flatMap(({ recordId, consent }) =>
      recordId !== null && consentState(consent, consents, this.today()) === 'holds' ? [recordId] : [],
    )
  }

  /** Whether a consent need not be followed any more: a later one of the same person is in its place. */
  isReplaced(recordId: RecordId): boolean {
    const all = this.allOfWhoSaid(recordId)
    const one = all.find((each) => each.recordId === recordId)
    const consents = all.map(({ consent }) => consent)
    return one !== undefined && isReplaced(one.consent, consents, this.today())
  }

  /** Whether an earlier consent would hold again if this one were not there. */
  revives(recordId: RecordId): boolean {
    const all = this.allOfWhoSaid(recordId)
    const without = all.filter((each) => each.recordId !== recordId)
    const [now, then] = [all, without].map((some) => some.map(({ consent }) => consent))
    const holds = (consent: Consent, among: readonly Consent[] = []): boolean => consentState(consent, among, this.today()) === 'holds'
    return without.some(({ consent }) => holds(consent, then) && !holds(consent, now))
  }

  /** All answers of somebody that are here, also of whom the page is gone. */
  answersOf(who: Subject): RecordId[] {
    return this.cardsOf(who).map(({ recordId }) => recordId)
  }

  /** Whether it is by this answer that somebody wants us to keep nothing of them: the last that says so, and they have agreed to nothing since. */
  keepsNothing(recordId: RecordId): boolean {
    const card = this.index.card(recordId)
    const who = whoSaid(card)
    if (card === null || who === null) return false
    const said = consentOf(card)
    if (!isAllTakenBack(said)) return false
    if (this.cardsOf(who).some((other) => isAllTakenBack(consentOf(other)) && isLater(consentOf(other), said))) return false
    const day = lastDayOf(said.withdrawn?.date ?? '')
    const written = this.withdrawnAt(recordId)
    return !this.holding(who).some((other) => {
      const { asked, savedAt = 0 } = consentOf(present(this.index.card(other)))
      return savedAt > written && (!asked || lastDayOf(asked.date) >= day)
    })
  }

  /** When it was last written that an answer is taken back, ms since 1970. */
  private withdrawnAt(recordId: RecordId): number {
    const said = ({ field, after }: Version['changes'][number]): boolean => field === 'withdrawn' && (after ?? null) !== null
    const step = this.index.history(recordId).findLast(({ changes }) => changes.some(said))
    return step === undefined ? 0 : Date.parse(step.savedAt)
  }

  /** Whether some word of somebody that is here has ever let a coalition have what happened to them. */
  hadAgreed(who: Subject, coalition: SpaceId): boolean {
    return this.cardsOf(who).some(({ recordId }) => {
      const said: Record<string, unknown> = {}
      return this.index.history(recordId).some(({ changes }) => {
        for (const { field, after } of changes) said[field] = after
        return said['level'] === RUNG.public || (said['level'] === RUNG.coalition && said['recipient'] === coalition)
      })
    })
  }

  /** All that the one has said whose word a consent is; nothing where it is nobody’s. */
  private allOfWhoSaid(recordId: RecordId): { recordId: RecordId | null; consent: Consent }[] {
    const who = whoSaid(this.index.card(recordId))
    return who === null ? [] : this.of(who)
  }

  /** What somebody has said, each with its record; of what is only supposed there is none. */
  private of(who: Subject, supposed: Supposed = null): { recordId: RecordId | null; consent: Consent }[] {
    if (who.item === null && this.index.card(who.subject) === null) return []
    const words = this.cardsOf(who).map((card): { recordId: RecordId | null; consent: Consent } => {
      const consent = consentOf(card)
      const isEnded = supposed !== null && 'ended' in supposed && supposed.ended === card.recordId
      return { recordId: card.recordId, consent: isEnded ? { ...consent, withdrawn: { date: this.today(), about: false } } : consent }
    })
    if (supposed === null || !('said' in supposed)) return words
    const of = subjectOf(supposed.said)
    const isTheirs = of?.subject === who.subject && of.item === who.item
    return isTheirs ? [...words, { recordId: null, consent: consentIn(supposed.said, [], Date.now()) }] : words
  }

  /** Only what our own organisation wrote in its House is anybody's word. */
  private cardsOf({ subject, item }: Subject): CardState[] {
    return this.index.namedBy(subject, 'consent').flatMap((recordId) => {
      const card = this.index.card(recordId)
      if (card?.space !== this.spaces.houseId) return []
      const { person, incident, item: said } = card.fields as CardFields<'consent'>
      return (item === null ? person === subject : incident === subject && said === item) ? [card] : []
    })
  }
}
