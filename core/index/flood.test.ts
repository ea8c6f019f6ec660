import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { RecordId } from '../engine/contract/ids.ts'
import type { IncidentFields } from '../engine/contract/incident.ts'
import { decodeBody } from '../records/body.ts'
import { BodyError } from '../records/error.ts'
import { fold } from '../records/fold.ts'
import { MAX_AMENDS, MAX_FIELDS, MAX_VALUES, MAX_VERSION_BYTES, MAX_VERSIONS } from '../records/kinds.ts'
import { amend, entry, fields, log, name, organisation, space, tombstone, write } from '../records/testing.ts'
import { type RecordVersion, recordIdOf } from '../records/version.ts'
import { openIndex } from './index.ts'
import { filters, KEY, OPTIONS, titles, withIndex } from './testing.ts'

const mine = recordIdOf(space(1), organisation(0), name(1))
const theirs = recordIdOf(space(1), organisation(1), name(1))

describe('a member who writes without end into one record', () => {
  test('fills only the places of its own log: the record of another goes on as before', () => {
    withIndex((index) => {
      index.apply([write(1, { index: 0 }, { title: 'ours' })])
      const flood = Array.from({ length: MAX_VERSIONS + 40 }, (_, i) =>
        amend(1, [i === 0 ? entry(0, 0) : entry(1, i - 1)], { title: `flood ${i}` }, { org: 1, index: i }),
      )
      for (let at = 0; at < flood.length; at += 50) index.apply(flood.slice(at, at + 50))
      expect(index.state(mine)?.proposals.length).toBe(MAX_VERSIONS)
      index.apply([amend(1, [entry(0, 0)], { title: 'ours, amended' }, { index: 1 })])
      expect(titles(index)).toEqual(['ours, amended'])
    })
  })

  test('counts alike in one batch and in many, and can still be erased by its author', () => {
    const entries: RecordVersion[] = [write(1, { org: 1, index: 0 })]
    for (let i = 1; i < MAX_VERSIONS + 20; i += 1) entries.push(amend(1, [entry(1, i - 1)], { title: `step ${i}` }, { org: 1, index: i }))
    const end = [tombstone(1, { org: 1, index: 900 }), tombstone(1, { org: 1, index: 901 })]
    withIndex((once) =>
      withIndex((many) => {
        once.apply(entries)
        for (const one of entries) many.apply([one])
        expect(once.state(theirs)).toEqual(many.state(theirs))
        expect(once.state(theirs)?.fields.title).toBe(`step ${MAX_VERSIONS - 1}`)
        once.apply(end)
        expect(once.state(theirs)).toBeNull()
      }),
    )
  })
})

describe('a member who writes long texts without end', () => {
  const long = (n: number) => `word ${n} ${'ж'.repeat(59_000)}`
  const flood = (record: number, count: number): RecordVersion[] =>
    Array.from({ length: count }, (_, i) => {
      const place = { org: 1, index: record * 1_000 + i }
      return i === 0
        ? write(record, place, { narrative: long(i) })
        : amend(record, [entry(1, place.index - 1)], { narrative: long(i) }, place)
    })

  test('fills its place in a record by their length too, alike in one batch and in many', () => {
    const entries = flood(1, 60)
    withIndex((once) =>
      withIndex((many) => {
        once.apply(entries)
        for (const one of entries) many.apply([one])
        const { versions = 0 } = once.state(theirs) ?? {}
        expect(many.state(theirs)?.versions).toBe(versions)
        const [first] = entries
        expect(versions).toBe(Math.floor(MAX_VERSION_BYTES / (first?.bytes ?? 1)))
        expect(once.written(theirs, log(1))).toEqual(many.written(theirs, log(1)))
        expect(once.written(theirs, log(1)).bytes).toBeLessThanOrEqual(MAX_VERSION_BYTES)
        once.apply([amend(1, [entry(0, 0)], { title: 'short' }, { org: 2, index: 0 })])
        expect(once.written(theirs, log(2)).entries).toBe(1)
      }),
    )
  })

  test('makes no page of hits wait: those that come late are shown without a snippet', () => {
    withIndex((index) => {
      for (let record = 1; record <= 6; record += 1) index.apply(flood(record, 2))
      const now = performance.now()
      let calls = 0
      const clock = vi.spyOn(performance, 'now').mockImplementation(() => now + 20 * calls++)
      const { rows } = index.list(filters({ text: 'word' }), null, 50)
      clock.mockRestore()
      expect(rows.map(({ snippet }) => snippet !== null)).toEqual([true, true, false, false, false, false])
      expect(rows.every(({ title }) => title !== '')).toBe(true)
    })
  })
})

