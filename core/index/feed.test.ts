import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { log, write } from '../records/testing.ts'
import type { RecordVersion } from '../records/version.ts'
import { type Index, openIndex } from './index.ts'
import { filters, KEY, OPTIONS, titles } from './testing.ts'

const LOG = log(0)
const MANY = 1_500
const batch = Array.from({ length: MANY }, (_, i) => write(i, { index: i }, { title: `Case ${i}`, narrative: `word${i} common` }))
const marks = { cursors: [{ log: LOG, next: MANY }] }

async function withIndex(act: (index: Index, path: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'parasol-index-'))
  const index = openIndex(join(folder, 'index.db'), KEY, OPTIONS)
  try {
    await act(index, join(folder, 'index.db'))
  } finally {
    index.close()
    rmSync(folder, { recursive: true })
  }
}

describe('a feed', () => {
  it('takes in what apply would, and gives the thread away meanwhile', () =>
    withIndex(async (fed) => {
      let turns = 0
      let over = false
      const turn = () => {
        turns++
        if (!over) setImmediate(turn)
      }
      setImmediate(turn)
      const { changed } = await fed.feed(batch, marks)
      over = true
      expect(changed).toBe(MANY)
      expect(turns).toBeGreaterThan(1)
      expect(fed.cursor(LOG)).toBe(MANY)
      expect(fed.count(filters())).toEqual({ matching: MANY, all: MANY })
      await withIndex(async (applied) => {
        applied.apply(batch, marks)
        expect(titles(fed)).toEqual(titles(applied))
        expect(titles(fed, { text: '"word77"' })).toEqual(titles(applied, { text: '"word77"' }))
      })
    }))

  it('lets nobody write in between, and does not tidy', () =>
    withIndex(async (index) => {
      const feed = index.feed(batch, marks)
      expect(() => index.apply([write(9_000, { index: 9_000 })])).toThrow('a feed is under way')
      await expect(index.feed(batch)).rejects.toThrow('a feed is under way')
      expect(index.sweep()).toBe(false)
      await feed
      expect(index.count(filters()).all).toBe(MANY)
    }))

  it('that fails leaves nothing of its batch, and the next one is taken in', () =>
    withIndex(async (index) => {
      const broken = { ...write(8_000, { index: 8_000 }), wall: {} } as unknown as RecordVersion
      await expect(index.feed([...batch, broken], marks)).rejects.toThrow()
      expect(index.cursor(LOG)).toBe(0)
      expect(index.count(filters()).all).toBe(0)
      await index.feed(batch, marks)
      expect(index.count(filters()).all).toBe(MANY)
      expect(titles(index, { text: '"word77"' })).toEqual(['Case 77'])
    }))

  it('into a new index writes every page once; from then on there is a write-ahead log', () =>
    withIndex(async (index, path) => {
      await index.feed(batch, marks)
      expect(existsSync(`${path}-wal`)).toBe(false)
      index.apply([write(9_000, { index: 9_000 }, { title: 'Later' })])
      expect(existsSync(`${path}-wal`)).toBe(true)
      expect(index.count(filters()).all).toBe(MANY + 1)
      expect(titles(index, { text: 'later' })).toEqual(['Later'])
    }))
})
