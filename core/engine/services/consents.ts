import { toHex } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import type { CardAsk, Index } from '../../index/index.ts'
import { foldCase } from '../../index/words.ts'
import { Queue } from '../../log/queue.ts'
import { Pacer } from '../../pacer.ts'
import { encodeBody, tombstoneBody } from '../../records/body.ts'
import type { Recipient } from '../../records/consent.ts'
import type { CardState, RecordState } from '../../records/fold.ts'
import type { KeyedFile } from '../../records/keyed-file.ts'
import type { RecordName } from '../../records/kinds.ts'
import { harmedIn, leaving, listKeyIn, peopleOf, pseudonymIn, pseudonymsIn, unnamedIn } from '../../records/leaving.ts'
import { recordIdOf } from '../../records/version.ts'
import type { Space } from '../../space/space.ts'
import { type Consent, isOver } from '../contract/consent.ts'
import { listKeySchema } from '../contract/field-spec.ts'
import {
  type CardFields,
  type CardKind,
  type IncidentChanges,
  type IncidentFields,
  type Missing,
  type RecordId,
  type SpaceId,
  spaceIdSchema,
  type Unnamable,
} from '../contract/index.ts'
import { ConsentWords, type Subject, type Supposed } from './consent-words.ts'
import type { RecordWriter } from './record-writer.ts'
import type { Spaces } from './spaces.ts'

/** People of one name that are looked at: a longer list names nobody. */
const ALIKE_MAX = 50

/** Whether anybody has agreed to anything: one is enough. */
const ANY_CONSENT: CardAsk = { kind: 'consent', text: '', unit: null, cursor: null, limit: 1 }

/** Guards what people have agreed to: says who has not, and takes back what a coalition has of somebody whose consent has ended. */
export class Consents {
  private readonly spaces: Spaces
  private readonly index: Index
  private readonly writer: RecordWriter
  private readonly today: () => string
  private readonly words: ConsentWords
  private readonly turns = new Queue()

  /** `today`: `YYYY-MM-DD` where this computer is. */
  constructor(spaces: Spaces, index: Index, writer: RecordWriter, today: () => string) {
    this.spaces = spaces
    this.index = index
    this.writer = writer
    this.today = today
    this.words = new ConsentWords(spaces, index, today)
  }

  /** Whether a person has agreed that what happened to them goes to a recipient. */
  allows(person: RecordId, recipient: Recipient, supposed: Supposed = null): boolean {
    return this.words.allows({ subject: person, item: null }, recipient, supposed)
  }

  /**
   * Who was harmed in an incident and has not agreed to that, with what they are called here. Who is only called as one of our people counts as that one; of
   * whom there is no page, a consent has to name the incident and which of its list it is.
   */
  missing({ recordId, fields }: Pick<RecordState, 'recordId' | 'fields'>, recipient: Recipient, supposed: Supposed = null): Missing[] {
    const people = new Set(peopleOf(fields))
    const unasked: Missing[] = []
    for (const { item, name } of unnamedIn(fields)) {
      const called = this.peopleCalled(name)
      for (const person of called) people.add(person)
      if (called.length === 0 && !this.words.allows({ subject: recordId, item }, recipient, supposed))
        unasked.push({ recordId: null, item, name })
    }
    const asked = [...people].filter((person) => !this.allows(person, recipient, supposed))
    return [...asked.map((person) => ({ recordId: person, name: this.index.label(person) ?? '' })), ...unasked]
  }

  /** Who was harmed in the incidents of a complaint and has not agreed that the authority to which it goes has it, or (`named`) learns their name. An incident that was erased names nobody. */
  unnamable(
    { incidents, body }: Pick<CardFields<'complaint'>, 'incidents' | 'body'>,
    named: boolean,
    supposed: Supposed = null,
  ): Unnamable {
    const found: Unnamable = { harmed: 0, people: [] }
    for (const incident of incidents ?? []) {
      const state = this.index.state(incident)
      if (!state) continue
      found.harmed += harmedIn(state.fields)
      for (const person of this.missing(state, { authority: body ?? '', named }, supposed))
        if (person.recordId === null || !found.people.some(({ recordId }) => recordId === person.recordId))
          found.people.push({ ...person, incident })
    }
    return found
  }

  /** Fields of a House incident, or changes of them, as a coalition gets them (core/records/leaving.ts); `copies` of its files, by the fields of the originals. */
  abroad<F extends IncidentFields | IncidentChanges>(
    space: Space,
    record: RecordId,
    fields: F,
    copies: ReadonlyMap<string, KeyedFile> = new Map(),
  ): F {
    const coalition = spaceIdSchema.parse(toHex(space.id))
    const { importNames } = space
    return leaving(fields, {
      copy: (field) => copies.get(field) ?? null,
      key: (key) => listKeyIn(importNames, key),
      perpetrator: (record) => (this.ofKind('perpetrator', record)?.fields as CardFields<'perpetrator'> | undefined) ?? null,
      pseudonym: (person) => (this.allows(person, { coalition }) ? pseudonymIn(importNames, person) : null),
      unnamed: (item) => (this.words.allows({ subject: record, item }, { coalition }) ? pseudonymIn(importNames, record, item) : null),
      typeLabel: (name) => this.typeLabel(name),
    })
  }

