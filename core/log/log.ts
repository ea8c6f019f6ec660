import type Hypercore from 'hypercore'
import type { KeyPair } from 'hypercore'
import { equal } from '../crypto/bytes.ts'
import { sign, type SignKeyPair, verify } from '../crypto/sign.ts'
import { Boundaries } from './boundaries.ts'
import { appendWith, rawSignature, signable, treeHashAt } from './internals.ts'
import { Queue } from './queue.ts'
import { checkShape, SegmentError } from './segment.ts'
import type { Segment, SignedHead } from './types.ts'

const READ_BATCH = 256

/** What reading a log and passing it on need, own or foreign. */
export abstract class Log {
  readonly id: Buffer
  readonly signer: Buffer
  protected readonly core: Hypercore
  protected readonly boundaries: Boundaries
  protected readonly queue = new Queue()
  protected readonly listeners = new Set<() => void>()

  constructor(core: Hypercore, signer: Buffer, boundaries: Boundaries) {
    this.core = core
    this.id = core.key
    this.signer = signer
    this.boundaries = boundaries
  }

  get length(): number {
    return this.core.length
  }

  /** Calls back after each append. Returns how to stop that. */
  onAppend(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Block `index`. Throws a RangeError beyond the length. */
  async get(index: number): Promise<Buffer> {
    const block = await this.core.get(index, { wait: false })
    if (!block) throw new RangeError('no such block')
    return block
  }

  /** Blocks `from` (included) to `to` (excluded), in batches. */
  async *read(from: number, to = this.length): AsyncGenerator<{ index: number; blocks: Buffer[] }, void, void> {
    for (let index = from; index < to; index += READ_BATCH) {
      const count = Math.min(READ_BATCH, to - index)
      yield { index, blocks: await Promise.all(Array.from({ length: count }, (_, i) => this.get(index + i))) }
    }
  }

  /** Hypercore's tree hash at a length of at most the present one. */
  treeHashAt(length: number): Promise<Buffer> {
    return treeHashAt(this.core, length)
  }

  /** Length, tree hash and signature as they stand together in this tick; null for an empty log. */
  head(): SignedHead | null {
    const { state } = this.core
    if (state.length === 0 || !state.signature) return null
    return { length: state.length, treeHash: state.hash(), signature: rawSignature(state.signature) }
  }

  /** Whether a head bears this log's signature. Needs no blocks. */
  checkHead(head: SignedHead): boolean {
    return verify(head.signature, signable(this.core, head.treeHash, head.length), this.signer)
  }

  /** Whether a head, at a length that is held, agrees with what is held. */
  async agrees(head: SignedHead): Promise<boolean> {
    return head.length > this.length || equal(await this.treeHashAt(head.length), head.treeHash)
  }

  /** The segment that begins at `start`: to the next boundary, or to the head. Null at or beyond the head. */
  async segmentFrom(start: number): Promise<Segment | null> {
    const head = this.head()
    if (!head || start < 0 || start >= head.length) return null
    const boundary = await this.boundaries.after(start)
    const end = boundary && boundary.length < head.length ? { length: boundary.length, signature: await this.signatureAt(boundary) } : head
    const blocks: Buffer[] = []
    for await (const batch of this.read(start, end.length)) blocks.push(...batch.blocks)
    return { logId: this.id, start, length: end.length, signature: end.signature, blocks }
  }

  async close(): Promise<void> {
    await this.queue.idle()
    await this.core.close()
  }

  protected abstract signatureAt(boundary: { length: number; signature: Buffer }): Promise<Buffer>

  protected appended(): void {
    for (const listener of this.listeners) listener()
  }
}

/** A log that this computer writes. The key pair is in memory only. */
export class OwnLog extends Log {
  private readonly keyPair: KeyPair
  private readonly sync: <T>(write: () => Promise<T>) => Promise<T>

  constructor(core: Hypercore, keyPair: SignKeyPair, boundaries: Boundaries, sync: <T>(write: () => Promise<T>) => Promise<T>) {
    super(core, keyPair.publicKey, boundaries)
    this.keyPair = keyPair
    this.sync = sync
  }

  /**
   * Appends what `build` makes for the true next index, one batch at a time. Resolves only when everything is synced: what this promise
   * acknowledges survives a power cut.
   */
  append(build: (index: number) => Promise<Buffer[]> | Buffer[]): Promise<{ index: number; head: SignedHead }> {
    return this.queue.run(async () => {
      const index = this.length
      const blocks = await build(index)
      if (blocks.length === 0) throw new RangeError('nothing to append')
      const ends = this.boundaries.within(index, this.core.byteLength, blocks)
      await this.sync(() => appendWith(this.core, blocks, { keyPair: this.keyPair }, this.boundaries.facts(ends)))
      this.boundaries.passed(ends)
      const head = this.head()
      if (!head) throw new Error('a log with blocks has a head')
      this.appended()
      return { index, head }
    })
  }

  protected async signatureAt(boundary: { length: number }): Promise<Buffer> {
    return sign(signable(this.core, await this.treeHashAt(boundary.length), boundary.length), this.keyPair.secretKey)
  }
}

/** A log that another computer writes, held without any private key. */
export class LogCopy extends Log {
  private readonly guard: <T>(write: () => Promise<T>) => Promise<T>

  constructor(core: Hypercore, signer: Buffer, boundaries: Boundaries, guard: <T>(write: () => Promise<T>) => Promise<T>) {
    super(core, signer, boundaries)
    this.guard = guard
  }

  /**
   * Takes a segment that starts at the length held: all of it or nothing. `held`: it is here already. Not synced: a copy lost by a power cut
   * comes back from its peers, and a receipt syncs first. Throws SegmentError.
   */
  append(segment: Segment): Promise<'added' | 'held'> {
    checkShape(segment)
    if (!equal(segment.logId, this.id)) throw new SegmentError('malformed', 'another log')
    return this.queue.run(async () => {
      const { length } = this
      if (segment.length <= length) return 'held'
      if (segment.start !== length) throw new SegmentError('gap', 'does not start at the length held')
      const ends = this.boundaries.within(length, this.core.byteLength, segment.blocks)
      const [end] = ends
      if (ends.length > 1 || (end && end.length !== segment.length)) throw new SegmentError('malformed', 'crosses a boundary')
      const signed = ends.map((one) => ({ ...one, signature: segment.signature }))
      try {
        await this.guard(() => appendWith(this.core, segment.blocks, { signature: segment.signature }, this.boundaries.facts(signed)))
      } catch (error) {
        if (isBadSignature(error)) throw new SegmentError('signature', 'does not verify')
        throw error
      }
      this.boundaries.passed(signed)
      this.appended()
      return 'added'
    })
  }

  protected async signatureAt(boundary: { signature: Buffer }): Promise<Buffer> {
    return boundary.signature
  }
}


const isBadSignature = (error: unknown): boolean =>
  error instanceof Error && ((error as { code?: string }).code === 'INVALID_SIGNATURE' || error.message === 'Out of bounds')
