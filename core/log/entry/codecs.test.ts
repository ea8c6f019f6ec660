import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MalformedError } from '../codec.ts'
import type { Ring } from '../types.ts'
import { type Causal, decodeCausal, encodeCausal, HEADS_MAX } from './causal.ts'
import { paddedLength, padme } from './padme.ts'
import { decodeTable, encodeTable } from './table.ts'

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes))
const u16 = fc.nat(0xffff)
const safe = fc.maxSafeNat()

const causal: fc.Arbitrary<Causal> = fc.record({
  kind: fc.string({ maxLength: 60, unit: 'grapheme' }).filter((text) => Buffer.byteLength(text) < 256 && text.isWellFormed()),
  kindVersion: u16,
  minimumReader: u16,
  clock: fc.record({ ms: fc.nat({ max: 2 ** 48 - 1 }), counter: u16 }),
  wall: safe,
  certificate: bytes32,
  rosterHash: bytes32,
  heads: fc
    .uniqueArray(fc.record({ logId: bytes32, length: safe, treeHash: bytes32 }), {
      maxLength: 8,
      selector: ({ logId }) => logId.toString('hex'),
    })
    .map((heads) => heads.sort((a, b) => Buffer.compare(a.logId, b.logId))),
})

/** Decoding any bytes gives a value that encodes to the same bytes, or a MalformedError. */
function total<T>(decode: (bytes: Buffer) => T, encode: (value: T) => Buffer, bytes: Buffer): void {
  let value: T
  try {
    value = decode(bytes)
  } catch (error) {
    expect(error).toBeInstanceOf(MalformedError)
    return
  }
  expect(encode(value)).toEqual(bytes)
}

describe('causal', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(causal, (value) => {
        expect(decodeCausal(encodeCausal(value))).toEqual(value)
      }),
    )
  })

  it('has one encoding for each value, and takes no other bytes', () => {
    fc.assert(
      fc.property(causal, fc.nat(), fc.nat(255), fc.integer({ min: -3, max: 3 }), (value, where, byte, length) => {
        const encoded = encodeCausal(value)
        encoded[where % encoded.length] = byte
        total(decodeCausal, encodeCausal, encoded)
        total(decodeCausal, encodeCausal, length < 0 ? encoded.subarray(0, length) : Buffer.concat([encoded, Buffer.alloc(length)]))
      }),
    )
  })

  it('has at most 1,024 heads, ascending', () => {
    const head = (n: number) => ({
      logId: Buffer.concat([Buffer.of(n >> 8, n & 255), Buffer.alloc(30)]),
      length: n,
      treeHash: Buffer.alloc(32),
    })
    const base = {
      kind: 'x',
      kindVersion: 1,
      minimumReader: 1,
      clock: { ms: 0, counter: 0 },
      wall: 0,
      certificate: Buffer.alloc(32),
      rosterHash: Buffer.alloc(32),
    }
    const full = { ...base, heads: Array.from({ length: HEADS_MAX }, (_, n) => head(n)) }
    expect(decodeCausal(encodeCausal(full))).toEqual(full)
    expect(() => encodeCausal({ ...base, heads: [...full.heads, head(HEADS_MAX)] })).toThrow(RangeError)
    expect(() => encodeCausal({ ...base, heads: [head(2), head(1)] })).toThrow(RangeError)
    expect(() => encodeCausal({ ...base, heads: [head(1), head(1)] })).toThrow(RangeError)
  })
})

describe('table', () => {
  const row = fc.record({
    name: u16,
    ring: fc.constantFrom<Ring>(1, 2, 3),
    epochId: bytes32,
    boxLength: fc.nat(0xffffffff),
    critical: fc.boolean(),
  })
  const table = fc.record({
    blockLength: fc.nat(0xffffffff),
    rows: fc.array(row, { minLength: 1, maxLength: 32 }).map((rows) => rows.map((one, i) => ({ ...one, id: (i + 1) * 3 }))),
  })

  it('comes back as it was, and takes no other bytes', () => {
    fc.assert(
      fc.property(table, fc.nat(), fc.nat(255), (value, where, byte) => {
        const encoded = encodeTable(value)
        expect(decodeTable(encoded)).toEqual(value)
        encoded[where % encoded.length] = byte
        total(decodeTable, encodeTable, encoded)
      }),
    )
  })
})

describe('padme', () => {
  it('gives the lengths of the paper, at most 12 % more, never less, and leaves what is padded', () => {
    expect([0, 1, 2, 3, 8, 9, 100, 1000, 1025, 100_000, 200_000].map(padme)).toEqual([0, 1, 2, 3, 8, 10, 104, 1024, 1088, 100_352, 200_704])
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 30 }), (length) => {
        const padded = padme(length)
        expect(padded).toBeGreaterThanOrEqual(length)
        expect(padded).toBeLessThanOrEqual(Math.ceil(length * 1.12))
        expect(padme(padded)).toBe(padded)
        expect(paddedLength(length)).toBe(Math.max(1024, padded))
      }),
    )
  })
})
