import { gistIn, gistOf } from '../../index/gist.ts'
import type { CardAsk, Index } from '../../index/index.ts'
import { Pacer } from '../../pacer.ts'
import type { CardState, RecordState } from '../../records/fold.ts'
import { peopleOf, unnamedIn } from '../../records/leaving.ts'
import { CARD_KINDS, type CardKind, HOUSE_ONLY, type RecordId, type SpaceId } from '../contract/index.ts'
import { Bearers } from './bearers.ts'
import { type ConsentWords, keyOf, type Subject, type Supposed, subjectOf } from './consent-words.ts'
import type { Spaces } from './spaces.ts'

/** Whether anybody has agreed to anything: one is enough. */
const ANY_CONSENT: CardAsk = { kind: 'consent', text: '', unit: null, cursor: null, limit: 1 }

/** Kinds of which a record can stand in a coalition. */
const ABROAD: readonly CardKind[] = CARD_KINDS.filter((kind) => !HOUSE_ONLY.has(kind))

/** What is looked at in one go, as it stands then. */
interface Look {
  /** House records that were erased: a page that is among them has agreed to nothing. */
  gone: ReadonlySet<RecordId>
  /** Of whom a word was erased, by keyOf. */
  erased: ReadonlySet<string>
  supposed: Supposed
  /** Whose word it is by what they are called in a space. */
  bearers: ReadonlyMap<SpaceId, ReadonlyMap<string, Subject[]>>
  /** Our cards in coalitions by what they name or have named: that one was unlinked takes nothing out of its words. */
  tellers: ReadonlyMap<RecordId, readonly RecordId[]>
}

/** Finds what of ours stands in coalitions and rests on the word of somebody who had agreed to it and does no more. */
export class Lapsed {
  private readonly spaces: Spaces
  private readonly index: Index
  private readonly words: ConsentWords
  private readonly peopleCalled: (name: string) => RecordId[]
  private readonly bearers: Bearers

  /** `peopleCalled`: our people who are called so. */
  constructor(spaces: Spaces, index: Index, words: ConsentWords, peopleCalled: (name: string) => RecordId[]) {
    this.spaces = spaces
    this.index = index
    this.words = words
    this.peopleCalled = peopleCalled
    this.bearers = new Bearers(spaces, index)
  }

  /**
   * Incidents, and before each what names it: whoever stops half-way finds the rest by the incident. `page`: that of somebody, as if it were erased. Whose
   * word is not here yet, as another computer of ours wrote it, keeps what is shared; whose word was erased does not.
   */
  async *all(page: RecordId | null, supposed: Supposed = null): AsyncGenerator<RecordState | CardState> {
    const erased = this.index.gone()
    // Where nobody ever agreed to anything nothing can have ended: a start need not look at all that is shared.
    if (page === null && erased.length === 0 && this.index.cards(ANY_CONSENT).rows.length === 0) return
    const abroad = this.index.abroad().filter(({ space }) => this.spaces.has(space))
    const look: Look = {
      gone: new Set([...erased.map(({ recordId }) => recordId), ...(page === null ? [] : [page])]),
      erased: new Set(erased.flatMap(({ of }) => (of === null ? [] : [keyOf(subjectOf(of))]))),
      supposed,
      bearers: await this.bearers.in(new Set(abroad.flatMap(({ space, isIncident }) => (isIncident ? [space] : []))), erased),
      tellers: await this.tellersAmong(abroad.flatMap(({ recordId, isIncident }) => (isIncident ? [] : [recordId]))),
    }
    const pace = new Pacer()
    const found = new Set<RecordId>()
    for (const { recordId, isIncident } of abroad) {
      if (pace.due) await pace.breathe()
      const copy = isIncident ? this.index.state(recordId) : null
      if (!copy || !this.hasLapsed(copy, look)) continue
      yield* this.naming(copy, look, found)
      yield copy
    }
    // What another computer of ours wrote about one that this one had taken back already.
    for (const [target, tellers] of look.tellers) {
      if (pace.due) await pace.breathe()
      if (this.index.state(target) !== null) continue
      for (const recordId of tellers) {
        const card = found.has(recordId) ? null : this.index.card(recordId)
        if (!card || !this.isLapsedFor({ recordId: target, space: card.space }, look)) continue
        yield* this.naming(card, look, found)
        yield card
      }
    }
  }

  private async tellersAmong(cards: readonly RecordId[]): Promise<Map<RecordId, RecordId[]>> {
    const tellers = new Map<RecordId, RecordId[]>()
    const pace = new Pacer()
    for (const recordId of cards) {
      if (pace.due) await pace.breathe()
      const card = this.index.card(recordId)
      for (const target of card ? this.toldOf(card) : []) {
        const known = tellers.get(target)
        if (known) known.push(recordId)
        else tellers.set(target, [recordId])
      }
    }
    return tellers
  }

