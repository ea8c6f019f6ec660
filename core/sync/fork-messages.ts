import { MalformedError, Writer } from '../log/codec.ts'
import {
  encodeForkProof,
  encodeWitness,
  FORK_PROOF_BYTES_MAX,
  type ForkProof,
  readForkProof,
  readWitness,
  type Witness,
} from '../log/witness.ts'
import { bounded } from './messages.ts'

/** Proofs that one message holds. */
export const PROOFS_A_MESSAGE = 64
const FORK_MESSAGE_MAX = 3 + PROOFS_A_MESSAGE * FORK_PROOF_BYTES_MAX

const KIND = { ask: 0, witness: 1, proofs: 2 } as const

/** What partners say to each other of logs that have two branches (docs/protocol.md section 8, message 6). */
export type ForkMessage =
  | { is: 'ask'; logId: Buffer; index: number }
  | { is: 'witness'; witness: Witness }
  | { is: 'proofs'; proofs: ForkProof[] }

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
  }
}

/** Throws MalformedError. Nothing of what is proven is checked. */
export function decodeForkMessage(bytes: Buffer): ForkMessage {
  const reader = bounded(bytes, FORK_MESSAGE_MAX)
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
      default:
        throw new MalformedError('kind of fork message')
    }
  }
}
