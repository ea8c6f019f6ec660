import { closeSync, copyFileSync, mkdirSync, openSync, rmSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mount, unmount } from '../../test/support/engine.ts'
import { log, write } from '../records/testing.ts'
import { IndexDamagedError, translate } from './database.ts'
import { openIndex } from './index.ts'
import { inFolder, KEY, OPTIONS, titles } from './testing.ts'

const KIB = 1024
const CASES = Array.from({ length: 40 }, (_, i) => write(i, { index: i }, { title: `Case ${i}` }))
const MORE = Array.from({ length: 40 }, (_, i) => write(100 + i, { index: 100 + i }, { narrative: `word${i} `.repeat(4_000) }))

/** Writes until there is no room, then gives some back, in bytes. */
function fill(path: string, room: number): void {
  const file = openSync(path, 'w')
  let written = 0
  try {
    for (;;) written += writeSync(file, Buffer.alloc(4 * KIB))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    closeSync(file)
  }
  truncateSync(path, Math.max(0, written - room))
}

/** Runs `act` in a folder on a disk of 4 MiB. Not at all where this user may not mount one. */
function onSmallDisk(act: (folder: string) => void): void {
  inFolder((folder) => {
    const small = join(folder, 'small')
    mkdirSync(small)
    if (!mount('-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', small)) {
      if (process.env['CI']) throw new Error('file systems cannot be mounted here: this test needs them')
      return
    }
    try {
      act(small)
    } finally {
      unmount(small)
    }
  })
}

describe('an error of the disk', () => {
  const coded = (code: string) => Object.assign(new Error('x'), { code })

  it.each(['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'SQLITE_IOERR_SHMOPEN', 'SQLITE_IOERR_SHMMAP', 'ENOSPC', 'EDQUOT'])(
    '%s says that there is no room',
    (code) => expect(translate(coded(code))).toMatchObject({ code: 'DISK_FULL' }),
  )

  it.each(['SQLITE_READONLY', 'SQLITE_READONLY_DBMOVED', 'SQLITE_CANTOPEN', 'EACCES', 'EROFS'])(
    '%s says that nothing can be written',
    (code) => expect(translate(coded(code))).toMatchObject({ code: 'PROFILE_READ_ONLY' }),
  )

  it.each(['SQLITE_CORRUPT', 'SQLITE_CORRUPT_VTAB', 'SQLITE_NOTADB'])('%s says that the index is damaged', (code) =>
    expect(translate(coded(code))).toBeInstanceOf(IndexDamagedError),
  )

  it('that is none of these is told as it is', () => {
    for (const error of [coded('SQLITE_IOERR_READ'), coded('SQLITE_MISUSE'), new Error('x')]) expect(translate(error)).toBe(error)
  })
})

describe('a disk with hardly any room', () => {
  it('does not hold what a first feed has held back: that is told, and nothing is taken for fed that is gone', () => {
    onSmallDisk((small) => {
      const many = Array.from({ length: 250 }, (_, i) => write(i, { index: i }, { narrative: `word${i} `.repeat(4_000) }))
      const index = openIndex(join(small, 'index.db'), KEY, OPTIONS)
      const marks = { cursors: [{ log: log(0), next: 250 }] }
      const feed = (batch: typeof many): void => {
        index.apply(batch, marks)
        index.flush()
      }
      expect(() => feed(many)).toThrow(expect.objectContaining({ code: 'DISK_FULL' }))
      expect(index.cursor(log(0))).toBe(0)
      expect(titles(index)).toEqual([])
      feed(many.map((one, i) => ({ ...one, ...write(i, { index: i }) })))
      expect(index.cursor(log(0))).toBe(250)
      while (!index.sweep());
      index.close()
      const again = openIndex(join(small, 'index.db'), KEY, OPTIONS)
      expect(again.cursor(log(0))).toBe(250)
      expect(titles(again)).toHaveLength(200)
      again.close()
    })
  })

  it('is called full by whatever cannot be done, reading or writing, and loses nothing', () => {
    onSmallDisk((small) => {
      const path = join(small, 'index.db')
      let refusals = 0
      for (let room = 0; room <= 96 * KIB; room += 4 * KIB) {
        // As a killed engine leaves it: a write-ahead log, and no shared memory beside it.
        const whole = join(small, '..', 'whole.db')
        openIndex(whole, KEY, OPTIONS).close()
        const index = openIndex(whole, KEY, OPTIONS)
        index.apply(CASES)
        for (const suffix of ['', '-wal']) copyFileSync(whole + suffix, path + suffix)
        index.close()
        for (const suffix of ['', '-wal', '-shm']) rmSync(whole + suffix, { force: true })
        const ballast = join(small, 'ballast')
        fill(ballast, room)
        const act = (work: () => void): void => {
          try {
            work()
          } catch (error) {
            refusals += 1
            expect(error, `with ${room} bytes`).toMatchObject({ code: 'DISK_FULL' })
          }
        }
        act(() => {
          const opened = openIndex(path, KEY, OPTIONS)
          try {
            act(() => expect(titles(opened)).toHaveLength(CASES.length))
            act(() => void opened.apply(MORE))
            act(() => expect(titles(opened).length).toBeGreaterThanOrEqual(CASES.length))
          } finally {
            opened.close()
          }
        })
        rmSync(ballast)
        const again = openIndex(path, KEY, OPTIONS)
        expect(titles(again).length).toBeGreaterThanOrEqual(CASES.length)
        again.close()
        for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
      }
      expect(refusals).toBeGreaterThan(4)
    })
  })
})
