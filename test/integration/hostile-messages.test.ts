import { describe, expect, it, vi } from 'vitest'
import { randomBytes } from '../../core/crypto/bytes.ts'
import { signKeyPair } from '../../core/crypto/sign.ts'
import { encodeSegment } from '../../core/log/segment.ts'
import type { Segment } from '../../core/log/types.ts'
import { certify, makeStatement } from '../../core/space/format/statement.ts'
import { organisationKeys } from '../../core/space/keys.ts'
import type { Space } from '../../core/space/space.ts'
import {
  encodeHeads,
  encodeHello,
  encodeProofs,
  encodeReceipts,
  encodeWant,
  HEADS_MAX,
  type HeadMessage,
  MESSAGE_MAX,
  RECEIPTS_MAX,
  TAGS,
} from '../../core/sync/messages.ts'
import type { RefusalCode } from '../../core/sync/refusal.ts'
import { copyOf } from '../support/forks.ts'
import { heldUp } from '../support/held-up.ts'
import { Hostile, type Lies } from '../support/hostile.ts'
import { makeCoalition, meet, type Party, record } from '../support/spaces.ts'
import { Stage } from '../support/stage.ts'
import { connect, type Peer } from '../support/sync.ts'

/** Longest that an honest computer may stand still, in ms. */
const STILL_MAX = 200
/** Over what a number may be here (docs/protocol.md section 1). */
const TOO_MUCH = 2n ** 53n

const stage = Stage.forThisFile()

interface Scene {
  a: Space
  b: Space
  bosko: Party
  victim: Peer
  /** What Bosko wrote alone, and how long his log is by it. */
  fresh: Segment
  head: HeadMessage
}

/** Alma's computer, and Bosko's, which has written on alone and turns hostile. */
async function scene(): Promise<Scene> {
  const [alma, bosko] = [await stage.party('Alma'), await stage.party('Bosko')]
  const { a, b } = await makeCoalition(alma, bosko)
  await a.write([record('a secret of Alma')])
  await meet(a, b)
  const { length } = b.own
  await b.write(Array.from({ length: 4 }, (_, i) => record(`new ${i}`)))
  const [fresh, head] = [await b.own.segmentFrom(length), b.own.head()]
  if (!fresh || !head) throw new Error('there are new entries')
  return { a, b, bosko, victim: stage.peer(a), fresh, head: { ...head, logId: b.own.id, signer: b.own.signer } }
}

/** The victim drops who did it and says why; it never stands still, keeps what it had, and an honest partner is heard. */
async function refuses(at: Scene, act: () => Promise<Hostile>, code: RefusalCode, name: string | null): Promise<void> {
  const { a, b, victim } = at
  const { length } = await copyOf(a, b)
  const hash = a.roster?.hash
  const still = await heldUp(async () => {
    const hostile = await act()
    await vi.waitFor(() => expect(victim.refusals.map((one) => [one.code, one.name])).toEqual([[code, name]]), { timeout: 10_000 })
    await vi.waitFor(() => expect([hostile.dropped, victim.sessions.size]).toEqual([true, 0]))
  })
  expect(still).toBeLessThan(STILL_MAX)
  expect([victim.failures, (await copyOf(a, b)).length, a.behind]).toEqual([[], length, false])
  expect(a.roster?.hash).toEqual(hash)
  connect(victim, stage.peer(b))
  await vi.waitFor(async () => expect((await copyOf(a, b)).length).toBe(b.own.length))
  await a.write([record('later')])
  await vi.waitFor(async () => expect((await copyOf(b, a)).length).toBe(a.own.length))
}

/** A message with a number in it that is put there as it is: what makes messages refuses it. */
function withNumber(message: Buffer, at: number, value: bigint): Buffer {
  const bytes = Buffer.from(message)
  bytes.writeBigUInt64BE(value, at)
  return bytes
}

