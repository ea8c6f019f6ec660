import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomBytes } from '../crypto/bytes.ts'
import { MalformedError } from '../log/codec.ts'
import {
  decodeHeads,
  decodeHello,
  decodeProofs,
  decodeSucceeded,
  decodeWant,
  encodeHeads,
  encodeHello,
  encodeProofs,
  encodeSucceeded,
  encodeWant,
  HEADS_MAX,
  PROOFS_MAX,
  TAGS,
} from './messages.ts'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length }).map((one) => Buffer.from(one))
const upTo = (length: number) => fc.uint8Array({ maxLength: length }).map((one) => Buffer.from(one))
const length = fc.nat({ max: Number.MAX_SAFE_INTEGER })

const head = fc.record({ logId: bytes(32), signer: bytes(32), length, treeHash: bytes(32), signature: bytes(64) })
const proof = fc.record({
  tag: bytes(32),
  statements: fc.array(upTo(200), { minLength: 1, maxLength: 5 }),
  device: bytes(32),
  signature: bytes(64),
})
const succeeded = fc.record({
  tag: bytes(32),
  by: bytes(32),
  since: bytes(32),
  votes: fc.array(fc.record({ steward: bytes(32), number: fc.nat({ max: 2 ** 32 - 1 }), signature: bytes(64) }), { maxLength: 5 }),
})
const want = fc.record({ logId: bytes(32), start: length })
const tags = fc.array(bytes(32), { minLength: TAGS, maxLength: TAGS })

interface Kind<T> {
  name: string
  values: fc.Arbitrary<T>
  encode(value: T): Buffer
  decode(bytes: Buffer): T
}

function lawful<T>({ name, values, encode, decode }: Kind<T>): void {
  const survives = (input: Buffer) => {
    try {
      decode(input)
    } catch (error) {
      expect(error).toBeInstanceOf(MalformedError)
    }
  }

  describe(name, () => {
    it('reads back what it wrote', () => {
      fc.assert(
        fc.property(values, (value) => {
          expect(decode(encode(value))).toEqual(value)
        }),
      )
    })

    it('answers any bytes with a value or a MalformedError', () => {
      fc.assert(fc.property(upTo(4000), survives))
      fc.assert(
        fc.property(values, fc.nat(), fc.integer({ min: 1, max: 255 }), (value, at, flip) => {
          const encoded = encode(value)
          encoded[at % encoded.length] = (encoded[at % encoded.length] ?? 0) ^ flip
          survives(encoded)
        }),
      )
    })

    it('refuses what is cut short or goes on', () => {
      fc.assert(
        fc.property(values, fc.nat(), (value, cut) => {
          const encoded = encode(value)
          expect(() => decode(encoded.subarray(0, cut % encoded.length))).toThrow(MalformedError)
          expect(() => decode(Buffer.concat([encoded, Buffer.of(0)]))).toThrow(MalformedError)
        }),
      )
    })
  })
}

lawful({ name: 'hello', values: tags, encode: encodeHello, decode: decodeHello })
lawful({ name: 'proof', values: fc.array(proof, { maxLength: 4 }), encode: encodeProofs, decode: decodeProofs })
lawful({ name: 'heads', values: fc.array(head, { maxLength: 5 }), encode: encodeHeads, decode: decodeHeads })
lawful({ name: 'succeeded', values: succeeded, encode: encodeSucceeded, decode: decodeSucceeded })
lawful({ name: 'want', values: want, encode: encodeWant, decode: decodeWant })

describe('bounds', () => {
  const one = { logId: randomBytes(32), signer: randomBytes(32), length: 1, treeHash: randomBytes(32), signature: randomBytes(64) }

  it('hold for the number of heads and of proofs', () => {
    expect(decodeHeads(encodeHeads(Array.from({ length: HEADS_MAX }, () => one)))).toHaveLength(HEADS_MAX)
    expect(() => decodeHeads(encodeHeads(Array.from({ length: HEADS_MAX + 1 }, () => one)))).toThrow(MalformedError)
    const claim = { tag: one.logId, statements: [Buffer.alloc(200)], device: one.signer, signature: one.signature }
    expect(decodeProofs(encodeProofs(Array.from({ length: PROOFS_MAX }, () => claim)))).toHaveLength(PROOFS_MAX)
    expect(() => decodeProofs(encodeProofs(Array.from({ length: PROOFS_MAX + 1 }, () => claim)))).toThrow(MalformedError)
    expect(() => decodeProofs(encodeProofs([{ ...claim, statements: [] }]))).toThrow(MalformedError)
  })

  it('refuse a length above 2^53 - 1', () => {
    const encoded = encodeWant({ logId: one.logId, start: 0 })
    encoded.writeBigUInt64BE(2n ** 53n, 32)
    expect(() => decodeWant(encoded)).toThrow(MalformedError)
  })
})
