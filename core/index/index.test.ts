import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { recordRowSchema } from '../engine/contract/incident.ts'
import { ParasolError } from '../error.ts'
import { amend, entry, log, name, organisation, space, tombstone, write } from '../records/testing.ts'
import { recordIdOf } from '../records/version.ts'
import { openDatabase } from './database.ts'
import { IndexDamagedError, openIndex, removeIndex } from './index.ts'
import { dig, filters, inFolder, KEY, OPTIONS, titles, withIndex } from './testing.ts'

const id = (record: number, org = 0) => recordIdOf(space(1), organisation(org), name(record))
const on = (date: string, time?: string) => ({ start: { date, about: false, ...(time ? { time } : {}) } })

describe('reading', () => {
  test('rows are those of the contract', () => {
    withIndex((index) => {
      index.apply([write(1, { wall: 0 }), write(2, { org: 1, index: 1 }, { start: null, types: [] })])
      const { rows, nextCursor } = index.list(filters(), null, 50)
      expect(nextCursor).toBeNull()
      for (const row of rows) expect(recordRowSchema.parse(row)).toEqual(row)
      expect(rows.find(({ recordId }) => recordId === id(1))).toMatchObject({
        spaceId: space(1),
        author: { name: 'Us', own: true },
        savedAt: '1970-01-01T00:00:00.000Z',
        amended: false,
        conflict: false,
        snippet: null,
      })
    })
  })

  test('newest first by the time of the incident, as far as it is known; without a date by when it was saved', () => {
    withIndex((index) => {
      const saved = Date.UTC(2020, 5, 10, 12, 0)
      index.apply([
        write(1, { index: 1 }, { title: 'year', ...on('2020') }),
        write(2, { index: 2 }, { title: 'june', ...on('2020-06') }),
        write(3, { index: 3 }, { title: 'tenth', ...on('2020-06-10') }),
        write(4, { index: 4 }, { title: 'at ten', ...on('2020-06-10', '10:00') }),
        write(5, { index: 5 }, { title: 'at eleven', ...on('2020-06-10', '11:00') }),
        write(6, { index: 6, wall: saved }, { title: 'saved at noon', start: null }),
        write(7, { index: 7 }, { title: 'eleventh', ...on('2020-06-11') }),
        write(8, { index: 8 }, { title: 'first', ...on('1900-01-01') }),
        write(9, { index: 9 }, { title: 'last', ...on('2200-12-31', '23:59') }),
      ])
      expect(titles(index)).toEqual(['last', 'eleventh', 'saved at noon', 'at eleven', 'at ten', 'tenth', 'june', 'year', 'first'])
    })
  })

  test('rows of a spreadsheet without a date below all that have one, the last import first, whatever clock they were saved by', () => {
    withIndex((index) => {
      const row = (title: string, start: string | null) => ({
        title,
        start: start === null ? null : { date: start, about: false },
        source: { fileName: 'log.csv', row: 2, cells: [] },
      })
      const saved = Date.UTC(2026, 10, 30, 15, 0)
      index.apply([
        write(1, { index: 1, wall: saved }, row('bare', null)),
        write(2, { index: 2, wall: saved + 60_000 }, row('bare, a minute later', null)),
        write(3, { index: 3, wall: saved + 90 * 86_400_000 }, row('bare, next import', null)),
        write(4, { index: 4, wall: 0 }, row('bare, clock at 1970', null)),
        write(5, { index: 5, wall: Date.UTC(9999, 0) }, row('bare, clock at 9999', null)),
        write(6, { index: 6, wall: saved }, row('of 1900', '1900')),
        write(7, { index: 7, wall: saved }, { title: 'yesterday night', ...on('2026-11-29', '23:10') }),
        write(8, { index: 8, wall: saved }, { title: 'told today', start: null }),
      ])
      const bare = ['bare, clock at 9999', 'bare, next import', 'bare, a minute later', 'bare', 'bare, clock at 1970']
      expect(titles(index)).toEqual(['told today', 'yesterday night', 'of 1900', ...bare])
      expect(titles(index, { to: '2026-12-31' })).toEqual(['yesterday night', 'of 1900'])
      index.apply([amend(1, [entry(0, 1)], { start: { date: '2026-11-29', about: false } }, { index: 9 })])
      expect(titles(index).slice(0, 3)).toEqual(['told today', 'yesterday night', 'bare'])
    })
  })

  test("an organisation's record of a name is there, erased, or never was, whatever others do under that name", () => {
    withIndex((index) => {
      index.apply([write(1), write(2, { index: 1 }), tombstone(2, { index: 2 }), write(3, { org: 1, index: 3 })])
      index.apply([tombstone(1, { org: 1, index: 4 })])
      const standing = (record: number, org = 0, at = 1) => index.standing(space(at), organisation(org), name(record))
      expect([standing(1), standing(2), standing(3), standing(3, 1), standing(4)]).toEqual(['here', 'erased', null, 'here', null])
      expect([standing(1, 0, 2), standing(1, 7)]).toEqual([null, null])
    })
  })

  test('a record whose import was taken back is undone, unless another computer of its organisation has erased it on purpose', () => {
    withIndex((index) => {
      index.apply([
        write(1),
        tombstone(1, { index: 1 }, { undone: true }),
        write(2, { index: 2 }),
        tombstone(2, { index: 3 }, { undone: true }),
      ])
      index.apply([tombstone(2, { device: 1 }), tombstone(3, { org: 1, index: 4 }, { undone: true })])
      const standing = (record: number, org = 0) => index.standing(space(1), organisation(org), name(record))
      expect([standing(1), standing(2), standing(3), standing(3, 1)]).toEqual(['undone', 'erased', null, 'undone'])
      expect(titles(index)).toEqual([])
    })
  })

  test('pages do not shift when something comes in between', () => {
    withIndex((index) => {
      index.apply(Array.from({ length: 9 }, (_, i) => write(i, { index: i }, { title: `t${i}` })))
      const first = index.list(filters(), null, 4)
      index.apply([
        write(100, { index: 100 }, { title: 'newer', ...on('2027-01-01') }),
        write(101, { index: 101 }, { title: 'older', ...on('2001-01-01') }),
      ])
      const second = index.list(filters(), first.nextCursor, 4)
      const third = index.list(filters(), second.nextCursor, 4)
      expect([...first.rows, ...second.rows, ...third.rows].map(({ title }) => title)).toEqual([
        't8',
        't7',
        't6',
        't5',
        't4',
        't3',
        't2',
        't1',
        't0',
        'older',
      ])
      expect(third.nextCursor).toBeNull()
      expect(() => index.list(filters(), 'x', 4)).toThrow(ParasolError)
    })
  })

  test('one record, its history, and nothing where there is none', () => {
    withIndex((index) => {
      index.apply([write(1), amend(1, [entry(0, 0)], { area: 'Mathare' }, { index: 1 })])
      expect(index.get(id(1))).toMatchObject({ fields: { area: 'Mathare' }, versions: 2, heads: [entry(0, 1)] })
      expect(index.history(id(1)).map(({ action }) => action)).toEqual(['written', 'amended'])
      expect(index.holds(id(1), entry(0, 1))).toBe(true)
      expect(index.holds(id(1), entry(0, 2))).toBe(false)
      expect(index.get(id(2))).toBeNull()
      expect(index.history(id(2))).toEqual([])
    })
  })

  test('an export sees everything once, in batches', () => {
    withIndex((index) => {
      index.apply(Array.from({ length: 450 }, (_, i) => write(i, { index: i }, { title: `t${i}`, narrative: i % 2 ? 'odd' : 'even' })))
      const batches = [...index.stream(filters({ text: 'odd' }))]
      expect(batches.map((batch) => batch.length)).toEqual([200, 25])
      expect(new Set(batches.flat().map(({ recordId }) => recordId)).size).toBe(225)
    })
  })
})

