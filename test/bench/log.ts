import { toHex, utf8 } from '../../core/crypto/bytes.ts'
import { H } from '../../core/crypto/hash.ts'
import { CODES } from '../../core/engine/contract/codes.ts'
import type { OrganisationId, RecordId, SpaceId } from '../../core/engine/contract/ids.ts'
import type { IncidentFields } from '../../core/engine/contract/incident.ts'
import type { CardKind, NewCard } from '../../core/engine/contract/record-kinds.ts'
import { cardBody, type EncodedBody, encodeBody, writeBody } from '../../core/records/body.ts'
import type { RecordName } from '../../core/records/kinds.ts'
import { leaving } from '../../core/records/leaving.ts'
import { recordIdOf } from '../../core/records/version.ts'
import { DAYS, FIRST_DAY, INCIDENTS_A_PERPETRATOR, INCIDENTS_A_PERSON, incident } from './incidents.ts'
import { Chance } from './made-up.ts'

/** So many incidents for one of each of these. */
const EVERY = { request: 25, complaint: 100, link: 100, testimony: 200, note: 1_000 } as const
const UNITS = 150
/** Share of the people who were asked what they agree to. */
const ASKED = 0.5
/** Share of the people whose real name is kept. */
const NAMED = 0.3

const pad = (n: number): string => String(n).padStart(5, '0')
const nameOf = (kind: CardKind | 'incident', number: number): RecordName =>
  toHex(H('bench-name', utf8(`${kind} ${number}`)).subarray(0, 16))

/**
 * The House of a made-up organisation: incidents in the order of their numbers, and just before each what comes with it (one person for five of them, consents for
 * half of the people, perpetrators with their units, requests, complaints, links, testimonies and notes). Numbers give the same records in every run, but for
 * the ids, which depend on the space.
 */
export class MadeUpLog {
  readonly #space: SpaceId
  readonly #organisation: OrganisationId
  readonly #ids = new Map<string, RecordId>()

  constructor(space: SpaceId, organisation: OrganisationId) {
    this.#space = space
    this.#organisation = organisation
  }

  /** Entries of incidents `from` (included) to `to` (excluded) with all that comes with them, those of at most `size` incidents at a time. */
  *batches(from: number, to: number, size = 300): Generator<EncodedBody[]> {
    for (let at = from; at < to; at += size) {
      const bodies: EncodedBody[] = []
      for (let i = at; i < Math.min(to, at + size); i++) bodies.push(...this.cards(i), this.incident(i))
      yield bodies
    }
  }

  /** What an incident says, with about `chars` characters of narrative. */
  fields(i: number, chars?: number): IncidentFields {
    return incident(i, (kind, number) => this.id(kind, number), chars)
  }

  /** The same as a coalition gets it: half of the people have agreed to that. */
  shared(i: number, chars?: number): IncidentFields {
    const called = (prefix: string, record: RecordId): string => `${prefix}-${record.slice(0, 6)}`
    return {
      ...leaving(this.fields(i, chars), {
        key: (key) => key,
        copy: () => null,
        perpetrator: (record) => ({ label: called('Officer', record) }),
        pseudonym: (record) => (Number.parseInt(record.slice(0, 2), 16) < 128 ? called('P', record) : null),
        typeLabel: () => null,
        unnamed: () => null,
      }),
      source: null,
    }
  }

  incident(i: number): EncodedBody {
    const fields = this.fields(i)
    const body = encodeBody(writeBody(nameOf('incident', i), fields))
    return fields.place ? { ...body, place: utf8(JSON.stringify({ address: `Plot ${i}, ${fields.area}` })) } : body
  }

  /** The record id of a number. */
  id(kind: CardKind | 'incident', number: number): RecordId {
    const key = `${kind} ${number}`
    const known = this.#ids.get(key) ?? recordIdOf(this.#space, this.#organisation, nameOf(kind, number))
    if (kind !== 'incident') this.#ids.set(key, known)
    return known
  }