/** A segment as bytes, whatever its blocks are. */
function rawSegment({ logId, start, length, signature, blocks }: Segment, count = blocks.length): Buffer {
  const numbers = Buffer.alloc(16)
  numbers.writeBigUInt64BE(BigInt(start))
  numbers.writeBigUInt64BE(BigInt(length), 8)
  const announced = Buffer.alloc(2)
  announced.writeUInt16BE(count)
  const sized = blocks.flatMap((block) => {
    const size = Buffer.alloc(4)
    size.writeUInt32BE(block.length)
    return [size, block]
  })
  return Buffer.concat([logId, numbers, signature, announced, ...sized])
}

const receipt = ({ a, b }: Scene, changes: { length?: number; device?: Buffer } = {}) => ({
  logId: a.own.id,
  length: a.own.length,
  treeHash: randomBytes(32),
  device: b.own.signer,
  signature: randomBytes(64),
  ...changes,
})

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
    const at = await scene()
    await refuses(at, () => Hostile.meet(at.b, at.victim, { instead }), code, null)
  })
})

describe('a certificate that is forged lets nobody in', () => {
  const cases: [string, (at: Scene, thief: ReturnType<typeof signKeyPair>) => Buffer[]][] = [
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
    const at = await scene()
    const thief = signKeyPair(randomBytes(32))
    const statements = chain(at, thief)
    // Everything else is in order: the tag, and the signature over this connection by the key that the certificate names.
    const lies: Lies = { logKey: thief, proofs: (honest) => honest.map((one) => ({ ...one, statements })) }
    const act = () => Hostile.meet(at.b, at.victim, lies)
    await refuses(at, act, 'stranger', null)
    expect(at.a.roster?.members.flatMap(({ devices }) => devices).some(({ signer }) => signer.equals(thief.publicKey))).toBe(false)
  })
})