describe('amending', () => {
  test('words and place follow, the old ones are found no more', () => {
    withIndex((index) => {
      index.apply([
        write(1, {}, { title: 'gazelle', ...on('2020-01-01') }),
        write(2, { index: 5 }, { title: 'other', ...on('2021-01-01') }),
      ])
      index.apply([amend(1, [entry(0, 0)], { title: 'antelope', ...on('2022-01-01') }, { index: 1 })])
      expect(titles(index)).toEqual(['antelope', 'other'])
      expect(titles(index, { text: 'gazelle' })).toEqual([])
      expect(titles(index, { text: 'antelope' })).toEqual(['antelope'])
      expect(index.list(filters(), null, 5).rows[0]?.amended).toBe(true)
      expect(index.count(filters())).toEqual({ matching: 2, all: 2 })
    })
  })

  test('both values of a conflict are found', () => {
    withIndex((index) => {
      index.apply([
        write(1),
        amend(1, [entry(0, 0)], { title: 'gazelle' }, { index: 1 }),
        amend(1, [entry(0, 0)], { title: 'antelope' }, { device: 1 }),
      ])
      expect(index.list(filters({ text: 'gazelle' }), null, 5).rows[0]).toMatchObject({ conflict: true })
      expect(titles(index, { text: 'antelope' })).toHaveLength(1)
      expect(index.get(id(1))?.conflicts[0]?.values.map(({ author }) => author.name)).toEqual(['Us', 'Us'])
    })
  })
})