  /** What comes with an incident. */
  private *cards(i: number): Generator<EncodedBody> {
    const one = (kind: CardKind, every: number, fields: (chance: Chance, number: number) => object): EncodedBody[] => {
      if (i % every !== 0) return []
      const number = i / every
      const said = fields(new Chance(number * 31 + every), number)
      return [encodeBody(cardBody(nameOf(kind, number), { kind, fields: said } as NewCard))]
    }
    for (const body of one('person', INCIDENTS_A_PERSON, person))
      yield new Chance(i).is(NAMED)
        ? { ...body, safe: utf8(JSON.stringify({ name: `Name ${i}`, contact: `+254 7${pad(i)}`, notes: '' })) }
        : body
    if (new Chance(i + 7).is(ASKED)) yield* one('consent', INCIDENTS_A_PERSON, (chance, number) => this.consent(chance, number))
    yield* one('perpetrator', INCIDENTS_A_PERPETRATOR, perpetrator)
    // What follows names incidents that were written before.
    if (i === 0) return
    yield* one('request', EVERY.request, (chance) => this.request(chance, i))
    yield* one('complaint', EVERY.complaint, (chance) => this.complaint(chance, i))
    yield* one('link', EVERY.link, (chance) => ({
      link: chance.pick(CODES.linkKind),
      from: this.id('incident', i - 1),
      to: this.id('incident', chance.below(i)),
      note: '',
    }))
    yield* one('testimony', EVERY.testimony, (chance) => ({
      title: chance.text(25),
      form: chance.pick(CODES.testimonyForm),
      incident: this.id('incident', i - 1),
      person: this.id('person', chance.below(Math.ceil(i / INCIDENTS_A_PERSON))),
      narrative: chance.text(1_500),
    }))
    yield* one('note', EVERY.note, (chance) => ({
      title: chance.text(25),
      pattern: chance.text(600),
      incidents: Array.from({ length: 8 }, (_, k) => this.id('incident', Math.max(0, i - 1 - k * 3))),
    }))
  }

  private consent(chance: Chance, number: number): object {
    const day = chance.day(FIRST_DAY, DAYS)
    return {
      person: this.id('person', number),
      level: 1 + chance.below(6),
      purpose: chance.pick(CODES.purpose),
      askedBy: chance.pick(['AW', 'JM']),
      asked: { date: day, about: false },
      ...(chance.is(0.4) ? { expires: { date: chance.day(Date.parse(day), 1_000), about: false } } : {}),
      ...(chance.is(0.05) ? { withdrawn: { date: chance.day(Date.parse(day), 300), about: false } } : {}),
    }
  }

  private request(chance: Chance, i: number): object {
    return {
      title: chance.text(25),
      needs: [chance.pick(CODES.need)],
      person: this.id('person', chance.below(Math.ceil(i / INCIDENTS_A_PERSON))),
      incident: this.id('incident', i - 1),
      status: chance.is(0.7) ? 'met' : chance.pick(CODES.requestStatus),
      priority: chance.pick(CODES.priority),
      ...(chance.is(0.5) ? { due: { date: chance.day(FIRST_DAY, DAYS), about: false } } : {}),
      details: chance.text(120),
    }
  }

  private complaint(chance: Chance, i: number): object {
    const state = chance.pick(CODES.complaintState)
    return {
      title: chance.text(25),
      incidents: [this.id('incident', i - 1), ...(chance.is(0.4) ? [this.id('incident', chance.below(i))] : [])],
      category: chance.pick(CODES.complaintCategory),
      body: 'IPOA',
      state,
      ...(chance.is(0.6) ? { answerBy: { date: chance.day(FIRST_DAY, DAYS), about: false } } : {}),
      station: `Station ${chance.below(40)}`,
      relief: chance.text(100),
      [`step:${chance.hex(4)}`]: { state: 'filed', date: { date: chance.day(FIRST_DAY, DAYS), about: false }, note: chance.text(40) },
      [`step:${chance.hex(4)}`]: { state, note: chance.text(40) },
    }
  }
}

const person = (chance: Chance, number: number): object => ({
  pseudonym: `${chance.text(6)} ${pad(number)}`,
  role: chance.is(0.85) ? 'sex-worker' : chance.pick(CODES.role),
  languages: chance.pick(['Kiswahili', 'English', 'Luo, Kiswahili']),
  about: chance.is(0.4) ? chance.text(80) : '',
})

const perpetrator = (chance: Chance, number: number): object => ({
  label: `${chance.text(12)} ${number}`,
  kind: chance.is(0.6) ? 'police' : chance.pick(CODES.perpetratorKind),
  unit: chance.is(0.8) ? `Station ${chance.below(UNITS)}` : '',
  rank: chance.is(0.6) ? chance.pick(['Constable', 'Sergeant', 'Inspector']) : '',
  badge: chance.is(0.4) ? `F/${chance.below(100_000)}` : '',
  description: chance.text(80),
  since: chance.pick(CODES.since),
})
