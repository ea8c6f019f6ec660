import { describe, it } from 'vitest'
import { randomBytes } from '../../core/crypto/bytes.ts'
import { encodeSegment } from '../../core/log/segment.ts'
import type { Segment } from '../../core/log/types.ts'
import { encodeHeads, encodeReceipts, encodeSucceeded, encodeWant, HEADS_MAX, RECEIPTS_MAX } from '../../core/sync/messages.ts'
import type { RefusalCode } from '../../core/sync/refusal.ts'
import { Hostile } from '../support/hostile.ts'
import { Stage } from '../support/stage.ts'
import { refuses, type Turncoat, turncoat } from '../support/turncoat.ts'

/** Over what a number may be here (docs/protocol.md section 1). */
const TOO_MUCH = 2n ** 53n

const stage = Stage.forThisFile()

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

const receipt = ({ a, b }: Turncoat, changes: { length?: number; device?: Buffer } = {}) => ({
  logId: a.own.id,
  length: a.own.length,
  treeHash: randomBytes(32),
  device: b.own.signer,
  signature: randomBytes(64),
  ...changes,
})

describe('a member is dropped and named for', () => {
  const attacks: [string, RefusalCode, (hostile: Hostile, at: Turncoat) => void][] = [
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
    [
      'others in our place in a space that nobody knows',
      'malformed',
      (h) => h.succeeded?.send(encodeSucceeded({ tag: randomBytes(32), by: randomBytes(32), since: randomBytes(32), votes: [] })),
    ],
    ['others in our place, cut short', 'malformed', (h) => h.succeeded?.send(randomBytes(96))],
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
    ['an ask that is none', 'malformed', (h) => h.others[3]?.send(randomBytes(40))],
    ['a part of a file that is none', 'malformed', (h) => h.others[4]?.send(Buffer.alloc(0))],
    ['a part of a file that nobody asked for', 'unasked', (h) => h.others[4]?.send(randomBytes(1_000))],
    ['a part of a file that is too long', 'malformed', (h) => h.others[4]?.send(randomBytes(70_000))],
  ]

  it.each(attacks)('%s', async (_, code, attack) => {
    const at = await turncoat(stage)
    const act = async () => {
      const hostile = await Hostile.meet(at.b, at.victim)
      attack(hostile, at)
      return hostile
    }
    await refuses(stage, at, act, code, 'Bosko')
  })
})
