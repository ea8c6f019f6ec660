import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RecordId } from '../engine/contract/ids.ts'
import { recordRowSchema } from '../engine/contract/incident.ts'
import { amend, entry, log, name, organisation, share, space, tombstone, write } from '../records/testing.ts'
import { type RecordVersion, recordIdOf } from '../records/version.ts'
import { type Index, openIndex } from './index.ts'
import { dig, filters, inFolder, KEY, OPTIONS, titles, withIndex } from './testing.ts'

/** The House is space 1; its log is device 0, logs in coalitions are those of the device with the number of the space. */
const HOUSE = 1
const copyId = (record: number, at: number): RecordId => recordIdOf(space(at), organisation(0), name(record))
const houseId = (record: number): RecordId => copyId(record, HOUSE)
const inSpace = (at: number, index: number) => ({ space: at, device: at, index })

const AUDIENCES = ['all', 'house', space(2), space(3)] as const

/** What the log shows under each audience, which the count has to agree with. */
function shown(index: Index) {
  return AUDIENCES.map((audience) => {
    const { rows } = index.list(filters({ audience }), null, 200)
    for (const row of rows) expect(recordRowSchema.parse(row)).toEqual(row)
    expect(index.count(filters({ audience })).matching).toBe(rows.length)
    expect([...index.stream(filters({ audience }))].flat().map(({ recordId }) => recordId)).toEqual(rows.map(({ recordId }) => recordId))
    return rows.map(({ recordId, spaceId, alsoIn, title }) => ({ recordId, spaceId, alsoIn, title }))
  })
}

const original = write(1, { index: 0 }, { title: 'Raid', narrative: 'Zawadi was there.' })
const said = share(1, 2, 50, { index: 1 })
const copy = write(50, inSpace(2, 0), { title: 'Raid', narrative: 'Zawadi was there.' })

describe('a House record and what was made from it', () => {
  test('are one row, under both audiences, in whatever order they come', () => {
    for (const order of [
      [original, said, copy],
      [copy, said, original],
      [said, copy, original],
      [copy, original, said],
    ]) {
      for (const together of [true, false]) {
        withIndex((index) => {
          if (together) index.apply(order)
          else for (const one of order) index.apply([one])
          const row = { recordId: houseId(1), spaceId: space(HOUSE), alsoIn: [space(2)], title: 'Raid' }
          expect(shown(index)).toEqual([[row], [], [row], []])
          expect(index.count(filters())).toEqual({ matching: 1, all: 1 })
          expect(titles(index, { text: 'zawadi' })).toEqual(['Raid'])
          expect(titles(index, { text: 'zawadi', audience: space(2) })).toEqual(['Raid'])
          expect(index.get(houseId(1))).toMatchObject({ sharedAs: [{ spaceId: space(2), recordId: copyId(50, 2) }], madeFrom: null })
          expect(index.get(copyId(50, 2))).toMatchObject({ sharedAs: [], madeFrom: houseId(1) })
        })
      }
    }
  })

  test('the row says what the House says, and the coalition’s record keeps what partners read', () => {
    withIndex((index) => {
      index.apply([
        original,
        said,
        copy,
        amend(1, [entry(0, 0)], { title: 'Raid at night', start: { date: '2001', about: false } }, { index: 2 }),
      ])
      expect(titles(index, { audience: space(2) })).toEqual(['Raid at night'])
      expect(index.get(copyId(50, 2))?.fields.title).toBe('Raid')
      index.apply([amend(50, [copy.entryId], { title: 'Raid, corrected' }, inSpace(2, 1))])
      expect(titles(index)).toEqual(['Raid at night'])
      expect(index.get(copyId(50, 2))?.fields.title).toBe('Raid, corrected')
    })
  })

  test('a share that never came to be says nothing: the record is for us only', () => {
    withIndex((index) => {
      index.apply([original, said])
      expect(shown(index).map((rows) => rows.length)).toEqual([1, 1, 0, 0])
      expect(index.get(houseId(1))?.sharedAs).toEqual([])
      expect(index.state(houseId(1))?.shares).toEqual([{ space: space(2), name: name(50) }])
      index.apply([copy])
      expect(shown(index).map((rows) => rows.length)).toEqual([1, 0, 1, 0])
    })
  })

  test('erased in the coalition, it is for us only again; erased in the House, the other gets a row of its own', () => {
    withIndex((index) => {
      index.apply([original, said, copy])
      expect(index.get(houseId(1))?.takenBack).toEqual([])
      const end = tombstone(50, inSpace(2, 1))
      index.apply([end])
      expect(shown(index).map((rows) => rows.length)).toEqual([1, 1, 0, 0])
      expect(index.get(houseId(1))).toMatchObject({
        sharedAs: [],
        takenBack: [{ spaceId: space(2), until: new Date(end.wall).toISOString() }],
      })
      // Shared with them anew, they have it.
      index.apply([share(1, 2, 51, { index: 2 }), write(51, inSpace(2, 2), { title: 'Raid' }), share(1, 3, 52, { index: 3 })])
      expect(index.get(houseId(1))).toMatchObject({ sharedAs: [{ recordId: copyId(51, 2) }], takenBack: [] })
      const later = tombstone(51, inSpace(2, 9))
      // Nobody else can say that it was taken back from them, and what was never there was not.
      index.apply([later, tombstone(52, { org: 1, device: 3, index: 4, space: 3 })])
      expect(index.get(houseId(1))?.takenBack).toEqual([{ spaceId: space(2), until: new Date(later.wall).toISOString() }])
    })
    withIndex((index) => {
      index.apply([original, said, copy])
      index.apply([tombstone(1, { index: 2 })])
      const row = { recordId: copyId(50, 2), spaceId: space(2), alsoIn: [], title: 'Raid' }
      expect(shown(index)).toEqual([[row], [], [row], []])
      expect(titles(index, { text: 'zawadi' })).toEqual(['Raid'])
      expect(index.get(copyId(50, 2))?.madeFrom).toBeNull()
    })
  })

  test('nobody else can hide a row or tie records together', () => {
    withIndex((index) => {
      const foreign = share(1, 2, 50, { ...inSpace(2, 5) })
      index.apply([original, copy, foreign, share(1, 2, 50, { org: 1, index: 9 })])
      index.apply([write(50, { org: 1, index: 3, space: 2 }, { title: 'Theirs' })])
      expect(titles(index)).toHaveLength(3)
      index.apply([said])
      expect(titles(index).sort()).toEqual(['Raid', 'Theirs'])
    })
  })

  test('erased in the coalition alone, what only partners read leaves the file', () => {
    inFolder((folder) => {
      const path = `${folder}/index.db`
      const index = openIndex(path, KEY, OPTIONS)
      index.apply([original, write(50, inSpace(2, 0), { narrative: 'Quarry' })])
      index.apply([said])
      expect(dig(path)).toContain('quarry')
      index.apply([tombstone(50, inSpace(2, 1))])
      while (!index.sweep());
      index.close()
      expect(dig(path).toLowerCase()).not.toContain('quarry')
      expect(dig(path).toLowerCase()).toContain('zawadi')
    })
  })

  test('erased in both, its words leave the file', () => {
    inFolder((folder) => {
      const path = `${folder}/index.db`
      const index = openIndex(path, KEY, OPTIONS)
      index.apply([original, copy, write(7, { index: 9 })])
      index.apply([said])
      expect(dig(path)).toContain('zawadi')
      index.apply([tombstone(50, inSpace(2, 1))])
      index.apply([tombstone(1, { index: 2 })])
      while (!index.sweep());
      index.close()
      expect(dig(path).toLowerCase()).not.toContain('zawadi')
    })
  })
})

