import { equal } from '../crypto/bytes.ts'
import { appendSigned } from './internals.ts'
import { headOf, Log } from './log.ts'
import { checkShape, SegmentError } from './segment.ts'
import type { Segment, SignedHead } from './types.ts'

/** Segments that are written at one go. */
const TOGETHER_MAX = 4

interface Coming {
  segment: Segment
  resolve(how: 'added' | 'held'): void
  reject(error: unknown): void
}

/** A log that another computer writes, held without any private key. */
export class LogCopy extends Log {
  /** What waits for its turn, and what has it. */
  private readonly coming: Coming[] = []
  private taking: readonly Coming[] = []

  get length(): number {
    return this.seat.core.length
  }

  head(): SignedHead | null {
    return headOf(this.seat.core)
  }

  /**
   * Takes a segment that starts at the length held, or where what is being taken in ends: all of it or nothing. `held`: it is here already. Not synced: a
   * copy lost by a power cut comes back from its peers, and a receipt syncs first. Throws SegmentError, and DISK_FULL, which does not speak against the
   * sender.
   */
  async append(segment: Segment): Promise<'added' | 'held'> {
    checkShape(segment)
    if (!equal(segment.logId, this.id)) throw new SegmentError('malformed', 'another log')
    return new Promise((resolve, reject) => {
      this.coming.push({ segment, resolve, reject })
      void this.queue.run(() => this.takeIn())
    })
  }

  /** The length once all is in that is being taken in. */
  get reach(): number {
    return [...this.taking, ...this.coming].reduce((end, { segment }) => Math.max(end, segment.length), this.length)
  }

  /** Takes in what came first, with what follows it: a write of several segments takes little longer than one of one. */
  private async takeIn(): Promise<void> {
    this.taking = this.coming.splice(0, this.following())
    if (!(await this.together(this.taking))) for (const one of this.taking) await this.alone(one)
    this.taking = []
  }

  /** How many of those that wait can be taken in at one go. */
  private following(): number {
    let end = this.length
    const until = this.coming.findIndex(({ segment }, at) => {
      const follows = at < TOGETHER_MAX && segment.start === end
      end = segment.length
      return !follows
    })
    return until === -1 ? this.coming.length : Math.max(1, until)
  }

  /** Whether several were taken in, or none could be, whichever it is; else each has its own turn, in which it shows which is at fault. */
  private async together(group: readonly Coming[]): Promise<boolean> {
    if (group.length < 2) return false
    try {
      await this.add(group.map(({ segment }) => segment))
      for (const { resolve } of group) resolve('added')
    } catch (error) {
      if (error instanceof SegmentError) return false
      for (const { reject } of group) reject(error)
    }
    return true
  }

  private async alone({ segment, resolve, reject }: Coming): Promise<void> {
    try {
      resolve(await this.take(segment))
    } catch (error) {
      reject(error)
    }
  }

  private async take(segment: Segment): Promise<'added' | 'held'> {
    if (segment.length <= this.length) return this.held(segment)
    await this.add([segment])
    return 'added'
  }

  private async add(segments: readonly Segment[]): Promise<void> {
    await this.host.mend()
    try {
      await this.host.write(() => this.grow(segments))
    } catch (error) {
      if (isBadSignature(error)) throw new SegmentError('signature', 'does not verify')
      throw error
    }
    this.appended()
  }

  private async grow(segments: readonly Segment[]): Promise<void> {
    const { core, boundaries } = this.seat
    const from = core.length
    if (segments[0]?.start !== from) throw new SegmentError('gap', 'does not start at the length held')
    const blocks = segments.flatMap((one) => one.blocks)
    const ends = boundaries.within(from, core.byteLength, blocks).map((end) => {
      const segment = segments.find(({ length }) => length === end.length)
      if (!segment) throw new SegmentError('malformed', 'crosses a boundary')
      return { ...end, signature: segment.signature }
    })
    await appendSigned(core, segments, boundaries.facts(ends), () => {
      boundaries.passed(ends)
      this.host.recent.add(this, from, blocks)
    })
  }

  /** A segment of what is held bears a signature over the tree that is held; any other speaks of another branch, or of nothing. */
  private async held(segment: Segment): Promise<'held'> {
    const head = { length: segment.length, treeHash: await this.treeHashAt(segment.length), signature: segment.signature }
    if (!this.checkHead(head)) throw new SegmentError('conflict', 'is not of the tree that is held')
    return 'held'
  }

  protected async signatureAt(boundary: { signature: Buffer }): Promise<Buffer> {
    return boundary.signature
  }
}

const isBadSignature = (error: unknown): boolean =>
  error instanceof Error && ((error as { code?: string }).code === 'INVALID_SIGNATURE' || error.message === 'Out of bounds')
