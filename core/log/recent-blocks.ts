import type { Log } from './log.ts'

/** Bytes of all logs together. What comes is read right after, for the index and for the peers who hold less. */
const BYTES_MAX = 16 * 1024 * 1024

/** Blocks that came together. */
interface Part {
  from: number
  blocks: readonly Buffer[]
  bytes: number
}

/** What came into the copies of a store last, as it was written: reading it back from the disk takes as long as decrypting it. */
export class RecentBlocks {
  private readonly max: number
  /** Of each log its end, without gaps. */
  private readonly tails = new Map<Log, Part[]>()
  /** Whose part is the oldest, whose the next, and so on. */
  private order: Log[] = []
  private bytes = 0

  constructor(max = BYTES_MAX) {
    this.max = max
  }

  /** These blocks were appended to the log at `from`. The oldest of all logs make room for them. */
  add(log: Log, from: number, blocks: readonly Buffer[]): void {
    if (this.endOf(log) !== from) this.forget(log)
    const part = { from, blocks, bytes: blocks.reduce((sum, { length }) => sum + length, 0) }
    const tail = this.tails.get(log) ?? []
    tail.push(part)
    this.tails.set(log, tail)
    this.order.push(log)
    this.bytes += part.bytes
    while (this.bytes > this.max) this.drop()
  }

  /** Blocks `from` (included) to `to` (excluded), where all of them are kept; else null. */
  read(log: Log, from: number, to: number): Buffer[] | null {
    const tail = this.tails.get(log)
    const first = tail?.[0]
    if (!tail || !first || from < first.from || to > this.endOf(log)) return null
    const found: Buffer[] = []
    for (const part of tail.slice(partOf(tail, from), partOf(tail, to - 1) + 1)) {
      for (const block of part.blocks.slice(Math.max(0, from - part.from), to - part.from)) found.push(block)
    }
    return found
  }

  /** What is on the disk of this log may be another now. */
  forget(log: Log): void {
    for (const { bytes } of this.tails.get(log) ?? []) this.bytes -= bytes
    if (this.tails.delete(log)) this.order = this.order.filter((one) => one !== log)
  }

  private endOf(log: Log): number {
    const last = this.tails.get(log)?.at(-1)
    return last ? last.from + last.blocks.length : -1
  }

  private drop(): void {
    const log = this.order.shift()
    const tail = log && this.tails.get(log)
    if (!tail) return
    this.bytes -= tail.shift()?.bytes ?? 0
    if (tail.length === 0) this.tails.delete(log)
  }
}

/** Which of the parts holds a block that one of them holds. */
function partOf(tail: readonly Part[], index: number): number {
  let low = 0
  let high = tail.length
  while (low < high - 1) {
    const middle = Math.floor((low + high) / 2)
    if ((tail[middle]?.from ?? 0) > index) high = middle
    else low = middle
  }
  return low
}
