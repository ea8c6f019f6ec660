import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sign } from '../../core/crypto/sign.ts'
import { LogStore } from '../../core/log/store.ts'
import { forkProof, type Witness } from '../../core/log/witness.ts'
import { encodeForkMessage } from '../../core/sync/fork-messages.ts'
import { encodeReceipts, receiptHash } from '../../core/sync/messages.ts'
import { gateTag, MEMBERS } from '../../core/sync/nearby/gate.ts'
import { askPacket, tellPacket } from '../../core/sync/nearby/packet.ts'
import { counting, logId, signer, space } from './inputs.ts'
import { blockAt } from './log-vectors.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** What partners say to each other as it stands in `sync-v1.json`. `log`: `log-v1.json`. */
export async function syncVectors(log: { heads: { length: number; treeHash: string }[] }) {
  const [, , head] = log.heads
  if (!head) throw new Error('a log of five blocks has a third head')
  const said = { logId, length: head.length, treeHash: Buffer.from(head.treeHash, 'hex'), device: signer.publicKey }
  const receipt = { ...said, signature: sign(receiptHash(space, said), signer.secretKey) }
  return {
    about: 'Messages of docs/protocol.md section 8, about the log of log-v1.json.',
    receipts: { hash: hex(receiptHash(space, said)), message: hex(encodeReceipts([receipt])) },
    nearby: nearbyVectors(),
    fork: await forkVectors(),
  }
}

function nearbyVectors() {
  const answer = { challenge: counting(16, 32), name: counting(48, 16) }
  const name = counting(64, 16)
  const topic = counting(80, 32)
  return {
    challenge: hex(answer.challenge),
    nameOfDialled: hex(answer.name),
    nameOfDialler: hex(name),
    topic: hex(topic),
    tagForMembers: hex(gateTag(MEMBERS, answer, name)),
    tagForTopic: hex(gateTag(topic, answer, name)),
    ask: hex(askPacket()),
    tell: hex(tellPacket(answer.name, 49_152)),
  }
}

/** The log of five blocks, and another branch of it: from block 3 on block n is what block n + 10 would be, and there are six. */
async function forkVectors() {
  const first = await witnessOf([0, 1, 2, 3, 4], 3)
  const second = await witnessOf([0, 1, 2, 13, 14, 15], 3)
  return {
    index: 3,
    lengths: [first.length, second.length],
    ask: hex(encodeForkMessage({ is: 'ask', logId, index: 3 })),
    witness: hex(encodeForkMessage({ is: 'witness', witness: second })),
    proofs: hex(encodeForkMessage({ is: 'proofs', proofs: [forkProof(first, second)] })),
  }
}

async function witnessOf(blocks: readonly number[], index: number): Promise<Witness> {
  const folder = await mkdtemp(join(tmpdir(), 'parasol-vectors-'))
  const store = await LogStore.open(folder)
  try {
    const log = await store.own(space, signer)
    await log.append(() => blocks.map(blockAt))
    const witness = await log.witness(index)
    if (!witness) throw new Error('the block is there')
    return witness
  } finally {
    await store.close()
    await rm(folder, { recursive: true })
  }
}
