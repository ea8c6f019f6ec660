import { describe, expect, it } from 'vitest'
import { randomBytes } from '../../core/crypto/bytes.ts'
import { signKeyPair } from '../../core/crypto/sign.ts'
import { certify, makeStatement } from '../../core/space/format/statement.ts'
import { organisationKeys } from '../../core/space/keys.ts'
import type { Space } from '../../core/space/space.ts'
import { encodeHello, encodeProofs, MESSAGE_MAX, TAGS } from '../../core/sync/messages.ts'
import type { RefusalCode } from '../../core/sync/refusal.ts'
import { Hostile, type Lies } from '../support/hostile.ts'
import { Stage } from '../support/stage.ts'
import { refuses, type Turncoat, turncoat } from '../support/turncoat.ts'

const stage = Stage.forThisFile()

describe('before it has shown that it belongs, nobody is heard who sends', () => {
  const hello = encodeHello(Array.from({ length: TAGS }, () => randomBytes(32)))
  const cases: [string, RefusalCode, NonNullable<Lies['instead']>][] = [
    ['a greeting that is none', 'malformed', [{ kind: 'hello', bytes: randomBytes(100) }]],
    ['an empty greeting', 'malformed', [{ kind: 'hello', bytes: Buffer.alloc(0) }]],
    ['a greeting with more tags than there may be', 'malformed', [{ kind: 'hello', bytes: Buffer.concat([hello, randomBytes(32)]) }]],
    [
      'two greetings',
      'malformed',
      [
        { kind: 'hello', bytes: hello },
        { kind: 'hello', bytes: hello },
      ],
    ],
    ['a greeting of 1 MB', 'oversize', [{ kind: 'hello', bytes: Buffer.alloc(1_000_000, 1) }]],
    ['a greeting of 14 MB', 'oversize', [{ kind: 'hello', bytes: Buffer.alloc(14_000_000, 1) }]],
    ['proofs that are none', 'malformed', [{ kind: 'proof', bytes: randomBytes(300) }]],
    ['more proofs than there may be', 'malformed', [{ kind: 'proof', bytes: Buffer.of(255) }]],
    [
      'proofs with 255 statements each',
      'malformed',
      [{ kind: 'proof', bytes: Buffer.concat([Buffer.of(1), randomBytes(32), Buffer.of(255)]) }],
    ],
    [
      'proofs twice',
      'malformed',
      [
        { kind: 'proof', bytes: encodeProofs([]) },
        { kind: 'proof', bytes: encodeProofs([]) },
      ],
    ],
    ['proofs as long as they may be, of nothing', 'malformed', [{ kind: 'proof', bytes: Buffer.alloc(MESSAGE_MAX.proof, 16) }]],
  ]
  it.each(cases)('%s', async (_, code, instead) => {
    const at = await turncoat(stage)
    await refuses(stage, at, () => Hostile.meet(at.b, at.victim, { instead }), code, null)
  })
})

describe('a certificate that is forged lets nobody in', () => {
  const cases: [string, (at: Turncoat, thief: ReturnType<typeof signKeyPair>) => Buffer[]][] = [
    [
      'in the name of a member’s organisation, under another key',
      ({ b, bosko }, thief) => {
        const forger = {
          ...organisationKeys(bosko.identity.organisationSeed, b.id).sign,
          secretKey: signKeyPair(randomBytes(32)).secretKey,
        }
        return [forged(b, forger, thief.publicKey, [])]
      },
    ],
    [
      'behind the true certificates of a member, under another key',
      ({ b, bosko }, thief) => {
        const forger = {
          ...organisationKeys(bosko.identity.organisationSeed, b.id).sign,
          secretKey: signKeyPair(randomBytes(32)).secretKey,
        }
        return [...b.statements().map(({ bytes }) => bytes), forged(b, forger, thief.publicKey, b.statements())]
      },
    ],
    [
      'by an organisation that nobody has admitted',
      ({ b }, thief) => [certify(b.id, signKeyPair(randomBytes(32)), [], { log: thief.publicKey, box: randomBytes(32), label: '' }).bytes],
    ],
    [
      'behind the true certificates of a member, by another organisation',
      ({ b }, thief) => [
        ...b.statements().map(({ bytes }) => bytes),
        certify(b.id, signKeyPair(randomBytes(32)), [], { log: thief.publicKey, box: randomBytes(32), label: '' }).bytes,
      ],
    ],
    [
      'for another space',
      ({ b, bosko }, thief) => {
        const { sign } = organisationKeys(bosko.identity.organisationSeed, b.id)
        return [certify(randomBytes(32), sign, [], { log: thief.publicKey, box: randomBytes(32), label: '' }).bytes]
      },
    ],
  ]

  /** The bytes of a statement whose signature does not fit: what makes statements refuses to read it back. */
  function forged(
    space: Space,
    forger: ReturnType<typeof signKeyPair>,
    device: Buffer,
    chain: Parameters<typeof makeStatement>[2],
  ): Buffer {
    const honest = signKeyPair(randomBytes(32))
    const { bytes } = makeStatement(space.id, honest, chain, { kind: 'certify', device, box: randomBytes(32), label: '' })
    const out = Buffer.from(bytes)
    forger.publicKey.copy(out, 2 + 32)
    return out
  }

  it.each(cases)('%s', async (_, chain) => {
    const at = await turncoat(stage)
    const thief = signKeyPair(randomBytes(32))
    const statements = chain(at, thief)
    // Everything else is in order: the tag, and the signature over this connection by the key that the certificate names.
    const lies: Lies = { logKey: thief, proofs: (honest) => honest.map((one) => ({ ...one, statements })) }
    const act = () => Hostile.meet(at.b, at.victim, lies)
    await refuses(stage, at, act, 'stranger', null)
    expect(at.a.roster?.members.flatMap(({ devices }) => devices).some(({ signer }) => signer.equals(thief.publicKey))).toBe(false)
  })
})
