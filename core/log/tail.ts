import type { Log } from './log.ts'
import { flatIndex, parentOf, rootsOf, type Span, type TreeNode, treeHashOf } from './tree.ts'

/** The tree of one branch of a log from a length on: its hash at every length, and its leaves, without the blocks. */
export class Tail {
  /** The length that it begins at. */
  readonly start: number
  /** Roots of the tree at `start`, left to right. */
  readonly base: readonly TreeNode[]
  readonly leaves: TreeNode[] = []
  /** By flat index: all nodes that are a root at some length from the start on. */
  private readonly nodes = new Map<number, TreeNode>()
  private readonly hashes = new Map<number, Buffer>()

  /** Throws a RangeError where a tree of this length has another number of roots. */
  constructor(start: number, base: readonly TreeNode[]) {
    const spans = rootsOf(start)
    if (spans.length !== base.length) throw new RangeError('roots of another length')
    this.start = start
    this.base = base
    for (const [at, node] of base.entries()) this.nodes.set(flatIndex(spans[at] as Span), node)
  }

  get length(): number {
    return this.start + this.leaves.length
  }

  /** Null before the start and beyond the end. */
  treeHashAt(length: number): Buffer | null {
    if (!(length >= this.start && length <= this.length)) return null
    const known = this.hashes.get(length) ?? this.hashOf(length, this.nodes)
    this.hashes.set(length, known)
    return known
  }

  /** Adds leaves if the tree hash that they lead to is good: all of them, or none and false. */
  grow(leaves: readonly TreeNode[], isGood: (treeHash: Buffer, length: number) => boolean = () => true): boolean {
    const fresh = new Map<number, TreeNode>()
    for (const [at, leaf] of leaves.entries()) this.addLeaf(fresh, this.length + at, leaf)
    const length = this.length + leaves.length
    if (leaves.length === 0 || !isGood(this.hashOf(length, this.nodes, fresh), length)) return false
    for (const [index, node] of fresh) this.nodes.set(index, node)
    for (const leaf of leaves) this.leaves.push(leaf)
    return true
  }

  /** Another of the same start, with nothing behind it yet. */
  atStart(): Tail {
    return new Tail(this.start, this.base)
  }

  /** Another that grows apart from this one. */
  copy(): Tail {
    const copy = this.atStart()
    for (const leaf of this.leaves) copy.leaves.push(leaf)
    for (const [index, node] of this.nodes) copy.nodes.set(index, node)
    return copy
  }

  /** A leaf, and the nodes above it that it makes whole: two of one height come under one, as a binary counter carries. */
  private addLeaf(fresh: Map<number, TreeNode>, index: number, leaf: TreeNode): void {
    let node = leaf
    let span: Span = { from: index, height: 0 }
    fresh.set(flatIndex(span), node)
    while ((span.from / 2 ** span.height) % 2 === 1) {
      const left = flatIndex({ from: span.from - 2 ** span.height, height: span.height })
      node = parentOf(present(fresh.get(left) ?? this.nodes.get(left)), node)
      span = { from: span.from - 2 ** span.height, height: span.height + 1 }
      fresh.set(flatIndex(span), node)
    }
  }

  private hashOf(length: number, ...maps: ReadonlyMap<number, TreeNode>[]): Buffer {
    const roots = rootsOf(length).map((span) => {
      const index = flatIndex(span)
      return { ...present(maps.map((nodes) => nodes.get(index)).find((node) => node !== undefined)), span }
    })
    return treeHashOf(roots)
  }
}

function present(node: TreeNode | undefined): TreeNode {
  if (!node) throw new Error('a node of the tree is missing')
  return node
}

/** Nodes that are read in one trip to the disk. */
const NODES_A_TRIP = 1024

/** The tail of a log that is held, as far as it is: from `start` on, `max` leaves at most. Null where it is not that long. */
export async function tailOf(log: Log, start: number, max: number): Promise<Tail | null> {
  if (log.length < start) return null
  const tail = new Tail(start, await log.nodes(rootsOf(start)))
  await followLog(tail, log, max)
  return tail
}

/** Brings a tail up to the length that its log is held to, `max` leaves at most. False where the log is not that of the tail any more. */
export async function followLog(tail: Tail, log: Log, max: number): Promise<boolean> {
  const { length } = tail
  if (log.length < length || !tail.treeHashAt(length)?.equals(await log.treeHashAt(length))) return false
  const end = Math.min(log.length, tail.start + max)
  for (let from = length; from < end; from = tail.length) {
    const count = Math.min(NODES_A_TRIP, end - from)
    tail.grow(await log.nodes(Array.from({ length: count }, (_, at) => ({ from: from + at, height: 0 }))))
  }
  return true
}
