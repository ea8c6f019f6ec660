import { bareHash } from '../crypto/hash.ts'

/** A node of Hypercore's Merkle tree: its hash, and the bytes of all blocks below it. */
export interface TreeNode {
  hash: Buffer
  size: number
}

/** The blocks below a node: 2^height of them from `from` on. */
export interface Span {
  from: number
  height: number
}

const LEAF = Buffer.from([0])
const PARENT = Buffer.from([1])
const ROOT = Buffer.from([2])

/** The place of a node in Hypercore's storage (a flat tree). */
export const flatIndex = ({ from, height }: Span): number => 2 * from + 2 ** height - 1

/** The block behind the last one of a span. */
export const endOfSpan = ({ from, height }: Span): number => from + 2 ** height

export const leafHash = (block: Uint8Array): Buffer => bareHash([LEAF, size64(block.byteLength), block])

export const parentOf = (left: TreeNode, right: TreeNode): TreeNode => {
  const size = left.size + right.size
  return { hash: bareHash([PARENT, size64(size), left.hash, right.hash]), size }
}

/** Hypercore's tree hash: over the roots of a tree, from left to right. */
export const treeHashOf = (roots: readonly (TreeNode & { span: Span })[]): Buffer =>
  bareHash([ROOT, ...roots.flatMap(({ hash, size, span }) => [hash, size64(flatIndex(span)), size64(size)])])

/** The roots of a tree of so many blocks, from left to right. */
export function rootsOf(length: number): Span[] {
  const roots: Span[] = []
  for (let from = 0; from < length; ) {
    const height = Math.floor(Math.log2(length - from))
    roots.push({ from, height })
    from += 2 ** height
  }
  return roots
}

/** The nodes beside the way from a block up to its root, bottom up. */
export function siblingsOf(index: number, root: Span): Span[] {
  return Array.from({ length: root.height }, (_, height) => ({ from: (Math.floor(index / 2 ** height) ^ 1) * 2 ** height, height }))
}

/** 8 bytes, little-endian, as Hypercore writes numbers. */
function size64(value: number): Buffer {
  const out = Buffer.alloc(8)
  out.writeBigUInt64LE(BigInt(value))
  return out
}
