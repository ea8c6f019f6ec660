import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sign } from '../../core/crypto/sign.ts'
import type { OwnLog } from '../../core/log/own-log.ts'
import { LogStore } from '../../core/log/store.ts'
import { leafHash } from '../../core/log/tree.ts'
import { forkProof, type Witness } from '../../core/log/witness.ts'
import { encodeForkMessage } from '../../core/sync/fork-messages.ts'
import { encodeReceipts, encodeSucceeded, receiptHash } from '../../core/sync/messages.ts'
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
    succeeded: hex(
      encodeSucceeded({
        tag: counting(10, 32),
        by: counting(11, 32),
        since: counting(12, 32),
        votes: [
          { steward: counting(13, 32), number: 1, signature: counting(14, 64) },
          { steward: counting(15, 32), number: 2 ** 31, signature: counting(16, 64) },
        ],
      }),
    ),
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
  const first = await inLog([0, 1, 2, 3, 4], (log) => witnessOf(log, 3))
  const { second, ...branch } = await inLog([0, 1, 2, 13, 14, 15], async (log) => ({ second: await witnessOf(log, 3), ...(await branchVectors(log)) }))
  return {
    index: 3,
    lengths: [first.length, second.length],
    ask: hex(encodeForkMessage({ is: 'ask', logId, index: 3 })),
    witness: hex(encodeForkMessage({ is: 'witness', witness: second })),
    proofs: hex(encodeForkMessage({ is: 'proofs', proofs: [forkProof(first, second)] })),
    ...branch,
  }
}

/** How that branch is told of, asked for and given: its blocks 3 and 5 whole, block 4 by its leaf. */
async function branchVectors(log: OwnLog) {
  const head = log.head()
  if (!head) throw new Error('the log has blocks')
  const [at, end] = [{ length: 3, treeHash: await log.treeHashAt(3) }, { length: head.length, treeHash: head.treeHash }]
  const leaf = { hash: leafHash(blockAt(14)), size: blockAt(14).length }
  const part = { logId, start: 3, signature: head.signature, items: [blockAt(13), leaf, blockAt(15)] }
  return {
    heads: hex(encodeForkMessage({ is: 'heads', heads: [{ ...head, logId, whole: true }] })),
    want: hex(encodeForkMessage({ is: 'want', want: { logId, from: at, to: end } })),
    part: hex(encodeForkMessage({ is: 'part', part })),
    none: hex(encodeForkMessage({ is: 'none', logId, start: 3 })),
  }
}

async function witnessOf(log: OwnLog, index: number): Promise<Witness> {
  const witness = await log.witness(index)
  if (!witness) throw new Error('the block is there')
  return witness
}

/** A log of these blocks, for as long as it is looked at. */
async function inLog<T>(blocks: readonly number[], look: (log: OwnLog) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'parasol-vectors-'))
  const store = await LogStore.open(folder)
  try {
    const log = await store.own(space, signer)
    await log.append(() => blocks.map(blockAt))
    return await look(log)
  } finally {
    await store.close()
    await rm(folder, { recursive: true })
  }
}