describe('erasing', () => {
  test('takes row, words and bodies out of the file and stays erased', () => {
    withIndex((index, path) => {
      const words = {
        title: 'xylophonequiet',
        area: 'zanzibarquiet',
        narrative: 'quincequiet',
        source: { fileName: 'f', row: 2, cells: [{ name: 'n', value: 'cellquiet' }] },
      }
      const first = write(1, {}, words)
      index.apply([first, write(2, { index: 9 }, { title: 'stays' })])
      index.apply([
        amend(1, [entry(0, 0)], { narrative: 'amendedquiet' }, { index: 1 }),
        amend(1, [entry(0, 0)], { title: 'proposedquiet' }, { org: 1 }),
      ])
      expect(dig(path)).toContain('quiet')

      const { erased } = index.apply([tombstone(1, { index: 2 })])
      expect(erased.sort()).toEqual([entry(0, 0), entry(0, 1), entry(1, 0)].sort())
      expect(titles(index)).toEqual(['stays'])
      expect(titles(index, { text: 'xylophonequiet' })).toEqual([])
      expect(index.get(id(1))).toBeNull()
      let steps = 0
      while (!index.sweep()) steps++
      expect(steps).toBeGreaterThan(0)
      expect(readFileSync(`${path}-wal`)).toHaveLength(0)
      const text = dig(path)
      for (const word of ['quiet', 'xylophone', 'zanzibar', 'quince']) expect(text).not.toContain(word)
      expect(text).toContain('stays')

      expect(index.apply([first, amend(1, [entry(0, 0)], { narrative: 'latequiet' }, { index: 3 })]).changed).toBe(0)
      expect(titles(index)).toEqual(['stays'])
      expect(dig(path)).not.toContain('quiet')
    })
  })
})

test('a record that was never amended is gone from the file at once', () => {
  withIndex((index, path) => {
    index.apply([write(1, {}, { narrative: 'quincequiet' }), write(2, { index: 9 }, { narrative: 'stays' })])
    expect(dig(path)).toContain('quince')
    index.apply([tombstone(1, { index: 2 })])
    expect(dig(path)).not.toContain('quince')
    expect(dig(path)).toContain('stays')
  })
})