/** Few records in the House and two coalitions, shared, amended and erased in ways that no honest program would come to as well. */
const step = fc.record({
  act: fc.constantFrom('write', 'copy', 'share', 'share', 'amend', 'amend copy', 'erase', 'erase copy'),
  record: fc.nat(2),
  copy: fc.nat(2),
  at: fc.constantFrom(2, 3),
  rare: fc.nat(5),
})
const story = fc.array(step, { maxLength: 16 }).map((steps) =>
  steps.flatMap(({ act, record, copy: made, at, rare }, index): RecordVersion[] => {
    const [house, there] = [{ index }, inSpace(at, index)]
    switch (act) {
      case 'write':
        return [write(record, house, { title: `house ${record}` })]
      case 'copy':
        return [write(50 + made, there, { title: `copy ${made}` })]
      case 'share':
        return [share(record, at, 50 + made, house)]
      case 'amend':
        return [amend(record, [entry(0, 0)], { area: `Area ${index}`, start: { date: '2020-05', about: false } }, house)]
      case 'amend copy':
        return [amend(50 + made, [`${log(0, at)}:0` as typeof original.entryId], { area: `Area ${index}` }, there)]
      case 'erase':
        return rare === 0 ? [tombstone(record, house)] : []
      case 'erase copy':
        return rare === 0 ? [tombstone(50 + made, there)] : []
    }
    return []
  }),
)

/** All that the log shows, without the order of what is of one moment, which is that of its coming. */
const sorted = (index: Index) => ({
  rows: shown(index).map((rows) =>
    rows.toSorted((a, b) => (a.recordId < b.recordId ? -1 : 1)).map((row) => ({ ...row, alsoIn: row.alsoIn.toSorted() })),
  ),
  found: ['house', 'copy', 'area'].map((text) => titles(index, { text }).sort()),
  counts: index.count(filters()),
  areas: index.areas(''),
})

test('whatever the order and the batches, the rows are those of an index built at once', () => {
  const split = story.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }), fc.array(fc.nat(all.length), { maxLength: 5 })),
  )
  fc.assert(
    fc.property(split, ([all, shuffled, cuts]) => {
      const rebuilt = withIndex((index) => {
        index.apply(all)
        return sorted(index)
      })
      withIndex((index) => {
        const bounds = [0, ...cuts.toSorted((a, b) => a - b), shuffled.length]
        bounds.slice(1).forEach((end, at) => {
          index.apply(shuffled.slice(bounds[at], end))
        })
        while (!index.sweep());
        expect(sorted(index)).toEqual(rebuilt)
        expect(index.apply(shuffled).changed).toBe(0)
      })
    }),
    { numRuns: 60 },
  )
})

test('entries that cease to count leave the rows as if they had never come, and come back', () => {
  fc.assert(
    fc.property(story, fc.constantFrom(HOUSE, 2, 3), fc.nat(16), (all, at, from) => {
      const name = log(0, at === HOUSE ? 0 : at)
      const left = all.filter((one) => one.log !== name || one.index < from)
      const built = (entries: readonly RecordVersion[]) =>
        withIndex((index) => {
          index.apply(entries)
          return sorted(index)
        })
      withIndex((index) => {
        index.apply(all)
        index.withdraw(name, from)
        // What a tombstone had taken is read again.
        index.apply(left)
        expect(sorted(index)).toEqual(built(left))
        index.apply(all)
        expect(sorted(index)).toEqual(built(all))
      })
    }),
    { numRuns: 60 },
  )
})
