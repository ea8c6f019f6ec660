import { mkdirSync, readdirSync, renameSync } from 'node:fs'
import type * as FileSystem from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { counts, type Files, quiet, Table } from '../../test/support/courier.ts'
import { record } from '../../test/support/spaces.ts'
import { randomBytes } from '../crypto/bytes.ts'
import { bareHash } from '../crypto/hash.ts'
import type { Letterbox } from './ports.ts'

/** What of the drive fails, by the call and the path. */
let fails: (call: string, path: string) => string | null = () => null
/** What another file system is in the place of. */
let replaced = ''

vi.mock('node:fs/promises', async (load) => {
  const real = await load<typeof FileSystem>()
  const failing =
    <A extends unknown[], R>(call: string, work: (...args: A) => R) =>
    (...args: A): R => {
      const code = fails(call, String(args[0]))
      if (code) throw Object.assign(new Error(code), { code })
      return work(...args)
    }
  const stat = async (path: string) => {
    const found = await real.stat(path)
    return Object.assign(found, { dev: path === replaced ? found.dev + 1 : found.dev })
  }
  return { ...real, stat, lstat: failing('lstat', real.lstat), open: failing('open', real.open), opendir: failing('opendir', real.opendir) }
})

let table: Table

beforeEach(async () => {
  fails = () => null
  replaced = ''
  table = await Table.lay()
})
afterEach(() => table.clear())

/** A coalition's files of which each is one chunk: what is here, and what is wanted. */
function filesOf(here: readonly Buffer[], wanted: readonly Buffer[] = []): Files {
  const named = (bytes: Buffer) => ({ name: bareHash([bytes]), length: bytes.length })
  const kept: Buffer[] = []
  return {
    kept,
    refresh: async () => undefined,
    offered: async () => here.map((bytes) => ({ list: named(bytes).name, parts: [named(bytes)] })),
    give: async ({ name }) => here.find((bytes) => bareHash([bytes]).equals(name)) ?? null,
    wishes: () => wanted.map((bytes) => ({ ...named(bytes), list: named(bytes).name })).values(),
    keep: async (_, bytes) => kept.push(bytes) > 0,
  }
}

describe('a drive of which something fails', () => {
  it('costs the folder of chunks that it does not give out, which is named: all else goes, the files too', async () => {
    const { a, b } = await table.two()
    const photo = randomBytes(1_000)
    await table.sync([a], { files: filesOf([photo]) })
    const [bad = ''] = table.chunkFolders()
    for (const call of ['lstat', 'lstat inside']) {
      fails = (of, path) => (of === 'lstat' && path.includes(bad) && path.endsWith(bad) === (call === 'lstat') ? 'EIO' : null)
      const report = await table.sync([b], { files: filesOf([], [photo]) })
      expect(report).toMatchObject({ stopped: null, passedOver: 1, problems: [{ file: bad, fault: 'unreadable' }] })
      if (call === 'lstat') expect(counts(report)).toEqual([{ gave: b.own.length, took: a.own.length }])
    }
    expect(await table.sync([a], { files: filesOf([photo]) })).toMatchObject({ stopped: null, coalitions: [{ files: { gave: 1 } }] })
    const files = filesOf([], [photo])
    await table.sync([b], { files })
    expect(files.kept).toEqual([photo])
    fails = () => null
    expect(await table.sync([a], { files: filesOf([photo]) })).toMatchObject({ ...quiet, coalitions: [{ files: { gave: 0 } }] })
  })

  it('with more folders of chunks than can be looked at still carries entries', async () => {
    const { a, b } = await table.two()
    await table.sync([a])
    for (let i = 0; i < 10_001; i += 1) mkdirSync(join(table.folder, `${i.toString(16).padStart(32, '0')}.chunks`))
    const report = await table.sync([b])
    expect(report).toMatchObject({ stopped: 'too-many' })
    expect(counts(report)).toEqual([{ gave: b.own.length, took: a.own.length }])
  })

  it.each([
    ['ENOSPC', 'drive-full'],
    ['EROFS', 'drive-read-only'],
  ])('has what lies there taken where it takes no letter (%s)', async (code, stopped) => {
    const { a, b } = await table.two()
    await table.sync([a])
    const letterbox: Letterbox = {
      secret: randomBytes(32),
      salt: () => randomBytes(32),
      isOwn: () => false,
      exchange: async () => ({ write: [randomBytes(100)], remove: [], damaged: [], took: 0 }),
    }
    fails = (call, path) => (call === 'open' && path.endsWith('.part') ? code : null)
    const report = await table.sync([b], { letterboxes: [letterbox] })
    expect(report).toMatchObject({ stopped, letters: { gave: 0 } })
    expect(counts(report)).toEqual([{ gave: 0, took: a.own.length }])
  })
})

describe('a drive that is pulled out', () => {
  const away = (): void => renameSync(table.drive, `${table.drive} elsewhere`)

  it('while it is read is said to be gone, and no file of it to be bad', async () => {
    const { a, b } = await table.two()
    await table.sync([a])
    const report = await table.sync([b], {
      heard: ({ step }) => {
        if (step === 'reading') away()
      },
    })
    expect(report).toMatchObject({ stopped: 'drive-gone', passedOver: 0 })
  })

  it('while entries are taken has those that came read and synced', async () => {
    const { a, b } = await table.two()
    await table.sync([a])
    const early = a.own.length
    await a.write([record('late')])
    await table.sync([a])
    const settle = vi.fn(async () => undefined)
    const report = await table.sync([b], {
      settle,
      heard: ({ step }) => {
        if (step === 'taking') away()
      },
    })
    expect(report).toMatchObject({ stopped: 'drive-gone', passedOver: 0 })
    expect(counts(report)).toEqual([{ gave: 0, took: early }])
    expect(settle).toHaveBeenCalledOnce()
  })

  it('while files are taken is not said to lack the others', async () => {
    const { a } = await table.two()
    const photos = Array.from({ length: 4 }, () => randomBytes(1_000))
    await table.sync([a], { files: filesOf(photos) })
    const files = filesOf([], photos)
    const report = await table.sync([a], {
      files,
      heard: ({ step }) => {
        if (step === 'taking-files' && files.kept.length === 1) away()
      },
    })
    expect([report.stopped, files.kept.length]).toEqual(['drive-gone', 1])
  })

  it('has nothing written into what is left in its place', async () => {
    const { a } = await table.two()
    await a.write([record('one')])
    const report = await table.sync([a], {
      heard: ({ step }) => {
        if (step !== 'reading' || replaced !== '') return
        away()
        mkdirSync(table.drive)
        replaced = table.drive
      },
    })
    expect(report.stopped).toBe('drive-gone')
    expect(readdirSync(table.drive)).toEqual([])
  })
})
