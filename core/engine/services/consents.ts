import { toHex } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import type { Index } from '../../index/index.ts'
import { Queue } from '../../log/queue.ts'
import { encodeBody, tombstoneBody } from '../../records/body.ts'
import type { Recipient } from '../../records/consent.ts'
import type { CardState, RecordState } from '../../records/fold.ts'
import type { KeyedFile } from '../../records/keyed-file.ts'
import type { RecordName } from '../../records/kinds.ts'
import { harmedIn, leaving, listKeyIn, peopleOf, pseudonymIn, unnamedIn } from '../../records/leaving.ts'
import { saidIn } from '../../records/said.ts'
import { recordIdOf } from '../../records/version.ts'
import type { Space } from '../../space/space.ts'
import { type Consent, isOver } from '../contract/consent.ts'
import {
  type CardFields,
  type CardKind,
  type IncidentChanges,
  type IncidentFields,
  type Missing,
  type RecordId,
  spaceIdSchema,
  type Unnamable,
} from '../contract/index.ts'
import { logFault } from '../faults.ts'
import { ConsentWords, type Supposed } from './consent-words.ts'
import { Lapsed } from './lapsed.ts'
import { unseenIn } from './record-room.ts'
import type { RecordWriter } from './record-writer.ts'
import type { Spaces } from './spaces.ts'

/** Guards what people have agreed to: says who has not, and takes back what a coalition has of somebody whose consent has ended. */
export class Consents {
  private readonly spaces: Spaces
  private readonly index: Index
  private readonly writer: RecordWriter
  private readonly today: () => string
  private readonly words: ConsentWords
  private readonly lapsed: Lapsed
  private readonly turns = new Queue()

  /** `today`: `YYYY-MM-DD` where this computer is. */
  constructor(spaces: Spaces, index: Index, writer: RecordWriter, today: () => string) {
    this.spaces = spaces
    this.index = index
    this.writer = writer
    this.today = today
    this.words = new ConsentWords(spaces, index, today)
    this.lapsed = new Lapsed(spaces, index, this.words, (name) => this.index.peopleCalled(name))
  }

  /** Whether a person has agreed that what happened to them goes to a recipient. */
  allows(person: RecordId, recipient: Recipient, supposed: Supposed = null): boolean {
    return this.words.allows({ subject: person, item: null }, recipient, supposed)
  }

  /**
   * Who was harmed in an incident and has not agreed to that, with what they are called here; in whichever of the versions that stand at once. Who is only
   * called as one of our people counts as that one; of whom there is no page, a consent has to name the incident and which of its list it is, and they have
   * to be called as they were when it was said: somebody else may have been put in that place.
   */
  missing(record: Pick<RecordState, 'recordId' | 'fields' | 'conflicts'>, recipient: Recipient, supposed: Supposed = null): Missing[] {
    const versions = [...saidIn(record), ...unseenIn(this.index, record)]
    const people = new Set(versions.flatMap(peopleOf))
    const unasked = new Map<string, Missing>()
    for (const { item, name } of versions.flatMap(unnamedIn)) {
      const called = this.index.peopleCalled(name)
      for (const person of called) people.add(person)
      if (called.length > 0) continue
      const who = { subject: record.recordId, item }
      if (this.words.allows(who, recipient, supposed, name)) continue
      const anew = this.words.allows(who, recipient, supposed)
      unasked.set(`${item} ${name}`, { recordId: null, item, name, ...(anew ? { anew } : {}) })
    }
    const asked = [...people].filter((person) => !this.allows(person, recipient, supposed))
    return [...asked.map((person) => ({ recordId: person, name: this.index.label(person) ?? '' })), ...unasked.values()]
  }

  /**
   * Who was harmed in the incidents of a complaint and has not agreed that the authority to which it goes has it, or (`named`) learns their name; and how
   * many of the incidents are not here, so that nobody can say who was.
   */
  unnamable(
    { incidents, body }: Pick<CardFields<'complaint'>, 'incidents' | 'body'>,
    named: boolean,
    supposed: Supposed = null,
  ): Unnamable {
    const found: Unnamable = { harmed: 0, people: [], gone: 0 }
    for (const incident of incidents ?? []) {
      const state = this.index.state(incident)
      if (!state) {
        found.gone += 1
        continue
      }
      found.harmed += harmedIn(state)
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
      unnamed: (item, name) => {
        // Who is only called so bears the name that ends with that one's word.
        const called = this.index.peopleCalled(name)
        if (called[0]) return called.every((person) => this.allows(person, { coalition })) ? pseudonymIn(importNames, called[0]) : null
        return this.words.allows({ subject: record, item }, { coalition }, null, name.trim())
          ? pseudonymIn(importNames, record, item)
          : null
      },
      typeLabel: (name) => this.typeLabel(name),
    })
  }

  /**
   * Erases in coalitions what we have there of people who had agreed to it and do no more, as Lapsed finds it; the House keeps its records. `erased`: the
   * page of somebody that is about to be erased, as if it were gone. Goes by what stands in the coalitions, so it can be done again after a crash. Synced on
   * return: how many were taken back, and how many stand where nothing can be written now; those are tried again.
   */
  enforce(erased: RecordId | null = null): Promise<{ taken: number; left: number }> {
    return this.turns.run(async () => {
      const done = { taken: 0, left: 0 }
      for await (const { space, name, heads } of this.lapsed.all(erased)) {
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

  /** The same after a word was written or erased. That is on the disk: whatever keeps it from being carried out now must not be told as if it were not, and is tried again. */
  async carryOut(): Promise<void> {
    try {
      const { left } = await this.enforce()
      if (left > 0) logFault('consents', new Error(`${left} records stand where nothing can be written now`))
    } catch (error) {
      logFault('consents', error)
    }
  }

  /** What `enforce` would erase if something had been said. */
  lapsing(supposed: Supposed): AsyncGenerator<RecordState | CardState> {
    return this.lapsed.all(null, supposed)
  }

  /** Writes between two rounds of `enforce`: what names an incident in a coalition must not come there after it was taken back. */
  inTurn<T>(write: () => Promise<T>): Promise<T> {
    return this.turns.run(write)
  }

  /** Whether more may be told in a coalition of an incident that stands there: not of one of ours of which the House says that somebody was harmed who has not agreed. */
  mayTellOf(record: RecordId): boolean {
    const copy = this.index.state(record)
    const houses = copy?.own ? this.index.housesOf(record).flatMap((house) => this.index.state(house) ?? []) : []
    return !copy || houses.every((house) => this.missing(house, { coalition: copy.space }).length === 0)
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
   * Throws CONSENT_HOLDS for a consent that is to be erased and holds: it is withdrawn first, so that what hangs on it is taken back; and CONSENT_EARLIER for one
   * that has ended an earlier one, as long as that would hold again.
   */
  expectErasable(recordId: RecordId, consent: Consent): void {
    if (!isOver(consent, this.today())) throw new ParasolError('CONSENT_HOLDS')
    if (this.words.revives(recordId)) throw new ParasolError('CONSENT_EARLIER')
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
}
