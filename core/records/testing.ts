import fc from 'fast-check'
import type { EntryId, OrganisationId, RecordId, SpaceId } from '../engine/contract/ids.ts'
import type { IncidentFields } from '../engine/contract/incident.ts'
import type { CardChanges, NewCard } from '../engine/contract/record-kinds.ts'
import { amendBody, amendCardBody, cardBody, shareBody, tombstoneBody, writeBody } from './body.ts'
import type { RecordBody, RecordName } from './kinds.ts'
import { entryIdOf, type RecordVersion } from './version.ts'

/** Made-up entries for tests and benches: no keys, no logs, only what the fold and the index are given. */

const digits = (n: number, length: number): string => n.toString(16).padStart(length, '0')
export const space = (n: number): SpaceId => digits(n, 64) as SpaceId
export const organisation = (n: number): OrganisationId => digits(0xa0000 + n, 64) as OrganisationId
export const name = (n: number): RecordName => digits(n, 32)
/** A log for each organisation and device. */
export const log = (org: number, device = 0): string => digits(0xb0000 + org * 16 + device, 64)
export const entry = (org: number, index: number, device = 0): EntryId => entryIdOf(log(org, device), index)

export const fields = (changes: Partial<IncidentFields> = {}): IncidentFields => ({
  title: 'Raid on the drop-in centre',
  types: ['raid-premises'],
  start: { date: '2026-03-05', about: false },
  area: 'Kibera',
  narrative: 'Eight officers came in at night.',
  source: null,
  ...changes,
})

export interface Place {
  org?: number
  device?: number
  index?: number
  space?: number
  ms?: number
  wall?: number
}

/** An entry at a place; organisation 0 is one's own, the clock follows the index unless said otherwise. */
export function version(made: RecordBody, { org = 0, device = 0, index = 0, space: at = 1, ms, wall }: Place = {}): RecordVersion {
  const time = ms ?? 1_772_000_000_000 + index * 60_000
  return {
    ...made,
    entryId: entry(org, index, device),
    space: space(at),
    log: log(org, device),
    index,
    organisation: organisation(org),
    own: org === 0,
    clock: { ms: time, counter: 0 },
    wall: wall ?? time,
    bytes: Buffer.byteLength(JSON.stringify(made.body)),
  }
}

export const write = (record: number, place: Place = {}, changes: Partial<IncidentFields> = {}): RecordVersion =>
  version(writeBody(name(record), fields(changes)), place)
export const amend = (record: number, amends: EntryId[], changes: Partial<IncidentFields>, place: Place = {}): RecordVersion =>
  version(amendBody(name(record), amends, changes), place)
export const card = (record: number, made: NewCard, place: Place = {}): RecordVersion => version(cardBody(name(record), made), place)
export const amendCard = (record: number, amends: EntryId[], made: CardChanges, place: Place = {}): RecordVersion =>
  version(amendCardBody(name(record), amends, made), place)
export const share = (record: number, at: number, shared: number, place: Place = {}): RecordVersion =>
  version(shareBody(name(record), space(at), name(shared)), place)
export const tombstone = (record: number, place: Place = {}, why: Parameters<typeof tombstoneBody>[2] = {}): RecordVersion =>
  version(tombstoneBody(name(record), [], why), place)

const change = fc.record(
  {
    title: fc.constantFrom('a raid', 'another raid', 'an arrest'),
    area: fc.constantFrom('Kibera', 'Áreá', ''),
    narrative: fc.constantFrom('police came', 'nobody came'),
    start: fc.constantFrom(null, { date: '2020', about: true }, { date: '2020-05', about: false }, { date: '2021-05-06', about: false }),
    certainty: fc.constantFrom(null, 'likely'),
    feedbackDue: fc.constantFrom(null, { date: '2026-05', about: false }),
    'perpetrator:0000000a': fc.constantFrom(null, { name: 'two officers' }, { name: 'a crowd', degree: 'present' }),
    'harmed:0000000b': fc.constantFrom(null, { people: 3 }, { person: digits(7, 64) as RecordId }),
  },
  { requiredKeys: [] },
)
const cardChange = fc.record(
  {
    title: fc.constantFrom('a lawyer', 'a room'),
    status: fc.constantFrom('asked', 'met'),
    incident: fc.constantFrom(null, digits(8, 64) as RecordId),
    due: fc.constantFrom(null, { date: '2026-07-01', about: false }),
  },
  { requiredKeys: [] },
)

/**
 * A set of entries as several organisations with several devices may write it: writes under shared and own names, amendments that name any
 * entries (missing ones, foreign ones, circles), clocks out of order, now and then a tombstone. Each entry once.
 */
export function entries(size: { records: number; max: number }): fc.Arbitrary<RecordVersion[]> {
  const step = fc.record({
    record: fc.nat(size.records - 1),
    org: fc.nat(2),
    device: fc.nat(1),
    act: fc.constantFrom('write', 'write', 'amend', 'amend', 'amend', 'amend', 'amend', 'tombstone'),
    card: fc.nat(3).map((n) => n === 0),
    amends: fc.array(fc.record({ org: fc.nat(2), device: fc.nat(1), index: fc.nat(size.max) }), { minLength: 1, maxLength: 4 }),
    change,
    cardChange,
    ms: fc.nat(20),
    tomb: fc.nat(9),
  })
  return fc.array(step, { maxLength: size.max }).map((steps) =>
    steps.map(({ record, org, device, act, amends, change: changes, cardChange: other, card: isCard, ms, tomb }, index) => {
      const place = { org, device, index, ms: 1_772_000_000_000 + ms * 1_000 }
      const heads = amends.map((a) => entry(a.org, a.index, a.device))
      if (act === 'tombstone' && tomb === 0) return tombstone(record, place)
      if (isCard && act === 'write') return card(record, { kind: 'request', fields: { title: 'a lawyer', ...other } }, place)
      if (isCard) return amendCard(record, heads, { kind: 'request', changes: other }, place)
      if (act === 'write') return write(record, place, changes)
      return amend(record, heads, changes, place)
    }),
  )
}
