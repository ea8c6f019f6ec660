import { equal, toHex } from '../crypto/bytes.ts'
import type { Log } from '../log/log.ts'
import type { Segment } from '../log/types.ts'
import { Pacer } from '../pacer.ts'
import type { Space } from '../space/space.ts'
import { decodeContent, type Run, type Span, spanOf } from './content.ts'
import { Coverage } from './coverage.ts'
import { FileFault } from './fault.ts'
import { openFile } from './file.ts'
import type { CourierFolder } from './folder.ts'
import type { PassOver } from './ports.ts'

/** Runs that are remembered of one space's files: hostile ones could hold millions. */
const SPANS_MAX = 200_000

/** A file of one space, without its blocks. A log that it lied about is not looked for in it again. */
export interface ShelfFile {
  readonly name: string
  /** By log id in hexadecimal. */
  readonly spans: ReadonlyMap<string, readonly Span[]>
  readonly distrusted: Set<string>
}

/** The file that was read last, kept once for all spaces: files are large, and often wanted twice in a row. */
export interface Recent {
  name: string
  runs: Run[]
}

/** What the drive holds of one space. */
export class Shelf {
  readonly space: Space
  readonly files: ShelfFile[] = []
  /** Of each log, by its id in hexadecimal, the length up to which a file says to have it. */
  readonly ends = new Map<string, number>()
  readonly coverage = new Coverage()
  readonly carry: Buffer
  private readonly folder: CourierFolder
  private readonly recent: Recent
  private readonly passOver: PassOver
  private spans = 0

  constructor(space: Space, carry: Buffer, folder: CourierFolder, recent: Recent, passOver: PassOver) {
    this.space = space
    this.carry = carry
    this.folder = folder
    this.recent = recent
    this.passOver = passOver
  }

  /** Reads a file of this space, and compares what of it is held here already. A file that is not as it should be is passed over. */
  async put(name: string): Promise<void> {
    const file: ShelfFile = { name, spans: new Map(), distrusted: new Set() }
    const runs = await this.runsOf(file)
    if (!runs) return
    this.spans += runs.length
    if (this.spans > SPANS_MAX) return this.passOver(name, 'too-long')
    const spans = Map.groupBy(runs.map(spanOf), ({ logId }) => toHex(logId))
    const read = { ...file, spans }
    this.files.push(read)
    for (const [log, all] of spans)
      this.ends.set(
        log,
        all.reduce((most, { head }) => Math.max(most, head.length), this.ends.get(log) ?? 0),
      )
    const logs = new Map((await this.space.openLogs()).map((log) => [toHex(log.id), log]))
    const pace = new Pacer()
    for (const run of runs) {
      if (pace.due) await pace.breathe()
      const log = logs.get(toHex(spanOf(run).logId))
      if (log && (await this.trusts(read, log, run))) await this.compare(read, log, run)
    }
  }

  /** A file's runs; null, and passed over, where it cannot be opened. */
  async runsOf(file: ShelfFile): Promise<Run[] | null> {
    if (this.recent.name === file.name) return this.recent.runs
    try {
      const runs = decodeContent(openFile(this.carry, await this.folder.read(file.name)))
      Object.assign(this.recent, { name: file.name, runs })
      return runs
    } catch (error) {
      if (!(error instanceof FileFault)) throw error
      this.passOver(file.name, error.fault)
      return null
    }
  }

  /** Whether a run ends in a head that its author signed, and that agrees with what is held. */
  async trusts(file: ShelfFile, log: Log, run: Run): Promise<boolean> {
    if (file.distrusted.has(toHex(log.id))) return false
    const { head } = spanOf(run)
    if (!log.checkHead(head)) return this.distrust(file, log, 'forged')
    const agrees = await log.agrees(head)
    // Our own signature on what we do not hold: this computer was restored from a backup.
    const ours = log === this.space.own || this.space.isRetired(log)
    if (ours && (!agrees || head.length > log.length)) await this.space.showOwnHead(log, head, agrees)
    return agrees || this.distrust(file, log, 'fork')
  }

  distrust(file: ShelfFile, log: Log, fault: 'forged' | 'fork' | 'too-long'): false {
    file.distrusted.add(toHex(log.id))
    this.passOver(file.name, fault)
    return false
  }

  /** Whether a segment's blocks below our length are those that we hold. */
  async agrees(log: Log, segment: Segment): Promise<boolean> {
    const end = Math.min(segment.length, log.length)
    for await (const { index, blocks } of log.read(segment.start, end)) {
      if (!blocks.every((block, i) => equal(block, segment.blocks[index + i - segment.start] ?? Buffer.alloc(0)))) return false
    }
    return true
  }

  private async compare(file: ShelfFile, log: Log, { segments }: Run): Promise<void> {
    const pace = new Pacer()
    for (const segment of segments) {
      if (segment.length > log.length) return
      if (pace.due) await pace.breathe()
      if (!(await this.agrees(log, segment))) {
        this.distrust(file, log, 'forged')
        return
      }
      this.coverage.add(log.id, segment.start, segment.length)
    }
  }
}
