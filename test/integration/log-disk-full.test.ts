import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LogStore } from '../../core/log/store.ts'
import { type Child, startChild } from './log-children/lines.ts'
import { blockAt, own, space } from './log-children/made.ts'

const CHILD = join(import.meta.dirname, 'log-children', 'fill.ts')
const MIB = 1024 * 1024
let folder: string
let small: string
let mounted: boolean

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parasol-full-'))
  small = join(folder, 'small')
  await mkdir(small)
  mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', small]).status === 0
})
afterEach(async () => {
  if (mounted) expect(spawnSync('umount', [small]).status).toBe(0)
  await rm(folder, { recursive: true })
})

/** A small file system where that can be mounted, else a limit on the size of each file: both make the write-ahead log fail in mid-write. */
async function startOnSmallDisk(): Promise<{ child: Child; makeRoom: () => Promise<void> }> {
  const args = [CHILD, join(small, 'store'), join(folder, 'foreign')]
  if (mounted) {
    const ballast = join(small, 'ballast')
    await writeFile(ballast, Buffer.alloc(44 * MIB))
    return { child: startChild(process.execPath, args), makeRoom: () => rm(ballast) }
  }
  const child = startChild('sh', ['-c', `ulimit -S -f ${(16 * MIB) / 512} && exec "$0" "$@"`, process.execPath, ...args])
  const makeRoom = async () => expect(spawnSync('prlimit', ['--pid', `${child.process.pid}`, '--fsize=unlimited']).status).toBe(0)
  return { child, makeRoom }
}

describe('a full disk', () => {
  it('is named, loses nothing that was acknowledged, and once there is room everything goes on', async () => {
    const { child, makeRoom } = await startOnSmallDisk()
    const full = JSON.parse(await child.line()) as { length: number; head: number }
    // A limit on each file leaves room for a new one: there the very next write mends the store.
    const next = mounted ? 'DISK_FULL' : 'none'
    const head = mounted ? full.length : full.length + 1
    expect(full).toEqual({ length: full.length, head, code: 'DISK_FULL', again: next, foreignCode: next, readable: true })
    expect(full.length).toBeGreaterThan(50)
    await makeRoom()
    child.say('room')
    expect(JSON.parse(await child.line())).toEqual({ after: ['none', 'none', 'none'], length: head + 2, copied: 8 })
    expect(await child.ended).toBe(0)

    const store = await LogStore.open(join(small, 'store'))
    try {
      const log = await store.own(space, own)
      expect(log.length).toBe(head + 2)
      for await (const { index, blocks } of log.read(0)) {
        blocks.forEach((block, i) => {
          expect(block.equals(blockAt(index + i, 64 * 1024)), `block ${index + i}`).toBe(true)
        })
      }
    } finally {
      await store.close()
    }
  })
})