  /**
   * Erases in coalitions what we have shared there of people who had agreed to it and do no more; the House keeps its records. `erased`: somebody who is
   * about to be erased, as if they were gone. Whose word is not here yet, as another computer of ours wrote it, keeps what is shared. Goes by what stands
   * in the coalitions, so it can be done again after a crash. Synced on return: how many were taken back, and how many stand where nothing can be written now; those are tried again.
   */
  enforce(erased: RecordId | null = null): Promise<{ taken: number; left: number }> {
    return this.turns.run(async () => {
      const done = { taken: 0, left: 0 }
      for await (const { space, name, heads } of this.ended(erased)) {
        try {
          await this.writer.append(this.writer.writable(space), [encodeBody(tombstoneBody(name, heads))])
          done.taken += 1
        } catch (error) {
          // One coalition that we cannot write in, for now or for good, must not keep the others from it.
          if (!(error instanceof ParasolError)) throw error
          done.left += 1
        }
      }
      return done
    })
  }

  /** What stands in coalitions of people who had agreed to it and do no more. `erased` as above. */
  async *ended(erased: RecordId | null, supposed: Supposed = null): AsyncGenerator<RecordState> {
    // Where nobody ever agreed to anything nothing can have ended: a start need not look at all that is shared.
    if (erased === null && this.index.cards(ANY_CONSENT).rows.length === 0) return
    const pace = new Pacer()
    const names = new Map<SpaceId, Map<string, Subject[]>>()
    for (const { space, recordId } of this.index.allCopies()) {
      if (pace.due) await pace.breathe()
      const state = this.index.state(recordId)
      const called = state && harmedNames(state.fields)
      if (!called || called.length === 0 || !this.spaces.has(space)) continue
      const people = names.get(space) ?? this.namesIn(space)
      names.set(space, people)
      // Whoever of those of one name it is about: rather one too many is taken back.
      const isEnded = (who: Subject): boolean => this.hasEnded(who, space, erased, supposed)
      if (called.some((name) => people.get(name)?.some(isEnded))) yield state
    }
  }

  /** Whether a consent need not be followed any more: the same person has said something else since, or the same again. */
  isReplaced(recordId: RecordId): boolean {
    return this.words.isReplaced(recordId)
  }

  /** Whether it is by this answer that somebody wants us to keep nothing of them. */
  keepsNothing(recordId: RecordId): boolean {
    return this.words.keepsNothing(recordId)
  }

  /**
   * Whether a consent may be erased: one that holds is withdrawn first, so that what hangs on it is taken back; and one that has ended an earlier one only
   * once that is over too, or that would hold again.
   */
  mayErase(recordId: RecordId, consent: Consent): boolean {
    return isOver(consent, this.today()) && !this.words.revives(recordId)
  }

  /** Whether what somebody had agreed to lets a coalition have it no more; of who got a page since, what is said there counts too. */
  private hasEnded(who: Subject, coalition: SpaceId, erased: RecordId | null, supposed: Supposed): boolean {
    const { subject, item } = who
    if (subject === erased) return true
    const recipient = { coalition }
    if (item !== null) {
      const now: unknown = this.index.state(subject)?.fields[`harmed:${item}`]
      const [person] = peopleOf({ [`harmed:${item}`]: now })
      const page = person === undefined ? null : { subject: person, item: null }
      if (page !== null && page.subject === erased) return true
      if (page !== null && this.words.isAsked(page) && !this.words.allows(page, recipient, supposed)) return true
    }
    return !this.words.allows(who, recipient, supposed) && this.words.hadAgreed(who, coalition)
  }

  /** What a kind of incident of our own is called; null where there is none. */
  typeLabel(name: RecordName): string | null {
    const record = recordIdOf(this.spaces.houseId, this.spaces.ownIn(this.spaces.houseId), name)
    return this.ofKind('type', record) && this.index.label(record)
  }

  /** A House record of ours, if it is of this kind: nobody's pseudonym goes out as somebody else's name. */
  private ofKind(kind: CardKind, record: RecordId): CardState | null {
    const card = this.index.card(record)
    return card?.kind === kind && card.own && card.space === this.spaces.houseId ? card : null
  }

  /** Our people who are called so here, whatever case and accents. */
  private peopleCalled(name: string): RecordId[] {
    const words = foldCase(name.trim())
    if (words === '') return []
    return this.index
      .cards({ kind: 'person', text: name, unit: null, cursor: null, limit: ALIKE_MAX })
      .rows.flatMap((row) => (row.author.own && foldCase(row.label) === words ? [row.recordId] : []))
  }

  /** Our people, and those without a page of whom we have some word, by what they are called in a coalition, or were before. */
  private namesIn(space: SpaceId): Map<string, Subject[]> {
    const { importNames } = this.spaces.get(space)
    const names = new Map<string, Subject[]>()
    const add = (who: Subject): void => {
      for (const name of pseudonymsIn(importNames, who.subject, who.item ?? undefined)) {
        const bearers = names.get(name)
        if (bearers) bearers.push(who)
        else names.set(name, [who])
      }
    }
    for (const person of this.index.recordsOf('person')) add({ subject: person, item: null })
    for (const consent of this.index.recordsOf('consent')) {
      const { incident, item } = (this.index.card(consent)?.fields ?? {}) as CardFields<'consent'>
      const { data: key } = listKeySchema.safeParse(item)
      if (incident && key) add({ subject: incident, item: key })
    }
    return names
  }
}

/** What those are called whom a record in a coalition names as harmed. */
const harmedNames = (fields: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(fields).flatMap(([field, value]) =>
    field.startsWith('harmed:') && typeof value === 'object' && value !== null && 'name' in value ? [String(value.name)] : [],
  )
