import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Author } from '../engine/contract/incident.ts'
import { amendBody } from './body.ts'
import { fold as foldIn, type RecordState } from './fold.ts'
import { history } from './history.ts'
import { MAX_SHARES } from './kinds.ts'
import { amend, entries, entry, name, organisation, share, space, tombstone, version, write } from './testing.ts'
import { type AnyVersion, MAX_AHEAD_MS, type RecordVersion, recordIdOf } from './version.ts'

const id = (record: number, org = 0) => recordIdOf(space(1), organisation(org), name(record))
const fold = (versions: readonly AnyVersion[]) => foldIn(versions, space(1))
const only = (versions: RecordVersion[]): RecordState => {
  const { records } = fold(versions)
  expect(records).toHaveLength(1)
  return records[0] as RecordState
}
const author = (_: string, organisationId: Author['organisationId'], own: boolean): Author => ({
  organisationId,
  own,
  name: own ? 'us' : 'them',
})

describe('a record of one organisation', () => {
  test('is what was written', () => {
    const state = only([write(1, { wall: 1_000 })])
    expect(state).toMatchObject({
      recordId: id(1),
      own: true,
      savedAt: 1_000,
      amendedAt: null,
      conflicts: [],
      heads: [entry(0, 0)],
      versions: 1,
    })
    expect(state.fields.title).toBe('Raid on the drop-in centre')
  })

  test('takes what an amendment changes and keeps the rest', () => {
    const state = only([write(1), amend(1, [entry(0, 0)], { area: 'Mathare' }, { index: 1, wall: 7_000 })])
    expect(state.fields).toMatchObject({ area: 'Mathare', title: 'Raid on the drop-in centre' })
    expect(state).toMatchObject({ amendedAt: 7_000, heads: [entry(0, 1)], versions: 2 })
  })

  test('keeps those of a list in the order in which they were written, whatever their keys, and whoever is added comes last', () => {
    const said = (...names: string[]) => Object.fromEntries(names.map((each) => [`harmed:0000000${each}`, { name: each }])) as object
    const state = only([
      write(1, {}, said('c', 'a', 'b')),
      amend(1, [entry(0, 0)], { area: 'Mathare', ...said('a') }, { index: 1 }),
      amend(1, [entry(0, 1)], said('0'), { index: 2 }),
    ])
    expect(Object.keys(state.fields).filter((field) => field.startsWith('harmed:'))).toEqual(
      ['c', 'a', 'b', '0'].map((each) => `harmed:0000000${each}`),
    )
  })

  test('an amendment counts over what it names even when its clock is behind', () => {
    const state = only([write(1, { ms: 900_000 }), amend(1, [entry(0, 0)], { area: 'Mathare' }, { index: 1, ms: 5 })])
    expect(state.fields.area).toBe('Mathare')
    expect(state.conflicts).toEqual([])
  })

  test('two amendments that have not seen each other are both kept, the later clock first, and a third settles them', () => {
    const apart = [
      write(1),
      amend(1, [entry(0, 0)], { area: 'Mathare' }, { index: 1, ms: 1_900_000_000_000 }),
      amend(1, [entry(0, 0)], { area: 'Korogocho' }, { device: 1, index: 0, ms: 1_800_000_000_000 }),
    ]
    const state = only(apart)
    expect(state.fields.area).toBe('Mathare')
    expect(state.conflicts).toHaveLength(1)
    expect(state.conflicts[0]?.field).toBe('area')
    expect(state.conflicts[0]?.values.map(({ value, entryId }) => [value, entryId])).toEqual([
      ['Mathare', entry(0, 1)],
      ['Korogocho', entry(0, 0, 1)],
    ])
    expect(new Set(state.heads)).toEqual(new Set([entry(0, 1), entry(0, 0, 1)]))

    const settled = only([...apart, amend(1, state.heads, { area: 'Korogocho' }, { index: 2, ms: 1 })])
    expect(settled.fields.area).toBe('Korogocho')
    expect(settled.conflicts).toEqual([])
    expect(settled.versions).toBe(4)
  })

  test('the same value twice is no conflict', () => {
    const twice = [write(1), amend(1, [entry(0, 0)], { area: 'M' }, { index: 1 }), amend(1, [entry(0, 0)], { area: 'M' }, { device: 1 })]
    expect(only(twice).conflicts).toEqual([])
  })

  test('a clock that runs far ahead does not win for ever', () => {
    const now = 1_772_000_000_000
    const state = only([
      write(1),
      amend(1, [entry(0, 0)], { area: 'from the future' }, { index: 1, ms: now + 400 * MAX_AHEAD_MS, wall: now }),
      amend(1, [entry(0, 0)], { area: 'two days on' }, { device: 1, ms: now + 2 * MAX_AHEAD_MS }),
    ])
    expect(state.fields.area).toBe('two days on')
  })

  test('fields of a newer version are carried along', () => {
    const newer = amendBody(name(1), [entry(0, 0)], { area: 'x', weather: 'rain' } as object)
    expect(only([write(1), version(newer, { index: 1 })]).others).toEqual({ weather: 'rain' })
  })

  test('an amendment alone is no record yet', () => {
    expect(fold([amend(1, [entry(0, 0)], { area: 'x' }, { index: 1 })]).records).toEqual([])
  })

  test('entries that amend each other in a circle hide nothing, and a later amendment still settles', () => {
    const circle = [
      write(1),
      amend(1, [entry(0, 0), entry(0, 2)], { area: 'one' }, { index: 1 }),
      amend(1, [entry(0, 1)], { area: 'two' }, { index: 2 }),
      amend(1, [entry(0, 2)], { area: 'three' }, { index: 3 }),
    ]
    expect(only(circle).fields.area).toBe('three')
    expect(only(circle.slice(0, 3)).fields.area).toBe('two')
  })
})