describe('an entry made to be slow to fold', () => {
  const body = (changes: object): Buffer =>
    Buffer.from(JSON.stringify({ record: name(1), action: 'amend', amends: [entry(1, 0)], ...changes }))
  const decode = (changes: object) => decodeBody({ kind: 'incident', kindVersion: 1, minimumReader: 1 }, body(changes))

  test('is refused where it names too many entries or fields', () => {
    const many = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`f${i}`, i]))
    expect(decode({ fields: many(MAX_FIELDS) })).toMatchObject({ kind: 'incident' })
    expect(() => decode({ fields: many(MAX_FIELDS + 1) })).toThrow(BodyError)
    expect(() => decode({ fields: {}, amends: Array.from({ length: MAX_AMENDS + 1 }, (_, i) => entry(1, i)) })).toThrow(BodyError)
  })

  test('adds fields and values only up to a bound', () => {
    const versions: RecordVersion[] = [write(1, { org: 1, index: 0 })]
    for (let i = 1; i < MAX_VERSIONS; i += 1) {
      const one = amend(1, [entry(1, 0)], { title: `value ${i}` }, { org: 1, index: i })
      if (one.kind === 'incident') for (let k = 0; k < MAX_FIELDS - 1; k += 1) one.body.fields[`f${i}-${k}`] = k
      versions.push(one)
    }
    const [record] = fold(versions, space(1)).records
    expect(Object.keys(record?.others ?? {}).length).toBe(MAX_FIELDS)
    expect(record?.conflicts.find(({ field }) => field === 'title')?.values.length).toBe(MAX_VALUES)
    expect(record?.fields.narrative).toBe(fields().narrative)
  })

  const causal = { kind: 'incident', kindVersion: 1, minimumReader: 1 }
  const bytesOf = (more: string, inFields: string): Buffer =>
    Buffer.from(
      `{"record":"${name(1)}","action":"write","amends":[]${more},"fields":${JSON.stringify(fields()).replace('{', `{${inFields},`)}}`,
    )

  test.each([
    [',"__proto__":{"own":true}', '"x":1'],
    ['', '"__proto__":{"polluted":1}'],
    ['', '"perpetrator:00000000":{"__proto__":{"kind":5}}'],
    ['', '"harmed:00000000":{"needs":[{"__proto__":{"a":1}}]}'],
    ['', '"x":[[{"__proto__":null}]]'],
  ])('counts for nothing where it would give what is made of it another prototype: %s %s', (more, inFields) => {
    expect(() => decodeBody(causal, bytesOf(more, inFields))).toThrow(BodyError)
  })

  test('that this program fails at is passed over, and stops nothing that comes with it or after it', async () => {
    // As no decoder lets it in; a later one might.
    const broken = write(7, { org: 1, index: 1 })
    const version = { ...broken, body: { ...broken.body, fields: { ...fields(), 'perpetrator:00000000': { kind: 5 } } } } as RecordVersion
    // Whom the first try named has no number after it.
    const [neema, zawadi] = ['7', '8'].map((digit) => digit.repeat(64) as RecordId) as [RecordId, RecordId]
    const harming = (person: RecordId) => ({ 'harmed:00000001': { person } }) as Partial<IncidentFields>
    const batch = [write(1, { index: 1 }, { title: 'before', ...harming(neema) }), version, write(2, { index: 2 }, { title: 'behind' })]
    for (const take of ['apply', 'feed'] as const) {
      const failed: Error[] = []
      const folder = mkdtempSync(join(tmpdir(), 'parasol-index-'))
      const index = openIndex(join(folder, 'index.db'), KEY, { ...OPTIONS, passedOver: (error) => failed.push(error) })
      await index[take](batch, { cursors: [{ log: log(1), next: 2 }] })
      await index[take]([write(3, { index: 3 }, { title: 'later', ...harming(zawadi) })])
      expect([neema, zawadi].map((person) => index.mentions(person, 9).map(({ label }) => label))).toEqual([['before'], ['later']])
      expect([titles(index).sort(), index.cursor(log(1)), failed.length]).toEqual([['before', 'behind', 'later'], 2, 1])
      index.close()
      rmSync(folder, { recursive: true })
    }
  })

  test('changes no object but itself', () => {
    const decoded = decodeBody(causal, bytesOf('', '"constructor":{"prototype":{"polluted":1}}'))
    if (decoded === 'newer') throw new Error('version 1 is known')
    const [record] = fold([{ ...write(1), ...decoded } as RecordVersion], space(1)).records
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect(record?.own).toBe(true)
    expect(record && Object.getPrototypeOf(record.fields)).toBe(Object.prototype)
  })
})
