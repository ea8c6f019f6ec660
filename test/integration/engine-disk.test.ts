import { existsSync } from 'node:fs'
import { mkdir, open, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EXIT_REFUSED } from '../../core/engine/port.ts'
import {
  everyTitle,
  houseOf,
  incident,
  makePlace,
  makeVault,
  mount,
  type Place,
  problemOf,
  RefusedError,
  unmount,
} from '../support/engine.ts'

const MIB = 1024 * 1024
let place: Place
let mounted: string[]

beforeEach(async () => {
  place = await makePlace()
  mounted = []
})
afterEach(async () => {
  await place.kill()
  for (const path of mounted) unmount(path)
  await place.clear()
})

/** Mounts where this user may; where not, the test has nothing to run on and says so. */
function mounting(path: string, ...args: string[]): boolean {
  if (mount(...args, path)) {
    mounted.push(path)
    return true
  }
  if (process.env['CI']) throw new Error('file systems cannot be mounted here: this test needs them')
  return false
}

async function refusal(profileDir: string): Promise<{ code: string; exit: number | null }> {
  try {
    await place.start(profileDir)
  } catch (error) {
    if (error instanceof RefusedError) return { code: error.code, exit: await error.exit }
    throw error
  }
  throw new Error('the engine was not refused')
}

describe('a profile folder that cannot be used', () => {
  it('is refused while another engine has it open, and opens once that one is gone', async () => {
    await makeVault(place.profile)
    const first = await place.unlocked()
    expect(await refusal(place.profile)).toEqual({ code: 'PROFILE_BUSY', exit: EXIT_REFUSED })
    expect((await first.client.vault.status()).state).toBe('unlocked')
    await first.kill()
    await place.unlocked()
  })

  it('is refused where it belongs to another program, and nothing in it is touched', async () => {
    const foreign = join(place.root, 'foreign')
    await mkdir(foreign)
    await writeFile(join(foreign, 'notes.txt'), 'mine')
    expect(await refusal(foreign)).toEqual({ code: 'PROFILE_FOREIGN', exit: EXIT_REFUSED })
    expect(await readdir(foreign)).toEqual(['notes.txt'])
    expect(await refusal(join(foreign, 'notes.txt'))).toEqual({ code: 'PROFILE_FOREIGN', exit: EXIT_REFUSED })
  })

  it('is refused on a disk that cannot be written', async () => {
    await makeVault(place.profile)
    if (!mounting(place.profile, '--bind', place.profile)) return
    expect(mount('-o', 'remount,bind,ro', place.profile)).toBe(true)
    expect(await refusal(place.profile)).toEqual({ code: 'PROFILE_READ_ONLY', exit: EXIT_REFUSED })
  })
})

describe('a full disk', () => {
  it('is named, loses nothing and doubles nothing, and once there is room all goes on', async () => {
    const small = join(place.root, 'small')
    await mkdir(small)
    if (!mounting(small, '-t', 'tmpfs', '-o', 'size=24m', 'tmpfs')) return
    const profile = join(small, 'profile')
    await makeVault(profile)
    const ballast = join(small, 'ballast')
    await writeFile(ballast, Buffer.alloc(12 * MIB))
    const engine = await place.unlocked(profile)
    const { client } = engine
    const audience = await houseOf(client)
    const saved: string[] = []
    let refused: { code: unknown } | null = null
    for (let n = 0; refused === null; n += 1) {
      // Random words: what is alike would be packed small.
      const narrative = Array.from({ length: 2_000 }, () => Math.random().toString(36).slice(2, 12)).join(' ')
      const title = `entry ${n} mongoose`
      const call = client.records.create({ audience, fields: incident(title, { narrative }) })
      const problem = await call.then(
        () => null,
        () => problemOf(call),
      )
      if (problem) refused = problem
      else saved.push(title)
    }
    expect(refused).toEqual({ code: 'DISK_FULL' })
    expect(saved.length).toBeGreaterThan(20)
    // The engine lives, what is there can be read, and it says the same again.
    expect((await client.records.count({})).all).toBeGreaterThan(0)
    expect(
      await problemOf(client.records.create({ audience, fields: incident('still full', { narrative: 'x '.repeat(25_000) }) })),
    ).toEqual({
      code: 'DISK_FULL',
    })
    await rm(ballast)
    await client.records.create({ audience, fields: incident('after the flood mongoose') })
    const expected = [...saved, 'after the flood mongoose'].toSorted()
    expect((await everyTitle(client)).toSorted()).toEqual(expected)
    await engine.kill()
    const again = await place.unlocked(profile)
    expect((await everyTitle(again.client, 'mongoose')).toSorted()).toEqual(expected)
  })

  it('that has no room for the first unlock refuses it, and lets the next one in', async () => {
    const small = join(place.root, 'small')
    await mkdir(small)
    if (!mounting(small, '-t', 'tmpfs', '-o', 'size=24m', 'tmpfs')) return
    const profile = join(small, 'profile')
    await makeVault(profile)
    const engine = await place.start(profile)
    const ballast = join(small, 'ballast')
    await fill(ballast)
    const passphrase = 'lantern gravel orbit mustard twelve canoe'
    expect(await problemOf(engine.client.vault.unlock({ passphrase }))).toEqual({ code: 'DISK_FULL' })
    expect((await engine.client.vault.status()).state).toBe('locked')
    await rm(ballast)
    await engine.client.vault.unlock({ passphrase })
    await engine.client.records.create({ audience: await houseOf(engine.client), fields: incident('at last') })
    expect(await everyTitle(engine.client)).toEqual(['at last'])
  })
})

