import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomBytes, u16 } from '../../crypto/bytes.ts'
import { boxKeyPair, sealTo } from '../../crypto/sealedbox.ts'
import { signKeyPair } from '../../crypto/sign.ts'
import { MalformedError } from '../../log/codec.ts'
import { RING } from '../../log/types.ts'
import { decodeEpoch, encodeEpoch, INSTANCES_MAX, newEpoch, openEpoch, sealEpoch } from './epoch.ts'
import { decodeGenesis, encodeGenesis } from './genesis.ts'
import { decodeGrant, encodeGrant, GRANTS_MAX } from './grant.ts'
import { CUTS_MAX, decodeOperation, encodeOperation } from './operation.ts'
import { certify, decodeStatement, devicesOf, followChain, LABEL_MAX, makeStatement, STATEMENTS_MAX, type Statement } from './statement.ts'

const fill = (byte: number, length = 32): Buffer => Buffer.alloc(length, byte)
const space = fill(1)
const keys = signKeyPair(fill(2))
const first = certify(space, keys, [], { log: fill(3), box: fill(4), label: '' })
const revoke = makeStatement(space, keys, [first], { kind: 'revoke', device: fill(3), length: 9, treeHash: fill(5) })

const genesis = encodeGenesis({
  kind: 'coalition',
  space,
  name: 'Alliance',
  carrySecret: fill(6),
  created: 1,
  organisation: keys.publicKey,
  recoveryBox: fill(7),
  organisationName: 'Asha',
  certify: first,
  rosterEpochId: fill(8),
})
const epoch = encodeEpoch({ ring: RING.main, epochId: fill(9), rosterHash: fill(10), instances: [fill(11)] })
const grant = encodeGrant({ instance: fill(12), keys: [{ ring: RING.main, epochId: fill(13), boxes: [fill(14, 80)] }] })
const removal = encodeOperation({ appointment: fill(0), fields: { operation: 'remove', instance: fill(15), reason: 0, cuts: [] } })

const decoders: [string, Buffer, (bytes: Buffer) => unknown][] = [
  ['statement', first.bytes, (bytes) => decodeStatement(bytes, space)],
  ['genesis', genesis, (bytes) => decodeGenesis(bytes, space)],
  ['epoch', epoch, decodeEpoch],
  ['grant', grant, decodeGrant],
  ['operation', removal, decodeOperation],
]

describe.each(decoders)('a %s', (_name, bytes, decode) => {
  it('is read exactly: nothing missing, nothing left over', () => {
    decode(bytes)
    for (let length = 0; length < bytes.length; length += 1) expect(() => decode(bytes.subarray(0, length))).toThrow(MalformedError)
    expect(() => decode(Buffer.concat([bytes, Buffer.alloc(1)]))).toThrow(MalformedError)
  })

  it('made of any bytes is malformed or read, never anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(bytes.length - 1), fc.nat(255), (random, at, byte) => {
        const changed = Buffer.from(bytes)
        changed.writeUInt8(byte, at)
        for (const candidate of [Buffer.from(random), Buffer.concat([bytes.subarray(0, at), random]), changed]) {
          try {
            decode(candidate)
          } catch (error) {
            expect(error).toBeInstanceOf(MalformedError)
          }
        }
      }),
    )
  })
})

describe('a statement', () => {
  it('with any byte changed is refused', () => {
    for (let at = 0; at < first.bytes.length; at += 1) {
      const changed = Buffer.from(first.bytes)
      changed.writeUInt8(changed.readUInt8(at) ^ 0x40, at)
      expect(() => decodeStatement(changed, space)).toThrow(MalformedError)
    }
  })

  it('of another space is refused, and a label over its limit', () => {
    expect(() => decodeStatement(first.bytes, fill(99))).toThrow(MalformedError)
    expect(() => certify(space, keys, [], { log: fill(3), box: fill(4), label: 'x'.repeat(LABEL_MAX + 1) })).toThrow(MalformedError)
  })

  it('that does not quote the one before ends the chain', () => {
    const stray = makeStatement(space, keys, [revoke], { kind: 'certify', device: fill(20), box: fill(21), label: '' })
    expect(followChain([stray, first], keys.publicKey)).toEqual([first])
    expect(followChain([revoke, first], keys.publicKey)).toEqual([first, revoke])
    expect(followChain([revoke], keys.publicKey)).toEqual([])
  })

  it('says nothing of another organisation', () => {
    expect(devicesOf([first, revoke], fill(77))).toEqual([])
    expect(devicesOf([first, revoke], keys.publicKey)).toMatchObject([{ signer: fill(3), end: { length: 9 } }])
  })

  it('counts only as far as a membership proof can carry the chain', () => {
    const chain: Statement[] = []
    for (let i = 0; i <= STATEMENTS_MAX; i += 1) chain.push(certify(space, keys, chain, { log: fill(i), box: fill(i), label: '' }))
    expect(followChain(chain, keys.publicKey)).toHaveLength(STATEMENTS_MAX)
  })
})

describe('counts', () => {
  const counted = (bytes: Buffer, at: number, count: number): Buffer => {
    const changed = Buffer.from(bytes)
    u16(count).copy(changed, at)
    return Buffer.concat([changed, Buffer.alloc(100_000)])
  }
  it.each([
    ['instances of an epoch', () => decodeEpoch(counted(epoch, 66, INSTANCES_MAX + 1))],
    ['no instances', () => decodeEpoch(counted(epoch, 66, 0).subarray(0, 68))],
    ['keys of a grant', () => decodeGrant(counted(grant, 33, GRANTS_MAX + 1))],
    ['keys of a grant that are not there', () => decodeGrant(Buffer.concat([grant.subarray(0, 33), u16(0xffff)]))],
    ['cuts of a removal', () => decodeOperation(counted(removal, 67, CUTS_MAX + 1))],
  ])('over their bounds are refused: %s', (_what, decode) => {
    expect(decode).toThrow(MalformedError)
  })
})

describe('the boxes of an epoch', () => {
  const pair = boxKeyPair(randomBytes(32))
  const made = newEpoch(space, RING.main)

  it('open for each recipient and nobody else, and are a power of two', () => {
    const pairs = Array.from({ length: 5 }, () => boxKeyPair(randomBytes(32)))
    const boxes = sealEpoch(
      made.key,
      pairs.map((one) => one.publicKey),
    )
    expect(boxes).toHaveLength(8)
    expect(new Set(boxes.map((box) => box.length))).toEqual(new Set([80]))
    for (const one of pairs) expect(openEpoch(space, RING.main, made.epochId, boxes, [pair, one])).toEqual(made)
    expect(openEpoch(space, RING.main, made.epochId, boxes, [pair])).toBeNull()
  })

  it('that open to a key which the id does not commit to are refused', () => {
    const wrong = [
      sealTo(pair.publicKey, randomBytes(32)),
      sealTo(pair.publicKey, randomBytes(31)),
      sealTo(pair.publicKey, Buffer.alloc(0)),
    ]
    expect(openEpoch(space, RING.main, made.epochId, wrong, [pair])).toBeNull()
    const right = sealEpoch(made.key, [pair.publicKey])
    expect(openEpoch(space, RING.safe, made.epochId, right, [pair])).toBeNull()
    expect(openEpoch(fill(98), RING.main, made.epochId, right, [pair])).toBeNull()
    expect(openEpoch(space, RING.main, made.epochId, [...wrong, ...right], [pair])).toEqual(made)
  })
})
