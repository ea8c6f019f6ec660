import { equal } from '../crypto/bytes.ts'
import { verify } from '../crypto/sign.ts'
import { MalformedError, Reader, Writer } from './codec.ts'
import { signableOf } from './internals.ts'
import { logIdOf } from './log-id.ts'
import { endOfSpan, parentOf, rootsOf, type Span, siblingsOf, type TreeNode, treeHashOf } from './tree.ts'

/** Longest log that a witness may speak of, in blocks; and the most bytes that it may say are below one node. */
export const WITNESS_LENGTH_MAX = 2 ** 22
const SIZE_MAX = 2 ** 40
const NODE_BYTES = 32 + 8

/**
 * What a log's author has signed of one block, without the block: the leaf at `index`, and the nodes that lead from there to a tree that bears the
 * author's signature (docs/protocol.md section 7).
 */
export interface Witness {
  /** Device log key of the author. */
  signer: Buffer
  /** Length of the tree that is signed. */
  length: number
  /** Raw Ed25519, 64 bytes. */
  signature: Buffer
  index: number
  leaf: TreeNode
  /** Beside the way up from the leaf, bottom up; then the other roots, left to right. */
  nodes: TreeNode[]
}

/** A node of the signed tree that a witness has shown. */
export interface Part extends Span {
  hash: Buffer
}

/** Which nodes a witness brings, in its order. Throws a RangeError where no log is so long, or has no such block. */
export function nodesOf(index: number, length: number): Span[] {
  const { root, others } = rootFor(index, length)
  return [...siblingsOf(index, root), ...others]
}

export function encodeWitness({ signer, length, signature, index, leaf, nodes }: Witness): Buffer {
  const out = new Writer().raw(signer, 32).u64(length).raw(signature, 64).u64(index)
  for (const { hash, size } of [leaf, ...nodes]) out.raw(hash, 32).u64(size)
  return out.done()
}

/** Length of the longest one, in bytes. */
export const WITNESS_BYTES_MAX = 32 + 8 + 64 + 8 + NODE_BYTES * 44

/** Reads one; its number of nodes follows from length and index. Throws MalformedError. */
export function readWitness(reader: Reader): Witness {
  const signer = reader.fixed(32)
  const length = reader.u64()
  const signature = reader.fixed(64)
  const index = reader.u64()
  if (length > WITNESS_LENGTH_MAX || index >= length) throw new MalformedError('witness place')
  const [leaf, ...nodes] = Array.from({ length: 1 + nodesOf(index, length).length }, () => readNode(reader))
  if (!leaf) throw new MalformedError('witness leaf')
  return { signer, length, signature, index, leaf, nodes }
}

/** Throws MalformedError. */
export function decodeWitness(bytes: Buffer): Witness {
  if (bytes.length > WITNESS_BYTES_MAX) throw new MalformedError('witness too long')
  const reader = new Reader(bytes)
  const witness = readWitness(reader)
  reader.end()
  return witness
}

function readNode(reader: Reader): TreeNode {
  const hash = reader.fixed(32)
  const size = reader.u64()
  if (size > SIZE_MAX) throw new MalformedError('size of a node')
  return { hash, size }
}

/**
 * What a witness shows of the signed tree: nodes that together have every block below them, from left to right. Null where it does not bear the
 * signature of its log in this space.
 */
export function partsOf(space: Buffer, witness: Witness): Part[] | null {
  const { index, length, leaf, nodes } = witness
  const spans = nodesOf(index, length)
  if (spans.length !== nodes.length) return null
  const { root, others } = rootFor(index, length)
  let top = leaf
  const parts: Part[] = [{ from: index, height: 0, hash: leaf.hash }]
  const roots: (TreeNode & { span: Span })[] = []
  for (const [at, node] of nodes.entries()) {
    const span = spans[at] as Span
    parts.push({ ...span, hash: node.hash })
    if (at >= root.height) roots.push({ ...node, span: others[at - root.height] as Span })
    else top = span.from > index ? parentOf(top, node) : parentOf(node, top)
  }
  roots.push({ ...top, span: root })
  roots.sort((a, b) => a.span.from - b.span.from)
  const signed = signableOf(logIdOf(space, witness.signer), treeHashOf(roots), length)
  return verify(witness.signature, signed, witness.signer) ? parts.sort((a, b) => a.from - b.from) : null
}

function rootFor(index: number, length: number): { root: Span; others: Span[] } {
  const roots = rootsOf(length)
  const root = roots.find((one) => index < endOfSpan(one))
  if (!root || index < 0) throw new RangeError('no such block')
  return { root, others: roots.filter((one) => one !== root) }
}

/** Two witnesses that one author has signed two different blocks for one place, of which everything before is the same. */
export interface ForkProof {
  /** The branch whose leaf is the smaller comes first. */
  branches: [Witness, Witness]
}

export const FORK_PROOF_BYTES_MAX = 2 * WITNESS_BYTES_MAX

/** Puts two witnesses together. What it returns is to be checked. */
export const forkProof = (a: Witness, b: Witness): ForkProof => ({
  branches: Buffer.compare(a.leaf.hash, b.leaf.hash) < 0 ? [a, b] : [b, a],
})

export const encodeForkProof = ({ branches: [a, b] }: ForkProof): Buffer => Buffer.concat([encodeWitness(a), encodeWitness(b)])

/** Reads one. Throws MalformedError. */
export const readForkProof = (reader: Reader): ForkProof => ({ branches: [readWitness(reader), readWitness(reader)] })

/** Throws MalformedError. */
export function decodeForkProof(bytes: Buffer): ForkProof {
  if (bytes.length > FORK_PROOF_BYTES_MAX) throw new MalformedError('fork proof too long')
  const reader = new Reader(bytes)
  const proof = readForkProof(reader)
  reader.end()
  return proof
}

/**
 * Whether two branches of one log bear its signature, and this is the first block in which they differ. Nobody but who has the log's key can make
 * such a proof: an author who only ever appends never signs two.
 */
export function provesFork(space: Buffer, { branches: [a, b] }: ForkProof): boolean {
  if (!equal(a.signer, b.signer) || a.index !== b.index || Buffer.compare(a.leaf.hash, b.leaf.hash) >= 0) return false
  const [left, right] = [partsOf(space, a), partsOf(space, b)]
  if (!left || !right) return false
  const before = (parts: readonly Part[]) => parts.filter(({ from }) => from < a.index)
  const [mine, theirs] = [before(left), before(right)]
  // What lies before a block are the roots of the tree up to there, in a tree of any length.
  return mine.length === theirs.length && mine.every(({ from, height, hash }, at) => isNode(theirs[at], { from, height, hash }))
}

const isNode = (part: Part | undefined, { from, height, hash }: Part): boolean =>
  part?.from === from && part.height === height && equal(part.hash, hash)
