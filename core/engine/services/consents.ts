import { toHex } from '../../crypto/bytes.ts'
import type { Index } from '../../index/index.ts'
import { Queue } from '../../log/queue.ts'
import { encodeBody, tombstoneBody } from '../../records/body.ts'
import { allows, type Consent, isOver, type Recipient } from '../../records/consent.ts'
import type { RecordState } from '../../records/fold.ts'
import { leaving, listKeyIn, peopleOf, pseudonymIn } from '../../records/leaving.ts'
import { recordIdOf } from '../../records/version.ts'
import type { Space } from '../../space/space.ts'
import { type IncidentChanges, type IncidentFields, type RecordId, type SpaceId, spaceIdSchema } from '../contract/index.ts'
import type { RecordWriter } from './record-writer.ts'
import type { Spaces } from './spaces.ts'

/** What names one person: more than anybody will ever have. */
const NAMED_MAX = 10_000

/** Guards what people have agreed to: says who has not, and takes back what a coalition has of somebody whose consent has ended. */
export class Consents {
  private readonly spaces: Spaces
  private readonly index: Index
  private readonly writer: RecordWriter
  private readonly today: () => string
  private readonly turns = new Queue()

  /** `today`: `YYYY-MM-DD` where this computer is. */
  constructor(spaces: Spaces, index: Index, writer: RecordWriter, today: () => string) {
    this.spaces = spaces
    this.index = index
    this.writer = writer
    this.today = today
  }

  /** Whether a person has agreed that what happened to them goes to a recipient. */
  allows(person: RecordId, recipient: Recipient): boolean {
    return allows(this.of(person), recipient, this.today())
  }

  /** Who was harmed in an incident and has not agreed to that, with what they are called here. */
  missing({ fields }: Pick<RecordState, 'fields'>, recipient: Recipient): { recordId: RecordId; name: string }[] {
    return peopleOf(fields)
      .filter((person) => !this.allows(person, recipient))
      .map((recordId) => ({ recordId, name: this.index.label(recordId) ?? '' }))
  }

  /** Fields of a House incident, or changes of them, as a coalition gets them (core/records/leaving.ts). */
  abroad<F extends IncidentFields | IncidentChanges>(space: Space, fields: F): F {
    const coalition = spaceIdSchema.parse(toHex(space.id))
    const { importNames } = space
    return leaving(fields, {
      key: (key) => listKeyIn(importNames, key),
      label: (record) => this.index.label(record),
      pseudonym: (person) => (this.allows(person, { coalition }) ? pseudonymIn(importNames, person) : null),
      typeLabel: (name) => this.index.label(recordIdOf(this.house, this.spaces.ownIn(this.house), name)),
    })
  }

  /**
   * Erases in coalitions what they have of incidents in which somebody was harmed whose consent to it has ended; the House keeps the record. Can be
   * done again after a crash. Synced on return. How many were taken back. Throws as RecordWriter where one cannot be written now.
   */
  enforce(): Promise<number> {
    return this.turns.run(async () => {
      const ended = this.index.endedConsents(this.today()).flatMap((consent) => this.index.card(consent)?.fields.person ?? [])
      let taken = 0
      for (const person of new Set(ended))
        taken += await this.takeBack(person as RecordId, (audience) => this.allows(person as RecordId, { coalition: audience }))
      return taken
    })
  }

  /** The same for everything that names a person who is about to be erased. */
  forget(person: RecordId): Promise<number> {
    return this.turns.run(() => this.takeBack(person, () => false))
  }

  /** Whether a consent may be erased: one that holds is withdrawn first, so that what hangs on it is taken back. */
  mayErase(consent: Consent): boolean {
    return isOver(consent, this.today())
  }

  private of(person: RecordId): Consent[] {
    if (this.index.card(person) === null) return []
    return this.index
      .mentions(person, NAMED_MAX)
      .filter(({ kind }) => kind === 'consent')
      .flatMap(({ recordId }) => {
        const card = this.index.card(recordId)
        // Only what our own organisation wrote in its House is anybody's word.
        return card?.own && card.space === this.house ? [card.fields as Consent] : []
      })
  }

  private get house(): SpaceId {
    return spaceIdSchema.parse(toHex(this.spaces.house.id))
  }

  private async takeBack(person: RecordId, mayStay: (audience: SpaceId) => boolean): Promise<number> {
    const incidents = this.index.mentions(person, NAMED_MAX).filter(({ kind, field }) => kind === 'incident' && field === 'harmed')
    let taken = 0
    for (const { recordId } of incidents) {
      for (const { space, recordId: copy } of this.index.copies(recordId)) {
        const state = mayStay(space) ? null : this.index.state(copy)
        if (!state) continue
        await this.writer.append(this.writer.writable(space), [encodeBody(tombstoneBody(state.name, state.heads))])
        taken += 1
      }
    }
    return taken
  }
}
