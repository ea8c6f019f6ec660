import { type BranchPart, encodePart, PART_ENCODED_MAX, readPart } from '../log/branch.ts'
import { MalformedError, type Reader, Writer } from '../log/codec.ts'
import {
  encodeForkProof,
  encodeWitness,
  FORK_PROOF_BYTES_MAX,
  type ForkProof,
  readForkProof,
  readWitness,
  WITNESS_LENGTH_MAX,
  type Witness,
} from '../log/witness.ts'
import type { BranchHead, BranchStart } from '../space/branches.ts'
import { bounded } from './messages.ts'

/** Proofs that one message holds. */
export const PROOFS_A_MESSAGE = 64
/** Heads that one message holds. */
export const TOLD_A_MESSAGE = 64
const FORK_MESSAGE_MAX = 3 + PROOFS_A_MESSAGE * FORK_PROOF_BYTES_MAX
/** Longest message that holds part of a branch, in bytes. */
export const PART_MESSAGE_MAX = 1 + PART_ENCODED_MAX

const KIND = { ask: 0, witness: 1, proofs: 2, heads: 3, want: 4, part: 5, none: 6 } as const

/** A branch, by the head that is wanted, from a length on at which its tree hash is `from`. */
export interface BranchWant {
  logId: Buffer
  from: BranchStart
  to: BranchStart
}

/** What partners say to each other of logs that have two branches (docs/protocol.md section 8, message 6). */
export type ForkMessage =
  | { is: 'ask'; logId: Buffer; index: number }
  | { is: 'witness'; witness: Witness }
  | { is: 'proofs'; proofs: ForkProof[] }
  | { is: 'heads'; heads: BranchHead[] }
  | { is: 'want'; want: BranchWant }
  | { is: 'part'; part: BranchPart }
  | { is: 'none'; logId: Buffer; start: number }

export function encodeForkMessage(message: ForkMessage): Buffer {
  const out = new Writer().u8(KIND[message.is])
  switch (message.is) {
    case 'ask':
      return out.raw(message.logId, 32).u64(message.index).done()
    case 'witness':
      return out.raw(encodeWitness(message.witness)).done()
    case 'proofs':
      out.u16(message.proofs.length)
      for (const proof of message.proofs) out.raw(encodeForkProof(proof))
      return out.done()
    case 'heads':
      out.u16(message.heads.length)
      for (const { logId, length, treeHash, signature, whole } of message.heads)
        out
          .raw(logId, 32)
          .u64(length)
          .raw(treeHash, 32)
          .raw(signature, 64)
          .u8(whole ? 1 : 0)
      return out.done()
    case 'want': {
      const { logId, from, to } = message.want
      return out.raw(logId, 32).u64(from.length).raw(from.treeHash, 32).u64(to.length).raw(to.treeHash, 32).done()
    }
    case 'part':
      return out.raw(encodePart(message.part)).done()
    case 'none':
      return out.raw(message.logId, 32).u64(message.start).done()
  }
}

/** Throws MalformedError. Nothing of what is proven is checked. */
export function decodeForkMessage(bytes: Buffer): ForkMessage {
  const reader = bounded(bytes, bytes[0] === KIND.part ? PART_MESSAGE_MAX : FORK_MESSAGE_MAX)
  const message = readMessage()
  reader.end()
  return message

  function readMessage(): ForkMessage {
    switch (reader.u8()) {
      case KIND.ask:
        return { is: 'ask', logId: reader.fixed(32), index: reader.u64() }
      case KIND.witness:
        return { is: 'witness', witness: readWitness(reader) }
      case KIND.proofs:
        return { is: 'proofs', proofs: Array.from({ length: reader.count16(1, PROOFS_A_MESSAGE) }, () => readForkProof(reader)) }
      case KIND.heads:
        return { is: 'heads', heads: Array.from({ length: reader.count16(1, TOLD_A_MESSAGE) }, () => readHead(reader)) }
      case KIND.want:
        return { is: 'want', want: { logId: reader.fixed(32), from: readStart(reader), to: readStart(reader) } }
      case KIND.part:
        return { is: 'part', part: readPart(reader) }
      case KIND.none:
        return { is: 'none', logId: reader.fixed(32), start: reader.u64() }
      default:
        throw new MalformedError('kind of fork message')
    }
  }
}

function readHead(reader: Reader): BranchHead {
  const head = { logId: reader.fixed(32), ...readStart(reader), signature: reader.fixed(64) }
  const whole = reader.u8()
  if (head.length < 1 || head.length > WITNESS_LENGTH_MAX || whole > 1) throw new MalformedError('head of a branch')
  return { ...head, whole: whole === 1 }
}

const readStart = (reader: Reader): BranchStart => ({ length: reader.u64(), treeHash: reader.fixed(32) })
