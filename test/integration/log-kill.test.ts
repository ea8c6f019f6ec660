import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Log } from '../../core/log/log.ts'
import { LogStore } from '../../core/log/store.ts'
import { startChild } from './log-children/lines.ts'
import { author, blockAt, own, space } from './log-children/made.ts'

const CHILD = join(import.meta.dirname, 'log-children', 'append.ts')
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parasol-kill-'))
})
afterEach(() => rm(folder, { recursive: true }))

const savedIn = (line: string): number => Number(/^saved (\d+)$/.exec(line)?.[1])

async function checkBlocks(log: Log): Promise<void> {
  for await (const { index, blocks } of log.read(0)) {
    blocks.forEach((block, i) => {
      if (!block.equals(blockAt(index + i))) throw new Error(`block ${index + i} is not what was written`)
    })
  }
}

describe('a store whose process is killed while it writes', () => {
  it('has everything that was acknowledged, whole segments of others, and goes on', async () => {
    let acknowledged = 0
    for (let kill = 0; kill < 10; kill += 1) {
      const child = startChild(process.execPath, [CHILD, join(folder, 'store'), join(folder, 'foreign')])
      const enough = acknowledged + 1 + ((kill * 37) % 61)
      while (acknowledged < enough) acknowledged = savedIn(await child.line())
      child.process.kill('SIGKILL')
      expect(await child.ended).toBe('SIGKILL')
      for (const line of await child.rest()) acknowledged = savedIn(line)

      const store = await LogStore.open(join(folder, 'store'))
      try {
        const log = await store.own(space, own)
        expect(log.length).toBeGreaterThanOrEqual(acknowledged)
        await checkBlocks(log)
        const copy = await store.copy(space, author.publicKey)
        await checkBlocks(copy)
        // Segments end at a boundary or at a head of the author, who appends seven blocks at a time.
        expect([copy.length % 64, copy.length % 7]).toContain(0)
        acknowledged = log.length
      } finally {
        await store.close()
      }
    }
    // What was held through all of it can still be passed on, by the signatures kept at the boundaries.
    const store = await LogStore.open(join(folder, 'store'))
    const third = await LogStore.open(join(folder, 'third'))
    try {
      for (const [log, signer] of [
        [await store.own(space, own), own],
        [await store.copy(space, author.publicKey), author],
      ] as const) {
        const copy = await third.copy(space, signer.publicKey)
        for (let segment = await log.segmentFrom(0); segment; segment = await log.segmentFrom(copy.length)) await copy.append(segment)
        expect(copy.length).toBe(log.length)
        expect(copy.length).toBeGreaterThan(64)
        expect(copy.head()?.treeHash).toEqual(log.head()?.treeHash)
      }
    } finally {
      await store.close()
      await third.close()
    }
  })
})