describe('the file', () => {
  test('keeps cursors and what waits, in the same act as the entries', () => {
    inFolder((folder) => {
      const path = join(folder, 'index.db')
      const epochId = Buffer.alloc(32, 9)
      const first = openIndex(path, KEY, OPTIONS)
      const waiting = [
        { log: log(1), index: 4, epochId },
        { log: log(1), index: 5, epochId: Buffer.alloc(32, 8) },
      ]
      first.apply([write(1)], { cursors: [{ log: log(0), next: 12 }], waiting })
      first.apply([], { cursors: [{ log: log(0), next: 3 }], opened: [{ log: log(1), index: 5 }] })
      first.close()
      const second = openIndex(path, KEY, OPTIONS)
      expect([second.cursor(log(0)), second.cursor(log(1)), second.cursor(log(2))]).toEqual([12, 0, 0])
      expect(second.waiting(epochId, null, 10)).toEqual(waiting.slice(0, 1))
      expect(second.waiting(Buffer.alloc(32, 8), null, 10)).toEqual([])
      expect(titles(second)).toHaveLength(1)
      second.close()
    })
  })

  test('says nothing to who has no key', () => {
    withIndex((index, path) => {
      index.apply([write(1, {}, { title: 'xylophonequiet' })])
      for (const file of [path, `${path}-wal`]) {
        const bytes = readFileSync(file)
        for (const coding of ['utf8', 'utf16le'] as const) expect(bytes.includes(Buffer.from('xylophonequiet', coding))).toBe(false)
      }
    })
  })

  test.each([
    ['nonsense', (path: string) => writeFileSync(path, 'nonsense'.repeat(2_000))],
    ['a damaged page', (path: string) => writeFileSync(path, readFileSync(path).fill(1, 4_096, 12_288))],
    ['a missing end', (path: string) => writeFileSync(path, readFileSync(path).subarray(0, 10_000))],
    [
      'another version',
      (path: string) => {
        const db = openDatabase(path, KEY)
        db.exec('PRAGMA user_version = 99')
        db.close()
      },
    ],
  ])('with %s is replaced by an empty one', (_, spoil) => {
    inFolder((folder) => {
      const path = join(folder, 'index.db')
      const first = openIndex(path, KEY, OPTIONS)
      first.apply([write(1)], { cursors: [{ log: log(0), next: 1 }] })
      first.close()
      spoil(path)
      const second = openIndex(path, KEY, OPTIONS)
      expect(second.cursor(log(0))).toBe(0)
      second.apply([write(1)], { cursors: [{ log: log(0), next: 1 }] })
      expect(titles(second)).toHaveLength(1)
      second.close()
    })
  })

  test('with damage anywhere answers rightly or says that it is damaged', () => {
    inFolder((folder) => {
      const path = join(folder, 'index.db')
      const first = openIndex(path, KEY, OPTIONS)
      first.apply(
        Array.from({ length: 60 }, (_, i) => write(i, { index: i }, { title: `t${i}` })),
        { cursors: [{ log: log(0), next: 60 }] },
      )
      const right = titles(first)
      first.close()
      const whole = readFileSync(path)
      let damaged = 0
      for (let page = 0; page * 4_096 < whole.length; page++) {
        const bytes = Buffer.from(whole)
        bytes[page * 4_096 + 1_000] = (bytes[page * 4_096 + 1_000] ?? 0) ^ 1
        writeFileSync(path, bytes)
        const index = openIndex(path, KEY, OPTIONS)
        try {
          const found = [titles(index), titles(index, { text: 'officers' })]
          expect(found).toEqual(index.cursor(log(0)) === 0 ? [[], []] : [right, right])
        } catch (error) {
          expect(error).toBeInstanceOf(IndexDamagedError)
          damaged++
        }
        index.close()
        removeIndex(path)
      }
      expect(damaged).toBeGreaterThan(0)
    })
  })

  test('under another key is replaced too', () => {
    inFolder((folder) => {
      const path = join(folder, 'index.db')
      const first = openIndex(path, KEY, OPTIONS)
      first.apply([write(1)])
      first.close()
      const second = openIndex(path, Buffer.alloc(32, 1), OPTIONS)
      expect(titles(second)).toEqual([])
      second.close()
    })
  })

  test('is for its owner alone', () => {
    withIndex((index, path) => {
      index.apply([write(1)])
      for (const file of [path, `${path}-wal`]) expect(statSync(file).mode & 0o077).toBe(0)
    })
  })

  test('that cannot be made is the profile’s fault', () => {
    expect(() => openIndex('/nowhere/index.db', KEY, OPTIONS)).toThrow(new ParasolError('PROFILE_READ_ONLY'))
  })
})