describe('other organisations', () => {
  test('can propose, never change', () => {
    const proposal = amend(1, [entry(0, 0)], { title: 'Nothing happened' }, { org: 1, ms: 1_900_000_000_000 })
    const state = only([write(1), proposal])
    expect(state.fields.title).toBe('Raid on the drop-in centre')
    expect(state.conflicts).toEqual([])
    expect(state.heads).toEqual([entry(0, 0)])
    expect(state.proposals).toMatchObject([{ entryId: entry(1, 0), own: false, changes: { title: 'Nothing happened' } }])
    expect(state.versions).toBe(2)
  })

  test('a proposal that the author names is answered', () => {
    const answered = [
      write(1),
      amend(1, [entry(0, 0)], { title: 'A raid' }, { org: 1 }),
      amend(1, [entry(0, 0), entry(1, 0)], { title: 'A raid' }, { index: 1 }),
    ]
    const state = only(answered)
    expect(state.fields.title).toBe('A raid')
    expect(state.proposals).toEqual([])
    expect(history(answered, state.recordId, author).at(-1)?.changes).toEqual([
      { field: 'title', before: 'Raid on the drop-in centre', after: 'A raid' },
    ])
  })

  test('cannot tie the entries of the author into a circle', () => {
    const versions = [
      write(1),
      amend(1, [entry(0, 0), entry(0, 2)], { title: 'bait' }, { org: 1 }),
      amend(1, [entry(0, 0), entry(1, 0)], { title: 'first' }, { index: 1 }),
      amend(1, [entry(0, 1)], { title: 'second' }, { index: 2, ms: 1 }),
    ]
    expect(only(versions)).toMatchObject({ fields: { title: 'second' }, conflicts: [], heads: [entry(0, 2)] })
  })

  test('who writes under the name of a foreign record gets a record of her own and takes over nothing', () => {
    const { records } = fold([write(1), write(1, { org: 1, ms: 1 }, { title: 'Mine now' })])
    expect(records.map(({ recordId, fields }) => [recordId, fields.title]).sort()).toEqual(
      [
        [id(1), 'Raid on the drop-in centre'],
        [id(1, 1), 'Mine now'],
      ].sort(),
    )
  })

  test('cannot erase', () => {
    expect(only([write(1), tombstone(1, { org: 1 })]).fields.title).toBe('Raid on the drop-in centre')
  })
})

describe('erasing', () => {
  test('takes the record with all its entries and the proposals to it, whatever is amended at the same time', () => {
    const gone = fold([
      write(1),
      tombstone(1, { device: 1 }),
      amend(1, [entry(0, 0)], { area: 'x' }, { index: 1, ms: 1_999_000_000_000 }),
      amend(1, [entry(0, 0)], { area: 'y' }, { org: 1 }),
      amend(1, [entry(1, 0)], { area: 'z' }, { org: 2 }),
    ])
    expect(gone.records).toEqual([])
    expect(gone.erased).toEqual([entry(0, 0), entry(0, 1), entry(1, 0), entry(2, 0)].sort())
  })

  test('leaves the record that another organisation wrote under the same name', () => {
    expect(only([write(1), tombstone(1, { index: 1 }), write(1, { org: 1 })]).recordId).toBe(id(1, 1))
  })
})