describe('a save that the log took and the index could not', () => {
  it('is a save: no person is told to do it twice, and it appears once there is room', async () => {
    await makeVault(place.profile)
    const small = join(place.root, 'small')
    await mkdir(small)
    if (!mounting(small, '-t', 'tmpfs', '-o', 'size=4m', 'tmpfs')) return
    // The index alone on a small disk: SQLite follows the link and keeps the file's companions beside the file.
    await writeFile(join(small, 'index.db'), '')
    await symlink(join(small, 'index.db'), join(place.profile, 'index.db'))
    const engine = await place.unlocked()
    const { client } = engine
    const audience = await houseOf(client)
    // Before its first save the index is not yet in the shape in which it stays, and whether it gets there would be a matter of luck.
    await client.records.create({ audience, fields: incident('there before') })
    expect(await everyTitle(client)).toEqual(['there before'])
    await fill(join(small, 'ballast'))
    const titles: string[] = []
    for (let n = 0; n < 30; n += 1) {
      const title = `unseen ${n}`
      await client.records.create({ audience, fields: incident(title, { narrative: `${title} `.repeat(4_000) }) })
      titles.push(title)
    }
    expect((await client.records.count({})).all).toBeLessThan(titles.length)
    const changes = await client.changes.subscribe()
    await rm(join(small, 'ballast'))
    for await (const { topic } of changes) if (topic === 'records') break
    expect((await everyTitle(client, 'unseen')).toSorted()).toEqual(titles.toSorted())
    await engine.kill()
  })
})

/** Writes until there is no room. */
async function fill(path: string): Promise<void> {
  const file = await open(path, 'w')
  try {
    for (;;) await file.write(Buffer.alloc(4096))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    await file.close()
  }
}

describe('an index that is damaged', () => {
  it('while it is open ends the engine, and the next start has everything', async () => {
    await makeVault(place.profile)
    const engine = await place.unlocked()
    const audience = await houseOf(engine.client)
    const titles = Array.from({ length: 60 }, (_, n) => `incident ${n} heron`)
    await Promise.all(
      titles.map((title) => engine.client.records.create({ audience, fields: incident(title, { narrative: title.repeat(500) }) })),
    )
    await engine.kill()
    // The next engine holds none of its pages in memory.
    const reader = await place.unlocked()
    const path = join(place.profile, 'index.db')
    // What was in the write-ahead log may be in the file by now.
    for (const name of [path, `${path}-wal`].filter(existsSync)) await overwrite(name)
    await Promise.allSettled([everyTitle(reader.client, 'heron'), everyTitle(reader.client)])
    expect(await reader.exit).toBe(1)
    const again = await place.unlocked()
    expect((await everyTitle(again.client, 'heron')).toSorted()).toEqual(titles.toSorted())
  })

  it('while it is closed is made anew', async () => {
    await makeVault(place.profile)
    const engine = await place.unlocked()
    await engine.client.records.create({ audience: await houseOf(engine.client), fields: incident('kept') })
    await engine.kill()
    await overwrite(join(place.profile, 'index.db'), 0)
    const again = await place.unlocked()
    expect(await everyTitle(again.client, 'kept')).toEqual(['kept'])
  })
})

/** Overwrites everything behind the first `from` bytes. */
async function overwrite(path: string, from = 32): Promise<void> {
  const { size } = await stat(path)
  const file = await open(path, 'r+')
  try {
    if (size > from) await file.write(Buffer.alloc(size - from, 0xa5), 0, size - from, from)
  } finally {
    await file.close()
  }
}
