import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomBytes } from '../crypto/bytes.ts'
import { decodeSegment, encodeSegment } from './segment.ts'
import type { Segment } from './types.ts'

const good = encodeSegment({
  logId: randomBytes(32),
  start: 3,
  length: 5,
  signature: randomBytes(64),
  blocks: [randomBytes(1024), randomBytes(1024)],
})

describe('a segment', () => {
  it('is decoded from nothing but itself', () => {
    expect(encodeSegment(decodeSegment(good))).toEqual(good)
    for (const length of [0, 31, 113, 114, 117, good.length - 1]) expect(() => decodeSegment(good.subarray(0, length))).toThrow(/malformed/)
    expect(() => decodeSegment(Buffer.concat([good, Buffer.of(0)]))).toThrow(/malformed/)
    const huge = Buffer.from(good)
    huge.writeUInt32BE(0xffffffff, 114)
    expect(() => decodeSegment(huge)).toThrow(/malformed/)
    huge.writeUInt16BE(65, 112)
    expect(() => decodeSegment(huge)).toThrow(/malformed/)
    huge.writeBigUInt64BE(2n ** 53n, 32)
    expect(() => decodeSegment(huge)).toThrow(/malformed/)
  })

  it('is read from any bytes as what encodes to them, or they are said to be malformed', () => {
    fc.assert(
      fc.property(fc.nat(130), fc.nat(255), fc.nat(good.length), fc.uint8Array({ maxLength: 200 }), (where, byte, cut, noise) => {
        const changed = Buffer.from(good)
        changed[where] = byte
        for (const bytes of [changed, good.subarray(0, cut), Buffer.from(noise), Buffer.concat([good, noise])]) {
          let segment: Segment
          try {
            segment = decodeSegment(bytes)
          } catch (error) {
            expect((error as Error).message).toMatch(/malformed/)
            continue
          }
          expect(encodeSegment(segment).equals(bytes)).toBe(true)
        }
      }),
    )
  })
})
