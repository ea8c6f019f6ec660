import type Hypercore from 'hypercore'
import { Reader, Writer } from './codec.ts'
import type { UserDatum } from './internals.ts'

export const SEGMENT_BLOCKS_MAX = 64
const SEGMENT_BYTES = 512 * 1024
export const SEGMENT_BYTES_MAX = 768 * 1024

/** The end of a fixed segment: where it lies, and the author's signature there where we have to keep it. */
export interface Boundary {
  length: number
  byteLength: number
  /** Raw; zeros in an own log, whose author can sign an old length again. */
  signature: Buffer
}

const START: Boundary = { length: 0, byteLength: 0, signature: Buffer.alloc(64) }
const keyOf = (n: number) => `boundary:${n}`
const encode = (boundary: Boundary): Buffer => new Writer().u64(boundary.length).u64(boundary.byteLength).raw(boundary.signature, 64).done()

function decode(bytes: Buffer): Boundary {
  const reader = new Reader(bytes)
  return { length: reader.u64(), byteLength: reader.u64(), signature: reader.fixed(64) }
}

/**
 * The boundaries of one log (docs/protocol.md section 7), kept beside the blocks as numbered user data. Boundary n ends segment n;
 * only their count and the last are held in memory.
 */
export class Boundaries {
  private readonly core: Hypercore
  private count = 0
  private last = START
  /** Where the last answer of `after` ends, and its number: a log is mostly passed on segment by segment. */
  private answered = { length: 0, next: 0 }

  private constructor(core: Hypercore) {
    this.core = core
  }

  /** Finds how many there are by doubling and halving: a log of 300,000 blocks costs about 25 reads. */
  static async load(core: Hypercore): Promise<Boundaries> {
    const found = new Boundaries(core)
    let high = 1
    while (await found.read(high - 1)) high *= 2
    let low = Math.floor(high / 2)
    while (low < high - 1) {
      const middle = Math.floor((low + high) / 2)
      if (await found.read(middle - 1)) low = middle
      else high = middle
    }
    found.count = low
    found.last = (low > 0 && (await found.read(low - 1))) || START
    return found
  }

  /** Lengths at which segments end within `blocks`, appended at `length` and `byteLength`. */
  within(length: number, byteLength: number, blocks: readonly Buffer[]): Boundary[] {
    const ends: Boundary[] = []
    let last = this.last
    let bytes = byteLength
    blocks.forEach((block, i) => {
      bytes += block.length
      const at = length + i + 1
      if (at - last.length >= SEGMENT_BLOCKS_MAX || bytes - last.byteLength >= SEGMENT_BYTES) {
        last = { length: at, byteLength: bytes, signature: START.signature }
        ends.push(last)
      }
    })
    return ends
  }

  /** The facts to write with an append that passes these boundaries. */
  facts(ends: readonly Boundary[]): UserDatum[] {
    return ends.map((end, i) => ({ key: keyOf(this.count + i), value: encode(end) }))
  }

  /** The append with these boundaries is written. */
  passed(ends: readonly Boundary[]): void {
    this.count += ends.length
    this.last = ends.at(-1) ?? this.last
  }

  /** The first boundary beyond `start`, or null where the log has not reached one. */
  async after(start: number): Promise<Boundary | null> {
    const follows = start === this.answered.length
    let low = follows ? this.answered.next : 0
    let high = follows ? low : this.count
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      const boundary = await this.read(middle)
      if (boundary && boundary.length > start) high = middle
      else low = middle + 1
    }
    const found = low < this.count ? await this.read(low) : null
    if (found) this.answered = { length: found.length, next: low + 1 }
    return found
  }

  private async read(n: number): Promise<Boundary | null> {
    const bytes = await this.core.getUserData(keyOf(n))
    return bytes ? decode(bytes) : null
  }
}