describe('a member is dropped and named for', () => {
  const attacks: [string, RefusalCode, (hostile: Hostile, at: Scene) => void][] = [
    ['a head of 2^53', 'malformed', (h, { head }) => h.heads?.send(withNumber(encodeHeads([head]), 2 + 64, TOO_MUCH))],
    ['a head of 2^64 - 1', 'malformed', (h, { head }) => h.heads?.send(withNumber(encodeHeads([head]), 2 + 64, 2n ** 64n - 1n))],
    ['more heads than there may be', 'malformed', (h) => h.heads?.send(Buffer.concat([Buffer.of(0xff, 0xff), randomBytes(168)]))],
    [
      'heads of thousands of logs that nobody knows',
      'flood',
      (h, { head }) => {
        for (let i = 0; i < 2; i += 1)
          h.heads?.send(encodeHeads(Array.from({ length: HEADS_MAX }, () => ({ ...head, logId: randomBytes(32) }))))
      },
    ],
    ['a want of 2^53', 'malformed', (h, { a }) => h.want?.send(withNumber(encodeWant({ logId: a.own.id, start: 0 }), 32, TOO_MUCH))],
    [
      'wants of what is far beyond the log',
      'flood',
      (h, { a }) => {
        for (let i = 0; i < 100; i += 1) h.want?.send(encodeWant({ logId: a.own.id, start: Number.MAX_SAFE_INTEGER }))
      },
    ],
    [
      'wants of logs that nobody knows',
      'flood',
      (h) => {
        for (let i = 0; i < 100; i += 1) h.want?.send(encodeWant({ logId: randomBytes(32), start: 0 }))
      },
    ],
    ['a segment of 2^53', 'malformed', (h, { fresh }) => h.segment?.send(withNumber(encodeSegment(fresh), 32, TOO_MUCH))],
    [
      'a segment with a hole',
      'malformed',
      (h, { fresh }) => h.segment?.send(rawSegment({ ...fresh, blocks: fresh.blocks.toSpliced(1, 1) })),
    ],
    [
      'a segment with nothing where a block should be',
      'malformed',
      (h, { fresh }) => h.segment?.send(rawSegment({ ...fresh, blocks: fresh.blocks.with(1, Buffer.alloc(0)) })),
    ],
    [
      'a segment that announces more than it has',
      'malformed',
      (h, { fresh }) => h.segment?.send(rawSegment(fresh, fresh.blocks.length + 3)),
    ],
    ['a segment of no blocks', 'malformed', (h, { fresh }) => h.segment?.send(rawSegment({ ...fresh, length: fresh.start, blocks: [] }))],
    [
      'a segment of 65 blocks',
      'malformed',
      (h, { fresh }) =>
        h.segment?.send(
          rawSegment({
            ...fresh,
            length: fresh.start + 65,
            blocks: Array.from({ length: 65 }, () => fresh.blocks[0] ?? Buffer.alloc(1024)),
          }),
        ),
    ],
    [
      'segments that overlap what is there, over and over',
      'gap',
      (h, { fresh }) => {
        const blocks = [randomBytes(1024), ...fresh.blocks]
        for (let i = 0; i < 100; i += 1) h.segment?.send(encodeSegment({ ...fresh, start: fresh.start - 1, blocks }))
      },
    ],
    [
      'segments of a log that nobody knows',
      'flood',
      (h, { fresh }) => {
        for (let i = 0; i < 100; i += 1) h.segment?.send(encodeSegment({ ...fresh, logId: randomBytes(32) }))
      },
    ],
    ['a segment without a signature', 'malformed', (h, { fresh }) => h.segment?.send(rawSegment({ ...fresh, signature: Buffer.alloc(0) }))],
    [
      'a segment with a signature of zeros',
      'forged',
      (h, { fresh }) => h.segment?.send(encodeSegment({ ...fresh, signature: Buffer.alloc(64) })),
    ],
    [
      'a segment with the signature of another length',
      'forged',
      (h, { fresh }) => h.segment?.send(encodeSegment({ ...fresh, length: fresh.length - 1, blocks: fresh.blocks.slice(0, -1) })),
    ],
    [
      'a block of 14 MB',
      'oversize',
      (h, { fresh }) => h.segment?.send(rawSegment({ ...fresh, length: fresh.start + 1, blocks: [Buffer.alloc(14_000_000, 1)] })),
    ],
    [
      'a block of 300 kB',
      'malformed',
      (h, { fresh }) => h.segment?.send(rawSegment({ ...fresh, length: fresh.start + 1, blocks: [Buffer.alloc(300_000, 1)] })),
    ],
    ['receipts that are none', 'malformed', (h) => h.others[5]?.send(randomBytes(300))],
    ['more receipts than there may be', 'malformed', (h) => h.others[5]?.send(Buffer.concat([Buffer.of(0xff, 0xff), randomBytes(168)]))],
    ['a receipt of 2^53', 'malformed', (h, at) => h.others[5]?.send(withNumber(encodeReceipts([receipt(at)]), 2 + 32, TOO_MUCH))],
    ['a receipt of 2^53 - 1', 'too-long', (h, at) => h.others[5]?.send(encodeReceipts([receipt(at, { length: Number.MAX_SAFE_INTEGER })]))],
    ['a receipt that nobody signed', 'forged', (h, at) => h.others[5]?.send(encodeReceipts([receipt(at)]))],
    [
      'thousands of receipts that nobody signed',
      'forged',
      (h, at) => {
        const many = encodeReceipts(Array.from({ length: RECEIPTS_MAX }, () => receipt(at)))
        for (let i = 0; i < 10; i += 1) h.others[5]?.send(many)
      },
    ],
    ['receipts of 14 MB', 'oversize', (h) => h.others[5]?.send(Buffer.alloc(14_000_000, 1))],
    ['a message that is kept free', 'malformed', (h) => h.others[3]?.send(randomBytes(40))],
    ['another message that is kept free', 'malformed', (h) => h.others[4]?.send(Buffer.alloc(0))],
  ]

  it.each(attacks)('%s', async (_, code, attack) => {
    const at = await scene()
    const act = async () => {
      const hostile = await Hostile.meet(at.b, at.victim)
      attack(hostile, at)
      return hostile
    }
    await refuses(at, act, code, 'Bosko')
  })
})
