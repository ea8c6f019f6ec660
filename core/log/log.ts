import { setImmediate } from 'node:timers/promises'
import type Hypercore from 'hypercore'
import { equal } from '../crypto/bytes.ts'
import { verify } from '../crypto/sign.ts'
import type { Boundaries } from './boundaries.ts'
import type { LogHost } from './host.ts'
import { rawSignature, readBlocks, readTreeNodes, signable, treeHashAt } from './internals.ts'
import { Queue } from './queue.ts'
import { endOfSpan, flatIndex, type Span, type TreeNode } from './tree.ts'
import type { Segment, SignedHead } from './types.ts'
import { nodesOf, type Witness } from './witness.ts'

const READ_BLOCKS = 256
const READ_BYTES = 4 * 1024 * 1024

/** Where a log stands in the open store. The store puts a new one in place when it had to be closed and opened. */
export interface Seat {
  core: Hypercore
  boundaries: Boundaries
}

/** What reading a log and passing it on need, own or foreign. */
export abstract class Log {
  readonly id: Buffer
  readonly signer: Buffer
  protected readonly host: LogHost
  protected readonly queue = new Queue()
  protected readonly listeners = new Set<() => void>()
  protected seat: Seat

  constructor(host: LogHost, signer: Buffer, seat: Seat) {
    this.host = host
    this.signer = signer
    this.seat = seat
    this.id = seat.core.key
  }

  /** Number of blocks. In an own log those that are synced: only they may leave this computer. */
  abstract get length(): number

  /** Bytes of all blocks. */
  get byteLength(): number {
    return this.seat.core.byteLength
  }

  /** Length, tree hash and signature as they stand together in this tick; null for an empty log. */
  abstract head(): SignedHead | null

  /** Calls back after each append. Returns how to stop that. */
  onAppend(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Block `index`. Throws a RangeError beyond the length. */
  async get(index: number): Promise<Buffer> {
    const [block] = await this.blocks(index, index + 1)
    if (!block) throw new RangeError('no such block')
    return block
  }

  /**
   * Blocks `from` (included) to `to` (excluded), in batches of at most 256 blocks and about 4 MiB. The next batch is read while the caller works on one.
   * Throws a RangeError where a block is not there.
   */
  async *read(from: number, to = this.length): AsyncGenerator<{ index: number; blocks: Buffer[] }, void, void> {
    let index = from
    let count = READ_BLOCKS / 16
    let next: Promise<Buffer[]> | null = null
    while (index < to) {
      const blocks: Buffer[] = await (next ?? this.blocks(index, Math.min(to, index + count)))
      const after = index + blocks.length
      const bytes = blocks.reduce((sum, block) => sum + block.length, 0)
      // What follows short blocks may be long ones: it is gone up to slowly.
      count = Math.max(1, Math.min(READ_BLOCKS, 2 * blocks.length, Math.floor((READ_BYTES * blocks.length) / Math.max(1, bytes))))
      next = after < to ? this.blocks(after, Math.min(to, after + count)) : null
      // Heard above, when its turn comes; a caller that stops before has no use for it.
      next?.catch(() => undefined)
      yield { index, blocks }
      index = after
    }
  }

  /** Hypercore's tree hash at a length of at most the present one. */
  treeHashAt(length: number): Promise<Buffer> {
    return this.host.use(() => treeHashAt(this.seat.core, length))
  }

  /** Whether a head bears this log's signature. Needs no blocks. */
  checkHead(head: SignedHead): boolean {
    return verify(head.signature, signable(this.seat.core, head.treeHash, head.length), this.signer)
  }

  /** Whether a head, at a length that is held, agrees with what is held. */
  async agrees(head: SignedHead): Promise<boolean> {
    return head.length > this.length || equal(await this.treeHashAt(head.length), head.treeHash)
  }

  /** Nodes of the tree; each of blocks that are held. Throws a RangeError where one is not. */
  async nodes(spans: readonly Span[]): Promise<TreeNode[]> {
    const found = await this.host.use(() => readTreeNodes(this.seat.core, spans.map(flatIndex)))
    return found.map((node, at) => {
      if (!node || endOfSpan(spans[at] as Span) > this.length) throw new RangeError('no such node')
      return { hash: Buffer.from(node.hash), size: node.size }
    })
  }

  /** What the author has signed of block `index`, by the head that is held. Null at or beyond it. */
  async witness(index: number): Promise<Witness | null> {
    const head = this.head()
    if (!head || index < 0 || index >= head.length) return null
    const { length, signature } = head
    const [leaf, ...nodes] = await this.nodes([{ from: index, height: 0 }, ...nodesOf(index, length)])
    return leaf ? { signer: this.signer, length, signature, index, leaf, nodes } : null
  }

  /** The segment that begins at `start`: to the next boundary, or to the head. Null at or beyond the head. */
  async segmentFrom(start: number): Promise<Segment | null> {
    const head = this.head()
    if (!head || start < 0 || start >= head.length) return null
    const boundary = await this.host.use(() => this.seat.boundaries.after(start))
    const end = boundary && boundary.length < head.length ? { length: boundary.length, signature: await this.signatureAt(boundary) } : head
    return { logId: this.id, start, length: end.length, signature: end.signature, blocks: await this.blocks(start, end.length) }
  }

  /** For the store: this log's place after it was closed and opened. */
  reseat(seat: Seat): void {
    this.seat = seat
    // What was not synced may be gone.
    this.host.recent.forget(this)
  }

  /** For the store: resolves when everything queued now has ended. */
  idle(): Promise<void> {
    return this.queue.idle()
  }

  protected abstract signatureAt(boundary: { length: number; signature: Buffer }): Promise<Buffer>

  /** A listener that throws must not make an append look failed that is written: its error goes where uncaught ones go. */
  protected appended(): void {
    for (const listener of this.listeners) {
      try {
        listener()
      } catch (error) {
        queueMicrotask(() => {
          throw error
        })
      }
    }
  }

  private async blocks(from: number, to: number): Promise<Buffer[]> {
    const recent = this.host.recent.read(this, from, to)
    if (recent) {
      // As a read from the disk does: a reader that never waits would keep the thread from everybody else.
      await setImmediate()
      return recent
    }
    const blocks = await this.host.use(() => readBlocks(this.seat.core, from, to))
    return blocks.map((block) => {
      if (!block) throw new RangeError('no such block')
      return block
    })
  }
}

/** Where an open log stands. */
export function headOf(core: Hypercore): SignedHead | null {
  const { state } = core
  if (state.length === 0 || !state.signature) return null
  return { length: state.length, treeHash: state.hash(), signature: rawSignature(state.signature) }
}
