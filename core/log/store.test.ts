import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { formsOfBytes, scanFolder } from '../../test/support/scan.ts'
import { randomBytes } from '../crypto/bytes.ts'
import { signKeyPair } from '../crypto/sign.ts'
import type { LogCopy } from './log-copy.ts'
import type { OwnLog } from './own-log.ts'
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

async function allOf(log: OwnLog | LogCopy): Promise<Segment[]> {
  const all: Segment[] = []
  for (let one = await log.segmentFrom(0); one; one = await log.segmentFrom(one.length)) all.push(one)
  return all
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

  it('takes segments that came at once as if they had come one after the other, in fewer writes', async () => {
    const own = await (await open('a')).own(space, alice)
    await own.append(() => blocks(600))
    const segments = await allOf(own)
    const copy = await (await open('b')).copy(space, alice.publicKey)
    let writes = 0
    copy.onAppend(() => {
      writes += 1
    })
    const [first, second, third] = segments as [Segment, Segment, Segment]
    const coming = [first, first, ...segments.slice(1)].map((segment) => copy.append(segment))
    expect(copy.reach).toBe(600)
    expect(await Promise.all(coming)).toEqual(['added', 'held', ...segments.slice(1).map(() => 'added')])
    expect([copy.length, copy.reach, await copy.treeHashAt(600)]).toEqual([600, 600, await own.treeHashAt(600)])
    expect(writes).toBeLessThan(segments.length / 2)
    // Each boundary has its own signature: what goes on from there is taken as what came.
    const onward = await (await open('c')).copy(space, alice.publicKey)
    await transfer(copy, onward)
    expect(await allOf(onward)).toEqual(segments)

    for (const bad of [
      { ...second, signature: randomBytes(64) },
      { ...second, blocks: [...second.blocks.slice(1), randomBytes(1024)] },
    ]) {
      const other = await (await open(`d${stores.length}`)).copy(space, alice.publicKey)
      const results = await Promise.allSettled([first, bad, third].map((segment) => other.append(segment)))
      expect(results.map((one) => (one.status === 'fulfilled' ? one.value : (one.reason as SegmentError).fault))).toEqual([
        'added',
        'signature',
        'gap',
      ])
      expect([other.length, other.reach]).toEqual([64, 64])
      await transfer(own, other)
      expect(other.length).toBe(600)
    }
  })

  it('passes on no more than a segment while a write of several comes to its end', async () => {
    const own = await (await open('a')).own(space, alice)
    await own.append(() => blocks(600))
    const segments = await allOf(own)
    const copy = await (await open('b')).copy(space, alice.publicKey)
    for (const segment of segments.slice(0, 2)) await copy.append(segment)
    // Hypercore's own event: it comes while the append goes on.
    const meanwhile: Promise<Segment | null>[] = []
    const { core } = (copy as unknown as { seat: { core: { on(event: 'append', listener: () => void): void } } }).seat
    core.on('append', () => void meanwhile.push(copy.segmentFrom(128)))
    await Promise.all(segments.slice(2, 6).map((segment) => copy.append(segment)))
    const passed = await Promise.all(meanwhile)
    expect(passed.map((one) => one && [one.start, one.length])).toEqual([[128, 192]])
    expect(passed).toEqual([segments[2]])
    expect(await allOf(copy)).toEqual(segments.slice(0, 6))
  })

  it.each([
    ['before it was written', false, 'added'],
    ['when it lay on the disk', true, 'held'],
  ] as const)('takes segments of one write again that failed %s', async (_, written, again) => {
    const own = await (await open('a')).own(space, alice)
    await own.append(() => blocks(600))
    const segments = await allOf(own)
    const store = await open('b')
    const copy = await store.copy(space, alice.publicKey)
    await copy.append(segments[0] ?? never())
    const write = store.write.bind(store)
    vi.spyOn(store, 'write').mockImplementationOnce((task) =>
      write(async () => {
        if (written) await task()
        throw Object.assign(new Error('no room'), { code: 'ENOSPC' })
      }),
    )
    const group = segments.slice(1, 4)
    const failed = await Promise.allSettled(group.map((segment) => copy.append(segment)))
    expect(failed).toEqual(group.map(() => expect.objectContaining({ reason: expect.objectContaining({ code: 'DISK_FULL' }) })))
    expect(await Promise.all(group.map((segment) => copy.append(segment)))).toEqual(group.map(() => again))
    expect([copy.length, copy.reach]).toEqual([256, 256])
    await transfer(own, copy)
    expect(await allOf(copy)).toEqual(segments)
  })

  it('gives each batch its true index, one at a time, and goes on after one that could not be made', async () => {
    const own = await (await open('a')).own(space, alice)
    let calls = 0
    const off = own.onAppend(() => {
      calls += 1
    })
    const first = own.append(() => blocks(2))
    const failing = own.append(() => Promise.reject(new Error('not made')))
    const empty = own.append(() => [])
    const last = own.append((index) => Promise.resolve(Array.from({ length: 3 }, (_, i) => Buffer.alloc(1024, index + i))))
    await expect(failing).rejects.toThrow('not made')
    await expect(empty).rejects.toThrow(RangeError)
    expect([(await first).index, (await last).index, own.length]).toEqual([0, 2, 5])
    expect((await last).head).toEqual(own.head())
    expect(await own.get(4)).toEqual(Buffer.alloc(1024, 4))
    expect(calls).toBe(2)
    off()
    await own.append(() => blocks(1))
    expect(calls).toBe(2)
  })

  it('shows an append to others only when it is synced', async () => {
    const own = await (await open('a')).own(space, alice)
    await own.append(() => blocks(1))
    const seen = new Set<number>()
    const appending = own.append(() => blocks(5))
    let done = false
    const watching = (async () => {
      while (!done) {
        seen.add(own.length)
        expect(own.head()?.length).toBe(own.length)
        await new Promise((resolve) => setImmediate(resolve))
      }
    })()
    await appending
    done = true
    await watching
    expect([...seen]).toEqual([1])
    expect(own.length).toBe(6)
  })

  it('writes several logs at once, and keeps own and foreign ones apart', async () => {
    const store = await open('a')
    const other = randomBytes(32)
    const logs = await Promise.all([store.own(space, alice), store.own(other, alice)])
    await Promise.all(logs.flatMap((log) => Array.from({ length: 20 }, () => log.append(() => blocks(2)))))
    expect(logs.map(({ length }) => length)).toEqual([40, 40])
    expect(logs[0]?.id).not.toEqual(logs[1]?.id)
    expect(await store.own(space, alice)).toBe(logs[0])
    await expect(store.copy(space, alice.publicKey)).rejects.toThrow('own')
    const bob = signKeyPair(randomBytes(32))
    await store.copy(space, bob.publicKey)
    await expect(store.own(space, bob)).rejects.toThrow('copy')
  })

  it('reads any range in order, says where it ends, and can be left half-way', async () => {
    const store = await open('a')
    const own = await store.own(space, alice)
    const written = [...blocks(700), ...blocks(40, 256 * 1024), ...blocks(30)]
    for (let at = 0; at < written.length; at += 77) await own.append(() => written.slice(at, at + 77))
    for (const [from, to] of [
      [0, written.length],
      [5, 6],
      [690, 745],
      [700, 700],
    ] as const) {
      const read: Buffer[] = []
      let largest = 0
      for await (const batch of own.read(from, to)) {
        expect(batch.index).toBe(from + read.length)
        read.push(...batch.blocks)
        largest = Math.max(
          largest,
          batch.blocks.reduce((sum, block) => sum + block.length, 0),
        )
      }
      expect(Buffer.concat(read).equals(Buffer.concat(written.slice(from, to)))).toBe(true)
      expect(largest).toBeLessThan(32 * 1024 * 1024)
    }
    for await (const { index } of own.read(0)) if (index > 0) break
    await expect(own.get(written.length)).rejects.toThrow(RangeError)
    await expect(async () => {
      for await (const _ of own.read(written.length - 1, written.length + 1));
    }).rejects.toThrow(RangeError)
  })

  it('tells a head that is signed from one that is not, and one that agrees from another branch', async () => {
    const own = await (await open('a')).own(space, alice)
    const fork = await (await open('b')).own(space, alice)
    expect([own.head(), await own.segmentFrom(0)]).toEqual([null, null])
    const shared = blocks(3)
    for (const log of [own, fork]) await log.append(() => shared)
    const { head: common } = await own.append(() => blocks(1))
    const { head: other } = await fork.append(() => blocks(1))
    expect(own.checkHead(other)).toBe(true)
    expect([await own.agrees(common), await own.agrees(other), await own.agrees({ ...other, length: 9 })]).toEqual([true, false, true])
    for (const changed of [
      { ...other, length: 5 },
      { ...other, treeHash: common.treeHash },
      { ...other, signature: randomBytes(64) },
      { ...other, signature: Buffer.alloc(3) },
    ]) {
      expect(own.checkHead(changed)).toBe(false)
    }
  })

  it('does not take another branch for what it holds', async () => {
    const own = await (await open('a')).own(space, alice)
    const fork = await (await open('b')).own(space, alice)
    for (const log of [own, fork]) await log.append(() => blocks(4))
    const copy = await (await open('c')).copy(space, alice.publicKey)
    await transfer(own, copy)
    const branch = (await fork.segmentFrom(0)) ?? never()
    await expect(copy.append(branch)).rejects.toMatchObject({ fault: 'conflict' })
    await fork.append(() => blocks(1))
    await expect(copy.append((await fork.segmentFrom(4)) ?? never())).rejects.toMatchObject({ fault: 'signature' })
    await own.append(() => blocks(1))
    await transfer(own, copy)
    expect(copy.length).toBe(5)
  })

  it('refuses what is too large before Hypercore sees it', async () => {
    const copy = await (await open('a')).copy(space, alice.publicKey)
    const segment = (list: Buffer[]): Segment => ({
      logId: copy.id,
      start: 0,
      length: list.length,
      signature: randomBytes(64),
      blocks: list,
    })
    const bad = [segment(blocks(1, 256 * 1024 + 1)), segment(blocks(65)), segment(blocks(4, 200 * 1024)), segment(blocks(1, 1023))]
    for (const one of bad) {
      await expect(copy.append(one)).rejects.toMatchObject({ fault: 'malformed' })
      expect(() => decodeSegment(encodeSegment(one))).toThrow(/malformed/)
    }
    await expect(copy.append({ ...segment(blocks(3, 256 * 1024)), blocks: blocks(3, 256 * 1024) })).rejects.toMatchObject({
      fault: 'malformed',
    })
    await expect(copy.append(segment(blocks(2, 256 * 1024)))).rejects.toMatchObject({ fault: 'signature' })
  })

  it('closes although a log could not be opened, and is one at a time', async () => {
    const store = await LogStore.open(join(folder, 'a'))
    await expect(store.copy(space, Buffer.alloc(5))).rejects.toThrow()
    await expect(LogStore.open(join(folder, 'a'))).rejects.toThrow()
    const own = await store.own(space, alice)
    const appending = own.append(() => blocks(3))
    await store.close()
    await appending
    await expect(own.append(() => blocks(1))).rejects.toThrow()
    expect((await (await open('a')).own(space, alice)).length).toBe(3)
  })

  it('leaves no private key on the disk, while it is open, after it was closed, and after what was signed again', async () => {
    const store = await LogStore.open(join(folder, 'a'))
    stores.push(store)
    const own = await store.own(space, alice)
    await own.append(() => blocks(200))
    await own.append(() => blocks(20, 8192))
    await transfer(own, await (await open('b')).copy(space, alice.publicKey))
    const needles = new Map([
      ['seed', formsOfBytes(seed)],
      ['secret key', formsOfBytes(alice.secretKey)],
      // It is there to be found: the test would see a key if one were written.
      ['public key', formsOfBytes(alice.publicKey)],
    ])
    for (const close of [false, true]) {
      if (close) for (const one of stores.splice(0)) await one.close()
      const { hits, bytes } = await scanFolder(folder, needles)
      const names = new Set(hits.map((hit) => hit.replace(/^.*: /, '')))
      expect([...names]).toEqual(['public key'])
      expect(bytes).toBeGreaterThan(400 * 1024)
    }
  })
})

function never(): never {
  throw new Error('is always there')
}
