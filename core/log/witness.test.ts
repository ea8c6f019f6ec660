import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { randomBytes } from '../crypto/bytes.ts'
import { signKeyPair } from '../crypto/sign.ts'
import { MalformedError } from './codec.ts'
import type { OwnLog } from './own-log.ts'
import { LogStore } from './store.ts'
import {
  decodeForkProof,
  decodeWitness,
  encodeForkProof,
  encodeWitness,
  FORK_PROOF_BYTES_MAX,
  forkProof,
  nodesOf,
  partsOf,
  provesFork,
  WITNESS_BYTES_MAX,
  WITNESS_LENGTH_MAX,
  type Witness,
} from './witness.ts'

const space = randomBytes(32)
const keyPair = signKeyPair(randomBytes(32))
/** What both branches of the author have in common. */
const COMMON = 9
let folder: string
const stores: LogStore[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parasol-witness-'))
})
afterAll(async () => {
  for (const store of stores) await store.close()
  await rm(folder, { recursive: true })
})

const blocks = (name: string, count: number) => Array.from({ length: count }, (_, i) => Buffer.alloc(1024 + (i % 7), `${name} ${i}`))

/** A log of the author in a store of its own. */
async function branch(...parts: Buffer[][]): Promise<OwnLog> {
  const store = await LogStore.open(join(folder, `store ${stores.length}`))
  stores.push(store)
  const log = await store.own(space, keyPair)
  for (const part of parts) await log.append(() => part)
  return log
}

async function witness(log: OwnLog, index: number): Promise<Witness> {
  const made = await log.witness(index)
  if (!made) throw new Error('no such block')
  return made
}

describe('a witness', () => {
  let log: OwnLog
  beforeAll(async () => {
    log = await branch(blocks('entry', 1))
  })

  it('shows every block of a log of any length', async () => {
    for (let length = 1; length <= 40; length += 1) {
      for (let index = 0; index < length; index += 1) {
        const made = await witness(log, index)
        const parts = partsOf(space, made)
        expect(parts?.map(({ from }) => from)).toEqual(parts?.map(({ from }) => from).toSorted((a, b) => a - b))
        expect(parts?.reduce((sum, { height }) => sum + 2 ** height, 0)).toBe(length)
        const encoded = encodeWitness(made)
        expect(decodeWitness(encoded)).toEqual(made)
        expect(encoded.length).toBeLessThanOrEqual(WITNESS_BYTES_MAX)
      }
      await log.append(() => blocks(`more ${length}`, 1))
    }
    expect(await log.witness(log.length)).toBeNull()
    expect(await log.witness(-1)).toBeNull()
  })

  it('is refused with any byte changed, too short, too long, and in another space', async () => {
    const encoded = encodeWitness(await witness(log, 5))
    const holds = (bytes: Buffer): boolean => {
      try {
        return partsOf(space, decodeWitness(bytes)) !== null
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedError)
        return false
      }
    }
    expect(holds(encoded)).toBe(true)
    for (let at = 0; at < encoded.length; at += 1) {
      const other = Buffer.from(encoded)
      other[at] = (other[at] ?? 0) ^ (1 << (at % 8))
      expect(holds(other), `byte ${at}`).toBe(false)
    }
    for (let length = 0; length < encoded.length; length += 1) expect(holds(encoded.subarray(0, length))).toBe(false)
    expect(holds(Buffer.concat([encoded, Buffer.alloc(1)]))).toBe(false)
    expect(holds(randomBytes(WITNESS_BYTES_MAX + 1))).toBe(false)
    expect(partsOf(randomBytes(32), decodeWitness(encoded))).toBeNull()
  })

  it('has a bound that the longest log keeps', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: WITNESS_LENGTH_MAX }), fc.nat(), (length, at) => {
        const nodes = nodesOf(at % length, length)
        expect(40 * (1 + nodes.length) + 112).toBeLessThanOrEqual(WITNESS_BYTES_MAX)
        // Together with the leaf they have every block below them once.
        expect(nodes.reduce((sum, { height }) => sum + 2 ** height, 1)).toBe(length)
      }),
    )
    expect(() => nodesOf(3, 3)).toThrow(RangeError)
  })
})

describe('a fork proof', () => {
  let first: OwnLog
  let second: OwnLog
  beforeAll(async () => {
    const common = blocks('common', COMMON)
    first = await branch(common, blocks('first', 30))
    // One block is the same on both branches again, which makes nothing before it the same.
    const [again] = blocks('first', 30).slice(4)
    const other = blocks('second', 12).map((block, i) => (i === 4 && again ? again : block))
    second = await branch(common, other)
  })

  it('is two witnesses of the first block that differs, whatever the order and the lengths', async () => {
    const [a, b] = [await witness(first, COMMON), await witness(second, COMMON)]
    const proof = forkProof(a, b)
    expect(forkProof(b, a)).toEqual(proof)
    expect(provesFork(space, proof)).toBe(true)
    expect(provesFork(randomBytes(32), proof)).toBe(false)
    const encoded = encodeForkProof(proof)
    expect(encoded.length).toBeLessThanOrEqual(FORK_PROOF_BYTES_MAX)
    expect(decodeForkProof(encoded)).toEqual(proof)
    expect(provesFork(space, { branches: [proof.branches[1], proof.branches[0]] })).toBe(false)
  })

  it.each([0, COMMON - 1, COMMON + 1, COMMON + 4, COMMON + 11])('is not two witnesses of block %i', async (index) => {
    expect(provesFork(space, forkProof(await witness(first, index), await witness(second, index)))).toBe(false)
  })

  it('is not one witness twice, nor two of different blocks, lengths or authors', async () => {
    const a = await witness(first, COMMON)
    expect(provesFork(space, forkProof(a, a))).toBe(false)
    expect(provesFork(space, forkProof(a, await witness(second, COMMON + 1)))).toBe(false)
    const before = await witness(first, COMMON)
    await first.append(() => blocks('later', 3))
    expect(provesFork(space, forkProof(before, await witness(first, COMMON)))).toBe(false)
    const stranger = { ...(await witness(second, COMMON)), signer: signKeyPair(randomBytes(32)).publicKey }
    expect(provesFork(space, forkProof(a, stranger))).toBe(false)
  })

  it('is refused with any byte changed', async () => {
    const encoded = encodeForkProof(forkProof(await witness(first, COMMON), await witness(second, COMMON)))
    for (let at = 0; at < encoded.length; at += 1) {
      const other = Buffer.from(encoded)
      other[at] = (other[at] ?? 0) ^ (1 << (at % 8))
      const holds = (): boolean => {
        try {
          return provesFork(space, decodeForkProof(other))
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedError)
          return false
        }
      }
      expect(holds(), `byte ${at}`).toBe(false)
    }
  })
})
