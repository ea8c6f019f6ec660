import type Corestore from 'corestore'
import Hypercore, { type KeyPair } from 'hypercore'
import { treeSignable } from 'hypercore/lib/caps.js'
import multisig from 'hypercore/lib/multisig.js'
import { mustRemember } from '../crypto/secret.ts'
import type { TreeNode } from './tree.ts'

/**
 * Everything of Hypercore's inside that Parasol leans on, in one place with a test (`internals.test.ts`) that fails when the library changes.
 * What the public interface lacks is a synced append, signatures that can be stored and sent raw, and extra facts in the same write.
 */

/** A key and a value to be written in the same batch as the blocks. */
export interface UserDatum {
  key: string
  value: Buffer
}

/** Blocks, and their author's raw Ed25519 signature of the tree that they end. */
export interface SignedBlocks {
  blocks: readonly Buffer[]
  signature: Buffer
}

/** Appends blocks and facts in one atomic write, signed here. */
export async function appendOwn(core: Hypercore, blocks: Buffer[], keyPair: KeyPair, facts: readonly UserDatum[]): Promise<void> {
  const preappend = async () => {
    // Hypercore signs right after this. A signature under a key of zeros would spoil the log for good.
    mustRemember()
    putFacts(core, facts)
  }
  await core.state.append(blocks, { keyPair, preappend })
}

/**
 * Appends what another has signed, stretch by stretch, and facts in one atomic write: each signature is checked over the tree at the end of its blocks
 * before anything is written. `grown` is called in the tick in which the log has its new length, which is before all is done. Throws Hypercore's
 * INVALID_SIGNATURE.
 */
export async function appendSigned(
  core: Hypercore,
  stretches: readonly SignedBlocks[],
  facts: readonly UserDatum[],
  grown: () => void = () => undefined,
): Promise<void> {
  const { state } = core
  const last = stretches.at(-1)
  if (!last) throw new RangeError('nothing to append')
  const preappend = async () => {
    const tree = state.createTreeBatch()
    for (const one of stretches) {
      for (const block of one.blocks) tree.append(block)
      // The last is checked by Hypercore itself.
      if (one === last) break
      tree.signature = assembleSignature(core, one.signature)
      core.core._verifyBatchUpgrade(tree)
    }
    putFacts(core, facts)
    // Hypercore makes a tree next, and puts the same blocks into it: it gets this one, which has them.
    tree.append = () => undefined
    state.createTreeBatch = () => {
      Reflect.deleteProperty(state, 'createTreeBatch')
      return tree
    }
  }
  const blocks = stretches.flatMap((one) => one.blocks)
  await state.append(blocks, { signature: assembleSignature(core, last.signature), preappend, postappend: async () => grown() })
}

function putFacts({ state }: Hypercore, facts: readonly UserDatum[]): void {
  const tx = state._activeTx
  if (!tx) throw new Error('no write batch is open')
  for (const { key, value } of facts) tx.putUserData(key, value)
}

/** Hypercore's form of a raw signature. The bytes are copied, so that they do not keep a message alive. */
export function assembleSignature(core: Hypercore, signature: Buffer): Buffer {
  return core.core.verifier.assemble([{ signer: 0, signature: Buffer.from(signature), patch: 0, nodes: null }])
}

/** The raw 64 bytes within Hypercore's form. */
export function rawSignature(assembled: Buffer): Buffer {
  const signature = multisig.inflate(assembled).proofs[0]?.signature
  if (!signature) throw new Error('no signature')
  return Buffer.from(signature)
}

/** What the signer of a log signs: the tree at a length, fork 0. */
export const signable = (core: Hypercore, treeHash: Buffer, length: number): Buffer => signableOf(core.key, treeHash, length)

/** The same for a log that is not open. */
export const signableOf = (logId: Buffer, treeHash: Buffer, length: number): Buffer => treeSignable(logId, treeHash, length, 0)

/** The path of the write-ahead log that RocksDB writes to now. */
export async function currentWal(store: Corestore): Promise<string> {
  const { rocks } = store.storage
  return rocks.path + (await rocks.currentWalFile()).path
}

/** Whether a write failed in RocksDB itself. From then on it refuses every write until it is closed and opened. */
export const isFailedWrite = (error: unknown): boolean => error instanceof Error && error.message === 'Batch was not applied'

/** Blocks `from` (included) to `to` (excluded) in one trip to the disk, several times as fast as one `get` each. Null where there is none. */
export async function readBlocks(core: Hypercore, from: number, to: number): Promise<(Buffer | null)[]> {
  const rx = core.state.storage.read()
  const blocks: Promise<Buffer | null>[] = []
  for (let index = from; index < to; index += 1) blocks.push(rx.getBlock(index))
  rx.tryFlush()
  return Promise.all(blocks)
}

/** The tree hash at a length, without waiting for blocks that may not be there. */
export const treeHashAt = (core: Hypercore, length: number): Promise<Buffer> => Hypercore.treeHashFromStorage(core, length)

/** Nodes of the tree by their flat indexes, in one trip to the disk. Null where there is none. */
export async function readTreeNodes(core: Hypercore, indexes: readonly number[]): Promise<(TreeNode | null)[]> {
  const rx = core.state.storage.read()
  const nodes = indexes.map((index) => rx.getTreeNode(index))
  rx.tryFlush()
  return Promise.all(nodes)
}
