import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomBytes } from '../../crypto/bytes.ts'
import { H } from '../../crypto/hash.ts'
import { boxKeyPair } from '../../crypto/sealedbox.ts'
import { signKeyPair } from '../../crypto/sign.ts'
import { MalformedError } from '../../log/codec.ts'
import { makeStatement } from '../../space/format/statement.ts'
import {
  decodeEnd,
  decodeIntroduction,
  decodeMeet,
  decodeName,
  decodeReply,
  encodeEnd,
  encodeIntroduction,
  encodeMeet,
  encodeName,
  encodeReply,
} from './messages.ts'

const space = randomBytes(32)
const organisation = signKeyPair(randomBytes(32))
const device = signKeyPair(randomBytes(32))
const box = boxKeyPair(randomBytes(32))
const certify = makeStatement(space, organisation, [], { kind: 'certify', device: device.publicKey, box: box.publicKey, label: '' })
const binding = { inviteId: randomBytes(32), handshake: randomBytes(64), requestNonce: randomBytes(32) }
const nonce = randomBytes(32)

const introduction = encodeIntroduction({ nonce, organisation: organisation.publicKey, recoveryBox: box.publicKey, certify: certify.bytes })
const meet = encodeMeet(nonce, certify, device.secretKey, binding)
const key = randomBytes(32)
const reply = {
  founderCertificate: certify,
  genesisBlock: randomBytes(1500),
  rosterEpochs: [{ ring: 1 as const, epochId: H('epoch-id', space, Buffer.of(1), key), key }],
  operationId: randomBytes(32),
}

const decoders: [string, Buffer, (bytes: Buffer) => unknown][] = [
  ['introduction', introduction, (bytes) => decodeIntroduction(bytes, space)],
  ['meet', meet, (bytes) => decodeMeet(bytes, space, binding)],
  ['reply', encodeReply(reply), (bytes) => decodeReply(bytes, space)],
  ['name', encodeName('Bosko'), decodeName],
  ['end', encodeEnd('used'), decodeEnd],
]

describe.each(decoders)('%s', (_, good, decode) => {
  it('is read, and refused when cut short or gone on', () => {
    decode(good)
    for (let cut = 0; cut < Math.min(good.length, 400); cut += 1) expect(() => decode(good.subarray(0, cut))).toThrow(MalformedError)
    expect(() => decode(Buffer.concat([good, Buffer.of(0)]))).toThrow(MalformedError)
  })

  it('never fails otherwise', () => {
    const survives = (bytes: Buffer) => {
      try {
        decode(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedError)
      }
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => survives(Buffer.from(bytes))))
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bytes = Buffer.from(good)
        bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ flip
        survives(bytes)
      }),
    )
  })
})

describe('what a message is bound to', () => {
  it('a meet: invite, handshake, both nonces and every byte of it', () => {
    for (const other of [{ inviteId: randomBytes(32) }, { handshake: randomBytes(64) }, { requestNonce: randomBytes(32) }]) {
      expect(() => decodeMeet(meet, space, { ...binding, ...other })).toThrow(MalformedError)
    }
    for (let at = 0; at < meet.length; at += 1) {
      const bytes = Buffer.from(meet)
      bytes[at] = (bytes[at] ?? 0) ^ 1
      expect(() => decodeMeet(bytes, space, binding)).toThrow(MalformedError)
    }
  })

  it('certificates: to the space and the organisation', () => {
    expect(() => decodeIntroduction(introduction, randomBytes(32))).toThrow(MalformedError)
    const another = encodeIntroduction({ nonce, organisation: device.publicKey, recoveryBox: box.publicKey, certify: certify.bytes })
    expect(() => decodeIntroduction(another, space)).toThrow(MalformedError)
  })

  it('keys of a reply: to their epoch', () => {
    const wrong = encodeReply({ ...reply, rosterEpochs: [{ ring: 1, epochId: randomBytes(32), key: randomBytes(32) }] })
    expect(() => decodeReply(wrong, space)).toThrow(MalformedError)
  })
})
