import { toHex } from '../crypto/bytes.ts'
import type { Log } from '../log/log.ts'
import { LogCopy } from '../log/log-copy.ts'
import { SegmentError } from '../log/segment.ts'
import type { Segment } from '../log/types.ts'
import { Pacer } from '../pacer.ts'
import { fillsDisk, LOG_LENGTH_MAX, limitOf } from '../space/quota.ts'
import type { Run } from './content.ts'
import { type CourierPorts, inOrder, takesFrom } from './ports.ts'
import type { Shelf, ShelfFile } from './shelf.ts'

/**
 * Takes from the drive what is missing here of one space, the roster first: what one group of logs says takes effect before the next is taken. Yields
 * how many entries came. Throws DISK_FULL.
 */
export async function* take(shelf: Shelf, ports: CourierPorts, signal?: AbortSignal): AsyncGenerator<number, void, void> {
  const { space } = shelf
  if (!takesFrom(space)) return
  for (let again = true; again; ) {
    again = false
    for (const group of await inOrder(space)) {
      let came = 0
      // First without what stands across the end of a gone member's log; with it only where nothing else brings what is before that end.
      for (const across of [false, true]) {
        for await (const count of new Taking(shelf, group, across).all(signal)) {
          came += count
          yield count
        }
      }
      if (signal?.aborted) return
      if (came === 0) continue
      await ports.read(space)
      if (!takesFrom(space)) return
      again = true
      break
    }
  }
}

/** How many entries of logs that are known the drive says to have beyond ours. */
export async function countWaiting({ space, ends }: Shelf): Promise<number> {
  if (!takesFrom(space)) return 0
  const logs = (await space.openLogs()).filter((log) => log instanceof LogCopy)
  return logs.reduce((sum, log) => sum + Math.max(0, Math.min(ends.get(toHex(log.id)) ?? 0, limitOf(space, log)) - log.length), 0)
}

/** One way through the files for one group of logs. */
class Taking {
  private readonly shelf: Shelf
  private readonly copies: LogCopy[]
  private readonly across: boolean
  /** Files that gave nothing, by the length that we held of a log then. */
  private readonly spent = new Set<string>()

  constructor(shelf: Shelf, group: readonly Log[], across: boolean) {
    this.shelf = shelf
    this.across = across
    this.copies = group.filter((log) => log instanceof LogCopy)
  }

  async *all(signal?: AbortSignal): AsyncGenerator<number, void, void> {
    for (let file = this.next(); file && !signal?.aborted; file = this.next()) {
      let came = 0
      for (const run of (await this.shelf.runsOf(file)) ?? []) {
        const copy = this.copies.find(({ id }) => run.segments[0]?.logId.equals(id))
        if (copy) came += await this.takeRun(file, copy, run)
      }
      if (came > 0) yield came
      else for (const copy of this.copies) this.spent.add(keyOf(file, copy, copy.length))
    }
  }

  /** A file that says to have what comes next in one of the logs. */
  private next(): ShelfFile | undefined {
    const wanted = this.copies.filter((copy) => copy.length < limitOf(this.shelf.space, copy))
    return this.shelf.files.find((file) => wanted.some((copy) => this.fits(file, copy)))
  }

  private fits(file: ShelfFile, copy: LogCopy): boolean {
    const spans = file.spans.get(toHex(copy.id))
    if (!spans || file.distrusted.has(toHex(copy.id)) || this.spent.has(keyOf(file, copy, copy.length))) return false
    return spans.some(({ start, head }) => start <= copy.length && copy.length < head.length)
  }

  private async takeRun(file: ShelfFile, copy: LogCopy, run: Run): Promise<number> {
    const before = copy.length
    const limit = limitOf(this.shelf.space, copy)
    const pace = new Pacer()
    for (const segment of run.segments) {
      if (pace.due) await pace.breathe()
      if (segment.length <= copy.length) continue
      if (segment.start > copy.length || copy.length >= limit || (segment.length > limit && !this.across)) break
      if (copy.length === before && !(await this.shelf.trusts(file, copy, run))) break
      if (!(await this.takeSegment(file, copy, segment))) break
    }
    return copy.length - before
  }

  private async takeSegment(file: ShelfFile, copy: LogCopy, segment: Segment): Promise<boolean> {
    if (segment.length > LOG_LENGTH_MAX || fillsDisk(this.shelf.space, copy, this.copies))
      return this.shelf.distrust(file, copy, 'too-long')
    if (!(await this.shelf.agrees(copy, segment))) return this.shelf.distrust(file, copy, 'forged')
    try {
      await copy.append(from(copy.length, segment))
      this.shelf.coverage.add(copy.id, segment.start, segment.length)
      return true
    } catch (error) {
      if (!(error instanceof SegmentError)) throw error
      // Over a stream the same came between our look and the write.
      if (error.fault === 'gap') return true
      return this.shelf.distrust(file, copy, error.fault === 'conflict' ? 'fork' : 'forged')
    }
  }
}

/** A segment without the blocks that are held: its signature is over the tree at its end, so it holds for any part up to there. */
function from(held: number, segment: Segment): Segment {
  return held <= segment.start ? segment : { ...segment, start: held, blocks: segment.blocks.slice(held - segment.start) }
}

const keyOf = (file: ShelfFile, copy: LogCopy, held: number): string => `${file.name} ${toHex(copy.id)} ${held}`
