import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { formsOfBytes, scanFolder } from '../../test/support/scan.ts'
import { randomBytes } from '../crypto/bytes.ts'
import { signKeyPair } from '../crypto/sign.ts'
import type { LogCopy, OwnLog } from './log.ts'
import { decodeSegment, encodeSegment, SegmentError } from './segment.ts'
import { LogStore } from './store.ts'
import type { Segment } from './types.ts'

const space = randomBytes(32)
const seed = randomBytes(32)
const alice = signKeyPair(seed)
let folder: string
let stores: LogStore[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parasol-log-'))
  stores = []
})
afterEach(async () => {
  for (const store of stores) await store.close()
  await rm(folder, { recursive: true })
})

async function open(name: string): Promise<LogStore> {
  const store = await LogStore.open(join(folder, name))
  stores.push(store)
  return store
}

const blocks = (n: number, size = 1024) => Array.from({ length: n }, () => randomBytes(size))

async function transfer(from: OwnLog | LogCopy, to: LogCopy): Promise<void> {
  for (let segment = await from.segmentFrom(to.length); segment; segment = await from.segmentFrom(to.length)) {
    await to.append(decodeSegment(encodeSegment(segment)))
  }
}

describe('LogStore', () => {
  it('passes a log on, segment by segment, through a copy to a third store', async () => {
    const own = await (await open('a')).own(space, alice)
    for (const batch of [1, 63, 64, 65, 300, 1]) await own.append(() => blocks(batch))
    await own.append(() => blocks(5, 200 * 1024))
    const copy = await (await open('b')).copy(space, alice.publicKey)
    const third = await (await open('c')).copy(space, alice.publicKey)
    await transfer(own, copy)
    await transfer(copy, third)
    expect(third.length).toBe(own.length)
    expect(await third.treeHashAt(third.length)).toEqual(await own.treeHashAt(own.length))
    for (const index of [0, 64, own.length - 1]) expect(await third.get(index)).toEqual(await own.get(index))
    expect(own.checkHead(third.head() ?? never())).toBe(true)
  })

  it('passes on what came block by block', async () => {
    const own = await (await open('a')).own(space, alice)
    const copy = await (await open('b')).copy(space, alice.publicKey)
    for (let i = 0; i < 140; i += 1) {
      await own.append(() => blocks(1))
      await transfer(own, copy)
    }
    const third = await (await open('c')).copy(space, alice.publicKey)
    await transfer(copy, third)
    expect(third.length).toBe(140)
  })

  it('goes on after it was closed and opened', async () => {
    const first = await LogStore.open(join(folder, 'a'))
    const own = await first.own(space, alice)
    await own.append(() => blocks(100))
    await first.close()
    const again = await (await open('a')).own(space, alice)
    expect(again.length).toBe(100)
    const { index } = await again.append((at) => {
      expect(at).toBe(100)
      return blocks(30)
    })
    expect(index).toBe(100)
    const copy = await (await open('b')).copy(space, alice.publicKey)
    await transfer(again, copy)
    expect(copy.length).toBe(130)
  })

  it('refuses segments that are forged, changed, gapped or cut, and takes the next good one', async () => {
    const own = await (await open('a')).own(space, alice)
    await own.append(() => blocks(200))
    const copy = await (await open('b')).copy(space, alice.publicKey)
    const good = (await own.segmentFrom(0)) ?? never()
    const second = (await own.segmentFrom(64)) ?? never()
    const [head, ...rest] = good.blocks
    const bad: [string, Segment][] = [
      ['gap', second],
      ['signature', { ...good, signature: randomBytes(64) }],
      ['signature', { ...good, blocks: [randomBytes(1024), ...rest] }],
      ['signature', { ...good, blocks: rest, length: good.length - 1 }],
      ['malformed', { ...good, blocks: [] }],
      ['malformed', { ...good, length: good.length + 1 }],
      ['malformed', { ...good, blocks: [Buffer.alloc(10), ...rest] }],
      ['malformed', { ...good, blocks: [...good.blocks, head ?? never()], length: good.length + 1 }],
    ]
    for (const [fault, segment] of bad) {
      await expect(async () => copy.append(segment), fault).rejects.toThrow(expect.objectContaining({ fault }))
      expect(copy.length).toBe(0)
    }
    expect(await copy.append(good)).toBe('added')
    expect(await copy.append(good)).toBe('held')
    expect(await copy.append(second)).toBe('added')
    expect(() => decodeSegment(Buffer.from('short'))).toThrow()
    expect(new SegmentError('gap', 'x').message).toBe('segment gap: x')
  })

  it('leaves no private key on the disk', async () => {
    const store = await LogStore.open(join(folder, 'a'))
    const own = await store.own(space, alice)
    await own.append(() => blocks(20))
    await store.close()
    const needles = new Map([
      ['seed', formsOfBytes(seed)],
      ['secret key', formsOfBytes(alice.secretKey.subarray(0, 32))],
    ])
    const { hits, bytes } = await scanFolder(folder, needles)
    expect(hits).toEqual([])
    expect(bytes).toBeGreaterThan(20 * 1024)
  })
})

function never(): never {
  throw new Error('is always there')
}
