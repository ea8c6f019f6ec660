import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { randomBytes } from '../crypto/bytes.ts'
import { sign, signKeyPair } from '../crypto/sign.ts'
import { BRANCH_LENGTH_MAX, BranchCopy, type BranchPart, encodePart, PART_ENCODED_MAX, readPart } from './branch.ts'
import { MalformedError, Reader } from './codec.ts'
import { signableOf } from './internals.ts'
import type { OwnLog } from './own-log.ts'
import { SegmentError } from './segment.ts'
import { LogStore } from './store.ts'
import { followLog, Tail, tailOf } from './tail.ts'
import { leafHash } from './tree.ts'

const keys = signKeyPair(randomBytes(32))
let folder: string
let store: LogStore
let log: OwnLog

/** Blocks that bear a type in their header. */
const block = (type: number, at: number): Buffer => Buffer.alloc(1024 + at, Buffer.from([0x50, 0x4c, 1, type, at]))
const typeOf = (at: number): number => (at % 5 === 0 ? 4 : 1)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parasol-branch-'))
  store = await LogStore.open(folder)
  log = await store.own(randomBytes(32), keys)
  for (let at = 0; at < 150; at += 1) await log.append(() => [block(typeOf(at), at)])
})
afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

const tail = async (start: number, of: OwnLog = log): Promise<Tail> => {
  const made = await tailOf(of, start, BRANCH_LENGTH_MAX)
  if (!made) throw new Error('not so long')
  return made
}
/** Knows the log up to a length only. */
const copyFrom = async (start: number): Promise<BranchCopy> => new BranchCopy(log.id, log.signer, new Tail(start, (await tail(start)).base))

async function part(start: number, leaves: (at: number) => boolean = () => false): Promise<BranchPart> {
  const segment = await log.segmentFrom(start)
  if (!segment) throw new Error('no segment')
  const items = segment.blocks.map((one, at) => (leaves(start + at) ? { hash: leafHash(one), size: one.length } : one))
  return { logId: log.id, start, signature: segment.signature, items }
}

async function fill(copy: BranchCopy, leaves?: (at: number) => boolean): Promise<BranchCopy> {
  while (copy.tail.length < log.length) copy.take(await part(copy.tail.length, leaves))
  return copy
}

describe('a tail', () => {
  it('has the tree hash of every length from its start on, wherever that is', async () => {
    for (const start of [0, 1, 7, 64, 100, 149, 150]) {
      const made = await tail(start)
      expect(made.length).toBe(150)
      for (let length = start; length <= 150; length += 1) expect(made.treeHashAt(length)).toEqual(await log.treeHashAt(length))
      expect([made.treeHashAt(start - 1), made.treeHashAt(151)]).toEqual([null, null])
    }
    expect(await tailOf(log, 151, 5)).toBeNull()
    expect((await tailOf(log, 20, 5))?.length).toBe(25)
  })

  it('follows its log, and notices where that is another', async () => {
    const other = await store.own(randomBytes(32), signKeyPair(randomBytes(32)))
    await other.append(() => [block(1, 1), block(1, 2)])
    const made = await tail(1, other)
    await other.append(() => [block(1, 3)])
    expect(await followLog(made, other, 9)).toBe(true)
    expect(made.treeHashAt(3)).toEqual(await other.treeHashAt(3))
    expect(await followLog(made, log, 9)).toBe(false)
  })
})

