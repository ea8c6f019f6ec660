import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Recogniser, rowName } from './recognise.ts'

const KEY = Buffer.alloc(32, 1)
const OTHER = Buffer.alloc(32, 2)

type Cells = (readonly [string, string])[]
const cells = fc.uniqueArray(fc.tuple(fc.string({ maxLength: 3 }), fc.string({ minLength: 1, maxLength: 3 })), {
  selector: ([name]) => name,
  maxLength: 4,
})
/** Few different cells, so that rows that are the same come often. */
const file = fc.array(
  fc.constantFrom<Cells>(
    [['a', '1']],
    [['a', '2']],
    [['b', '1']],
    [
      ['a', '1'],
      ['b', '1'],
    ],
  ),
  { maxLength: 20 },
)

const naming = (key: Buffer) => new Recogniser({ key, standing: () => null }, [])
const namesOf = (rows: readonly Cells[], key = KEY): string[] => {
  const recogniser = naming(key)
  return rows.map((row) => recogniser.look(row).name)
}

describe('names of imported rows', () => {
  it('never change', () => {
    expect(
      rowName(
        KEY,
        [
          ['What', 'Raid'],
          ['Date', '2020-06-01'],
        ],
        0,
      ),
    ).toBe('d85175adb857ea7c5d3750aeacdfff5b')
    expect(
      rowName(
        KEY,
        [
          ['What', 'Raid'],
          ['Date', '2020-06-01'],
        ],
        1,
      ),
    ).toBe('5edeb37903dfaa817ce39cf1df775e15')
    expect(
      rowName(
        KEY,
        [
          ['What', 'Raid'],
          ['Date', '2020-06-01'],
        ],
        1,
        1,
      ),
    ).toBe('f9e98eddd860867fd86db9075d14a891')
  })

  it('are the same in whatever order the columns stand, and differ with any cell, place among equals, and key', () => {
    fc.assert(
      fc.property(cells, cells, fc.nat(3), (one, two, before) => {
        const name = rowName(KEY, one, before)
        expect(name).toMatch(/^[0-9a-f]{32}$/)
        expect(rowName(KEY, one.toReversed(), before)).toBe(name)
        expect(rowName(KEY, one, before + 1)).not.toBe(name)
        expect(rowName(KEY, one, before, 1)).not.toBe(name)
        expect(rowName(KEY, one, before, 2)).not.toBe(rowName(KEY, one, before, 1))
        expect(rowName(OTHER, one, before)).not.toBe(name)
        const text = (list: Cells) => JSON.stringify(list.toSorted(([a], [b]) => (a < b ? -1 : 1)))
        expect(rowName(KEY, two, before) === name).toBe(text(one) === text(two))
      }),
    )
  })

  it('are each there once in a file, the same set in any order of the rows, and all there in a longer file', () => {
    fc.assert(
      fc.property(file, file, fc.infiniteStream(fc.nat()), (rows, more, order) => {
        const names = namesOf(rows)
        expect(new Set(names).size).toBe(rows.length)
        const shuffled = rows.map((row) => ({ row, at: order.next().value })).toSorted((a, b) => a.at - b.at)
        expect(namesOf(shuffled.map(({ row }) => row)).toSorted()).toEqual(names.toSorted())
        const longer = new Set(namesOf([...more, ...rows]))
        expect(names.every((name) => longer.has(name))).toBe(true)
      }),
    )
  })
})

describe('what the log has of a row', () => {
  const row: Cells = [['a', '1']]
  type What = Record<string, 'here' | 'undone' | 'erased'>
  const knows = (key: Buffer, what: What) => ({ key, standing: (name: string) => what[name] ?? null })
  const look = (here: What, there: What) => new Recogniser(knows(KEY, here), [knows(OTHER, there)]).look(row).known
  const [ours, theirs] = [rowName(KEY, row, 0), rowName(OTHER, row, 0)]

  it('is said of the space that it goes to, then of the others; what is erased anywhere is erased', () => {
    expect(look({}, {})).toBeNull()
    expect(look({ [ours]: 'here' }, {})).toBe('here')
    expect(look({}, { [theirs]: 'here' })).toBe('elsewhere')
    expect(look({ [ours]: 'here' }, { [theirs]: 'here' })).toBe('here')
    expect(look({ [ours]: 'erased' }, { [theirs]: 'here' })).toBe('erased')
    expect(look({}, { [theirs]: 'erased' })).toBe('erased')
    expect(look({ [theirs]: 'here' }, { [ours]: 'here' })).toBeNull()
  })

  it('is that of the next name where the import was taken back, however often, and erased for good once it was erased on purpose', () => {
    const [again, third] = [rowName(KEY, row, 0, 1), rowName(KEY, row, 0, 2)]
    const found = (what: What) => new Recogniser(knows(KEY, what), []).look(row)
    expect(found({ [ours]: 'undone' })).toEqual({ name: again, known: null })
    expect(found({ [ours]: 'undone', [again]: 'here' })).toEqual({ name: again, known: 'here' })
    expect(found({ [ours]: 'undone', [again]: 'undone' })).toEqual({ name: third, known: null })
    expect(found({ [ours]: 'undone', [again]: 'erased' })).toEqual({ name: again, known: 'erased' })
    expect(found({ [ours]: 'erased' })).toEqual({ name: ours, known: 'erased' })
    const there = (undone: number) => rowName(OTHER, row, 0, undone)
    expect(look({}, { [there(0)]: 'undone' })).toBeNull()
    expect(look({}, { [there(0)]: 'undone', [there(1)]: 'here' })).toBe('elsewhere')
    expect(look({ [ours]: 'undone' }, { [there(0)]: 'undone', [there(1)]: 'erased' })).toBe('erased')
  })
})
