import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MalformedError } from '../log/codec.ts'
import { nodesOf, WITNESS_LENGTH_MAX, type Witness } from '../log/witness.ts'
import type { BranchHead } from '../space/branches.ts'
import { decodeForkMessage, encodeForkMessage, type ForkMessage, PROOFS_A_MESSAGE, TOLD_A_MESSAGE } from './fork-messages.ts'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length }).map((one) => Buffer.from(one))
const size = fc.nat({ max: 2 ** 40 })
const witness: fc.Arbitrary<Witness> = fc
  .tuple(fc.integer({ min: 1, max: WITNESS_LENGTH_MAX }), fc.nat(), bytes(32), bytes(64), bytes(32), size)
  .map(([length, at, signer, signature, hash, leafSize]) => {
    const index = at % length
    const nodes = nodesOf(index, length).map((_, i) => ({ hash: Buffer.from(hash.map((byte) => byte ^ i)), size: leafSize }))
    return { signer, length, signature, index, leaf: { hash, size: leafSize }, nodes }
  })
const place = fc.record({ length: fc.integer({ min: 1, max: WITNESS_LENGTH_MAX }), treeHash: bytes(32) })
const head = fc
  .tuple(place, bytes(32), bytes(64), fc.boolean())
  .map(([at, logId, signature, whole]): BranchHead => ({ ...at, logId, signature, whole }))
const item = fc.oneof(
  fc.record({ hash: bytes(32), size }),
  fc.integer({ min: 1024, max: 1500 }).map((length) => Buffer.alloc(length, length)),
)
const message: fc.Arbitrary<ForkMessage> = fc.oneof(
  fc.record({ is: fc.constant('heads' as const), heads: fc.array(head, { minLength: 1, maxLength: 4 }) }),
  fc.record({ is: fc.constant('want' as const), want: fc.record({ logId: bytes(32), from: place, to: place }) }),
  fc.record({
    is: fc.constant('part' as const),
    part: fc.record({ logId: bytes(32), start: fc.nat(), signature: bytes(64), items: fc.array(item, { minLength: 1, maxLength: 4 }) }),
  }),
  fc.record({ is: fc.constant('none' as const), logId: bytes(32), start: fc.nat() }),
  fc.record({ is: fc.constant('ask' as const), logId: bytes(32), index: fc.nat({ max: Number.MAX_SAFE_INTEGER }) }),
  fc.record({ is: fc.constant('witness' as const), witness }),
  fc.record({
    is: fc.constant('proofs' as const),
    proofs: fc.array(
      fc.tuple(witness, witness).map((branches) => ({ branches })),
      { minLength: 1, maxLength: 4 },
    ),
  }),
)
const survives = (input: Buffer): boolean => {
  try {
    decodeForkMessage(input)
    return true
  } catch (error) {
    expect(error).toBeInstanceOf(MalformedError)
    return false
  }
}

describe('a message about forks', () => {
  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(message, (one) => {
        expect(decodeForkMessage(encodeForkMessage(one))).toEqual(one)
      }),
    )
  })

  it('is refused when it is cut short or has bytes left over', () => {
    fc.assert(
      fc.property(message, fc.nat(), (one, at) => {
        const encoded = encodeForkMessage(one)
        expect(survives(encoded.subarray(0, at % encoded.length))).toBe(false)
        expect(survives(Buffer.concat([encoded, Buffer.alloc(1)]))).toBe(false)
      }),
    )
  })

  it('never throws anything else, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (input) => {
        survives(Buffer.from(input))
      }),
    )
  })

  it('has bounds', () => {
    const [sample] = fc.sample(witness, 1)
    if (!sample) throw new Error('no sample')
    const proofs = Array.from({ length: PROOFS_A_MESSAGE + 1 }, () => ({ branches: [sample, sample] as [Witness, Witness] }))
    expect(survives(encodeForkMessage({ is: 'proofs', proofs: proofs.slice(1) }))).toBe(true)
    expect(survives(encodeForkMessage({ is: 'proofs', proofs }))).toBe(false)
    expect(survives(encodeForkMessage({ is: 'proofs', proofs: [] }))).toBe(false)
    for (const kind of [0, 1, 2, 3, 4, 5, 6]) expect(survives(Buffer.alloc(1_000_000, kind))).toBe(false)
    const [told] = fc.sample(head, 1)
    if (!told) throw new Error('no sample')
    const heads = Array.from({ length: TOLD_A_MESSAGE + 1 }, () => told)
    expect(survives(encodeForkMessage({ is: 'heads', heads: heads.slice(1) }))).toBe(true)
    for (const wrong of [heads, [], [{ ...told, length: 0 }], [{ ...told, length: WITNESS_LENGTH_MAX + 1 }]])
      expect(survives(encodeForkMessage({ is: 'heads', heads: wrong }))).toBe(false)
  })
})