describe('a branch that is not held', () => {
  it('is known by its tree and its roster-ring entries, from whole entries or from leaves', async () => {
    const whole = await fill(await copyFrom(37))
    const sparse = await fill(await copyFrom(37), (at) => typeOf(at) === 1)
    expect([whole.whole, sparse.whole]).toEqual([true, false])
    for (const copy of [whole, sparse, BranchCopy.decode(whole.encode())]) {
      expect(copy.head()).toEqual(log.head())
      for (let length = 37; length <= 150; length += 1) expect(copy.tail.treeHashAt(length)).toEqual(await log.treeHashAt(length))
      expect([...copy.blocks.keys()]).toEqual([
        40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95, 100, 105, 110, 115, 120, 125, 130, 135, 140, 145,
      ])
      expect(copy.blocks.get(40)).toEqual(block(4, 40))
    }
    expect(BranchCopy.decode(sparse.encode()).encode()).toEqual(sparse.encode())
  })

  it('is passed on, with the entries that are kept of it', async () => {
    const whole = await fill(await copyFrom(37))
    const next = await copyFrom(37)
    for (let from = whole.partFrom(37); from; from = whole.partFrom(next.tail.length)) next.take(readPart(new Reader(encodePart(from))))
    expect(next.head()).toEqual(log.head())
    expect([next.blocks, next.whole]).toEqual([whole.blocks, false])
    expect([whole.partFrom(36), whole.partFrom(150)]).toEqual([null, null])
  })

  it('is passed on in few parts, though its author has signed every entry', () => {
    const tail = new Tail(0, [])
    const copy = new BranchCopy(log.id, log.signer, new Tail(0, []))
    for (let at = 0; at < 150; at += 1) {
      const item = block(at < 10 ? 4 : 1, at)
      const big = at < 10 ? Buffer.concat([item, Buffer.alloc(200_000)]) : item
      tail.grow([{ hash: leafHash(big), size: big.length }])
      const treeHash = tail.treeHashAt(at + 1)
      if (!treeHash) throw new Error('it has just grown')
      copy.take({ logId: log.id, start: at, signature: sign(signableOf(log.id, treeHash, at + 1), keys.secretKey), items: [big] })
    }
    const other = new BranchCopy(log.id, log.signer, new Tail(0, []))
    const ends: number[] = []
    for (let from = copy.partFrom(0); from; from = copy.partFrom(other.tail.length)) {
      other.take(readPart(new Reader(encodePart(from))))
      ends.push(other.tail.length)
    }
    expect(other.head()).toEqual(copy.head())
    expect(ends).toEqual([3, 6, 9, 73, 137, 150])
  })

  it('grows apart from its copy', async () => {
    const first = await copyFrom(60)
    first.take(await part(60))
    const second = first.copy()
    await fill(second)
    expect([first.tail.length, second.head()]).toEqual([64, log.head()])
    expect(first.head()?.treeHash).toEqual(await log.treeHashAt(64))
  })

  it('takes nothing that does not bear the signature of its author, or does not begin at its end', async () => {
    const copy = await copyFrom(37)
    const good = await part(37)
    const wrong: [string, BranchPart][] = [
      ['signature', { ...good, signature: randomBytes(64) }],
      ['signature', { ...good, items: good.items.slice(1) }],
      ['signature', { ...good, items: [block(4, 99), ...good.items.slice(1)] }],
      ['signature', { ...good, items: [{ hash: randomBytes(32), size: 1024 }, ...good.items.slice(1)] }],
      ['gap', { ...good, start: 38 }],
      ['gap', await part(64)],
      ['gap', { ...good, logId: randomBytes(32) }],
    ]
    for (const [fault, one] of wrong) {
      expect(() => copy.take(one)).toThrow(expect.objectContaining({ fault }))
      expect(() => copy.take(one)).toThrow(SegmentError)
    }
    expect([copy.tail.length, copy.blocks.size, copy.take(good)]).toEqual([37, 0, 'taken'])
  })

  it('is kept up to a length', async () => {
    const copy = await copyFrom(37)
    const leaves = Array.from({ length: BRANCH_LENGTH_MAX - 3 }, () => ({ hash: copy.logId, size: 1024 }))
    copy.tail.grow(leaves)
    expect(copy.take({ ...(await part(37)), start: copy.tail.length })).toBe('full')
  })
})

describe('a part', () => {
  const items = fc.array(
    fc.oneof(
      fc.record({ hash: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((one) => Buffer.from(one)), size: fc.nat() }),
      fc.integer({ min: 1024, max: 3000 }).map((length) => Buffer.alloc(length, length)),
    ),
    { minLength: 1, maxLength: 64 },
  )

  it('comes back from its bytes', () => {
    fc.assert(
      fc.property(items, fc.nat(), (list, start) => {
        const one = { logId: randomBytes(32), start, signature: randomBytes(64), items: list }
        const bytes = encodePart(one)
        expect(bytes.length).toBeLessThanOrEqual(PART_ENCODED_MAX)
        expect(readPart(new Reader(bytes))).toEqual(one)
      }),
    )
  })

  it('is refused where it breaks a bound', () => {
    const make = (list: BranchPart['items']) => encodePart({ logId: randomBytes(32), start: 0, signature: randomBytes(64), items: list })
    const big = Buffer.alloc(256 * 1024)
    const wrong = [
      make([]),
      make(Array.from({ length: 65 }, () => Buffer.alloc(1024))),
      make([Buffer.alloc(1023)]),
      make([Buffer.alloc(256 * 1024 + 1)]),
      make([big, big, big, Buffer.alloc(1024)]),
      make([{ hash: randomBytes(32), size: 2 ** 41 }]),
      Buffer.concat([make([big]).subarray(0, 106), Buffer.from([7, 0, 0, 4, 0]), Buffer.alloc(1024)]),
      make([big]).subarray(0, 9000),
    ]
    for (const bytes of wrong) expect(() => readPart(new Reader(bytes))).toThrow(MalformedError)
    expect(() => BranchCopy.decode(randomBytes(500))).toThrow(MalformedError)
  })
})