describe('history', () => {
  const versions = [
    write(1, { wall: 0 }),
    amend(1, [entry(0, 0)], { area: 'Mathare' }, { index: 1, wall: 60_000 }),
    amend(1, [entry(0, 0)], { area: 'Kayole', title: 'Raid' }, { device: 1, ms: 1_800_000_000_000 }),
  ]

  test('says who changed what from what, oldest first', () => {
    const steps = history(versions, id(1), author)
    expect(steps.map(({ action, savedAt }) => [action, savedAt]).slice(0, 2)).toEqual([
      ['written', '1970-01-01T00:00:00.000Z'],
      ['amended', '1970-01-01T00:01:00.000Z'],
    ])
    expect(steps[0]?.changes.map(({ field, before }) => [field, before])).toEqual([
      ['title', undefined],
      ['types', undefined],
      ['start', undefined],
      ['area', undefined],
      ['narrative', undefined],
      ['source', undefined],
    ])
    expect(steps[2]?.changes).toEqual([
      { field: 'title', before: 'Raid on the drop-in centre', after: 'Raid' },
      { field: 'area', before: 'Kibera', after: 'Kayole' },
    ])
  })

  test('a peer whose clock says the year 200000 does no harm', () => {
    expect(history([write(1, { ms: Number.MAX_SAFE_INTEGER })], id(1), author)[0]?.savedAt).toBe('9999-12-31T23:59:59.999Z')
  })
})

describe('a record that is shared', () => {
  test('names what was made from it, the first first and each once', () => {
    const state = only([write(1), share(1, 3, 9, { index: 3 }), share(1, 2, 8, { index: 2 }), share(1, 3, 9, { index: 4, device: 1 })])
    expect(state.shares).toEqual([
      { space: space(2), name: name(8) },
      { space: space(3), name: name(9) },
    ])
    expect(state).toMatchObject({ versions: 1, heads: [entry(0, 0)], amendedAt: null })
    expect(history([write(1), share(1, 2, 8, { index: 1 })], id(1), author)).toHaveLength(1)
  })

  test('is so only by a share of its own organisation, and only in the House', () => {
    expect(only([write(1), share(1, 2, 8, { org: 1, index: 1 })]).shares).toEqual([])
    const elsewhere = [write(1, { space: 2 }), share(1, 3, 8, { space: 2, index: 1 })]
    expect(foldIn(elsewhere, space(1)).records[0]?.shares).toEqual([])
    expect(only([write(1), share(1, 1, 8, { index: 1 })]).shares).toEqual([])
  })

  test('takes its shares along when it is erased', () => {
    const gone = fold([write(1), share(1, 2, 8, { index: 1 }), tombstone(1, { index: 2 })])
    expect(gone).toEqual({ records: [], cards: [], erased: [entry(0, 0), entry(0, 1)] })
  })

  test('is tied to no more than a bound, whoever writes how many', () => {
    const many = Array.from({ length: MAX_SHARES + 5 }, (_, i) => share(1, 2, i, { index: i + 1 }))
    expect(only([write(1), ...many]).shares).toHaveLength(MAX_SHARES)
  })
})

describe('whatever arrives in whatever order', () => {
  const some = entries({ records: 1, max: 14 })

  test('the same entries give the same state', () => {
    fc.assert(
      fc.property(
        some.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }))),
        ([all, shuffled]) => {
          expect(fold(shuffled)).toEqual(fold(all))
          for (const { recordId } of fold(all).records) expect(history(shuffled, recordId, author)).toEqual(history(all, recordId, author))
        },
      ),
      { numRuns: 300 },
    )
  })

  test('every value that stands is one that no other setter reaches, and one stands for each field that was set', () => {
    fc.assert(
      fc.property(some, (all) => {
        for (const { recordId, organisation: org, fields, conflicts, versions, proposals, heads } of fold(all).records) {
          const mine = all.filter((v) => v.organisation === org && v.kind === 'incident')
          expect(mine.some((v) => v.kind === 'incident' && v.body.fields.title === fields.title)).toBe(true)
          for (const { values } of conflicts) {
            expect(values.length).toBeGreaterThan(1)
            for (const { organisation: by } of values) expect(by).toBe(org)
          }
          expect(history(all, recordId, author)).toHaveLength(versions)
          expect(versions).toBeGreaterThanOrEqual(mine.length + proposals.length)
          expect(heads.length).toBeGreaterThan(0)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('an amendment of everything that names all heads leaves no conflict', () => {
    fc.assert(
      fc.property(some, (all) => {
        for (const state of fold(all).records) {
          const org = Number(BigInt(`0x${state.organisation}`)) - 0xa0000
          // What was taken out of a list is no field any more, and is settled too.
          const disputed = Object.fromEntries(state.conflicts.map(({ field, values }) => [field, values[0]?.value]))
          const last = version(amendBody(state.name, state.heads, { ...disputed, ...state.fields, title: 'settled' }), {
            org,
            device: 7,
            ms: 1,
          })
          const after = fold([...all, last]).records.find(({ recordId }) => recordId === state.recordId)
          expect(after?.conflicts).toEqual([])
          expect(after?.fields.title).toBe('settled')
          expect(after?.heads).toEqual([last.entryId])
        }
      }),
      { numRuns: 300 },
    )
  })
})