  /** What one of our cards names, or has named. */
  private toldOf(card: CardState): RecordId[] {
    const now = gistOf(card).references.map(({ target }) => target)
    if (card.versions === 1) return now
    const own = this.index.history(card.recordId).filter(({ author }) => author.own)
    const before = own.flatMap(({ changes }) => changes.flatMap(({ field, after }) => gistIn(card.kind, { [field]: after }).references))
    return [...new Set([...now, ...before.map(({ target }) => target)])]
  }

  /** Our own records beside it that name one, or have named it, and what names those. */
  private *naming({ recordId, space }: RecordState | CardState, look: Look, found: Set<RecordId>): Generator<CardState> {
    found.add(recordId)
    // Those that were written meanwhile too.
    const now = ABROAD.flatMap((kind) => this.index.namedBy(recordId, kind))
    for (const one of [...now, ...(look.tellers.get(recordId) ?? [])]) {
      const card = found.has(one) ? null : this.index.card(one)
      if (card?.space !== space) continue
      yield* this.naming(card, look, found)
      yield card
    }
  }

  /** By whom it has ever named there, and by whom the House says were harmed. */
  private hasLapsed(copy: RecordState, look: Look): boolean {
    const bearers = look.bearers.get(copy.space)
    // Whoever of those of one name it is about: rather one too many is taken back.
    const isEnded = (who: Subject): boolean => this.hasEnded(who, copy.space, look)
    return this.namesIn(copy).some((name) => bearers?.get(name)?.some(isEnded)) || this.isLapsedFor(copy, look)
  }

  /** Whether the word of somebody has ended of whom the House record says that they were harmed from which a record in a coalition was made. */
  private isLapsedFor({ recordId, space }: Pick<RecordState, 'recordId' | 'space'>, look: Look): boolean {
    return this.index.housesOf(recordId).some((house) => {
      const record = this.index.state(house)
      return record !== null && subjectsIn(record).some((who) => this.hasEnded(who, space, look))
    })
  }

  /** What those are or were called whom a record in a coalition names as harmed, or named before: its history says it still. */
  private namesIn({ recordId, fields, versions }: RecordState): string[] {
    if (versions === 1) return harmedNames(Object.entries(fields))
    // What partners propose is not what we have said.
    const own = this.index.history(recordId).filter(({ author }) => author.own)
    return harmedNames(own.flatMap(({ changes }) => changes.map(({ field, after }) => [field, after])))
  }

  /** Whether what somebody had agreed to lets a coalition have it no more; of who got a page since, or is called as one of our people, what is said there counts too. */
  private hasEnded(who: Subject, coalition: SpaceId, { gone, erased, supposed }: Look): boolean {
    const pages = who.item === null ? [who.subject] : this.pagesOf(who)
    if (pages.some((page) => gone.has(page))) return true
    // A page that is not here yet says nothing.
    if (who.item === null && this.index.card(who.subject) === null) return false
    const those = who.item === null ? [who] : [who, ...pages.map((subject) => ({ subject, item: null }))]
    const isErased = (one: Subject): boolean => erased.has(keyOf(one))
    return (
      those.some((one) => (isErased(one) || this.words.isAsked(one, supposed)) && !this.words.allows(one, { coalition }, supposed)) &&
      those.some((one) => isErased(one) || this.words.hadAgreed(one, coalition))
    )
  }

  /** The pages of one of the list `harmed` of an incident, as that stands. */
  private pagesOf({ subject, item }: Subject): RecordId[] {
    const record = this.index.state(subject)
    if (!record) return []
    const values = valuesIn(record).filter(([field]) => field === `harmed:${item}`)
    return values.flatMap(([field, value]) => {
      const said = { [field]: value }
      return [...peopleOf(said), ...unnamedIn(said).flatMap(({ name }) => this.peopleCalled(name))]
    })
  }
}

/** What a record says, and what it says too where two computers of ours wrote different things. */
const valuesIn = ({ fields, conflicts }: RecordState): [string, unknown][] => [
  ...Object.entries(fields),
  ...conflicts.flatMap(({ field, values }) => values.map(({ value }): [string, unknown] => [field, value])),
]

/** Who a House record says were harmed. */
const subjectsIn = (record: RecordState): Subject[] =>
  valuesIn(record).flatMap(([field, value]) => {
    const said = { [field]: value }
    return [
      ...peopleOf(said).map((subject) => ({ subject, item: null })),
      ...unnamedIn(said).map(({ item }) => ({ subject: record.recordId, item })),
    ]
  })

/** What those are called who are harmed by these values of fields in a coalition. */
const harmedNames = (values: readonly (readonly [string, unknown])[]): string[] =>
  values.flatMap(([field, value]) =>
    field.startsWith('harmed:') && typeof value === 'object' && value !== null && 'name' in value ? [String(value.name)] : [],
  )
