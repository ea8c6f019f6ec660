import { toHex } from '../crypto/bytes.ts'
import type { CourierEvent, CourierReport, CourierStop } from '../engine/contract/courier.ts'
import { spaceIdSchema } from '../engine/contract/ids.ts'
import { ParasolError } from '../error.ts'
import { DriveChunks } from './drive-chunks.ts'
import { DriveFault, FileFault } from './fault.ts'
import { isOf } from './file.ts'
import { CourierFolder } from './folder.ts'
import { countMissing, give } from './give.ts'
import { bytesOfFiles, giveFiles, missingFiles } from './give-files.ts'
import { exchangeLetters, type LetterCount } from './letters.ts'
import { type CourierPorts, isOpenTo, type OfferedFile, type PassOver, takesFrom } from './ports.ts'
import { type Recent, Shelf } from './shelf.ts'
import { countWaiting, take } from './take.ts'
import { takeFiles } from './take-files.ts'

/** Files that are named in a report. */
const PROBLEMS_MAX = 20
/** Beginnings of files that are looked at between two signs of life. */
const LOOKED_AT_ONCE = 200

interface Account {
  shelf: Shelf
  gave: number
  took: number
  files: { gave: number; took: number }
}

/**
 * One sync with a courier drive, both ways: letters of those who want to join, then takes what is missing here, then gives what is missing
 * there; entries first, then the files of their records. Whatever is on the drive is checked as what a peer sends is; a file that is not as it should be is passed over. Ends with a report, also
 * where it could not go on to its end.
 */
export class CourierSync {
  private readonly dir: string
  private readonly ports: CourierPorts
  private readonly signal: AbortSignal | undefined
  private readonly accounts: Account[] = []
  private readonly recent: Recent = { name: '', runs: [] }
  private readonly problems = new Map<string, CourierReport['problems'][number]>()
  private readonly passOver: PassOver = (file, fault) => void this.problems.set(file, { file, fault })
  private readonly letters: LetterCount = { gave: 0, took: 0 }
  private chunks: DriveChunks | null = null
  private stopped: CourierStop | null = null

  constructor(dir: string, ports: CourierPorts, signal?: AbortSignal) {
    this.dir = dir
    this.ports = ports
    this.signal = signal
  }

  /** Throws COURIER_NO_FOLDER before the first event. */
  async *run(): AsyncGenerator<CourierEvent, void, void> {
    const folder = await CourierFolder.open(this.dir, this.ports.deviceSeed)
    try {
      yield* this.exchange(folder, yield* this.look(folder))
    } catch (error) {
      this.stopped ??= stopOf(error)
    }
    if (this.signal?.aborted) this.stopped ??= 'cancelled'
    yield { step: 'done', done: 0, total: 0, report: this.report() }
  }

  /** Entries both ways before files, which may take long. A side that is full takes no more; the other goes on. */
  private async *exchange(folder: CourierFolder, heads: ReadonlyMap<string, Buffer>): AsyncGenerator<CourierEvent, void, void> {
    const steps: { full: CourierStop; run(): AsyncGenerator<CourierEvent, void, void> }[] = [
      { full: 'drive-full', run: () => this.exchangeLetters(folder, heads) },
      { full: 'disk-full', run: () => this.read(folder, heads) },
      { full: 'disk-full', run: () => this.take() },
      { full: 'drive-full', run: () => this.give(folder) },
      { full: 'disk-full', run: () => this.takeFiles(folder) },
      { full: 'drive-full', run: () => this.giveFiles(folder) },
    ]
    const full = new Set<CourierStop>()
    for (const step of steps) {
      if (full.has(step.full)) continue
      try {
        yield* step.run()
      } catch (error) {
        const stop = stopOf(error)
        this.stopped ??= stop
        if (stop !== step.full && stop !== 'drive-read-only') return
        full.add(step.full)
      }
    }
  }

  /** The beginning of every file, which says whose it is: files of coalitions that are not ours cannot be told from noise, and stay as they are. */
  private async *look(folder: CourierFolder): AsyncGenerator<CourierEvent, Map<string, Buffer>, void> {
    const heads = new Map<string, Buffer>()
    const names = await folder.list()
    for (const [i, name] of names.entries()) {
      if (this.signal?.aborted) break
      if (i % LOOKED_AT_ONCE === 0) yield { step: 'reading', done: 0, total: names.length, report: null }
      await this.trying(name, async () => {
        const head = await folder.look(name)
        if (head) heads.set(name, head)
      })
    }
    return heads
  }

  private async *exchangeLetters(folder: CourierFolder, heads: ReadonlyMap<string, Buffer>): AsyncGenerator<CourierEvent, void, void> {
    yield { step: 'reading', done: 0, total: heads.size, report: null }
    const boxes = this.signal?.aborted ? [] : this.ports.letterboxes
    await exchangeLetters(boxes, folder, heads, this.passOver, this.letters)
  }

  private async *read(folder: CourierFolder, heads: ReadonlyMap<string, Buffer>): AsyncGenerator<CourierEvent, void, void> {
    for (const space of this.ports.spaces()) {
      const carry = space.roster?.genesis.carrySecret
      if (!carry || !isOpenTo(space)) continue
      this.accounts.push({
        shelf: new Shelf(space, carry, folder, this.recent, this.passOver),
        gave: 0,
        took: 0,
        files: { gave: 0, took: 0 },
      })
    }
    let done = 0
    for (const [name, head] of heads) {
      if (this.signal?.aborted) return
      yield { step: 'reading', done, total: heads.size, report: null }
      done += 1
      const shelf = this.accounts.find((one) => isOf(one.shelf.carry, head))?.shelf
      if (shelf) await this.trying(name, () => shelf.put(name))
    }
  }

  private async trying(name: string, task: () => Promise<void>): Promise<void> {
    try {
      await task()
    } catch (error) {
      if (!(error instanceof FileFault)) throw error
      this.passOver(name, error.fault)
    }
  }

  private async *take(): AsyncGenerator<CourierEvent, void, void> {
    try {
      for (const account of this.accounts) {
        for await (const count of take(account.shelf, this.ports, this.signal)) {
          account.took += count
          const done = this.accounts.reduce((sum, { took }) => sum + took, 0)
          yield { step: 'taking', done, total: done + (await this.waiting()), report: null }
        }
      }
    } catch (error) {
      if (error instanceof DriveFault) await this.settle()
      throw error
    }
    await this.settle()
  }

  /** What a person is told was taken must be read, and still be here after a power cut: she may wipe the drive. */
  private async settle(): Promise<void> {
    const came = this.accounts.filter(({ took }) => took > 0)
    for (const { shelf } of came) await this.ports.read(shelf.space)
    if (came.length > 0) await this.ports.settle()
  }

  private async chunksOn(folder: CourierFolder): Promise<DriveChunks> {
    this.chunks ??= await DriveChunks.of(folder, this.passOver)
    return this.chunks
  }

  private async *takeFiles(folder: CourierFolder): AsyncGenerator<CourierEvent, void, void> {
    const chunks = await this.chunksOn(folder)
    let done = 0
    for (const { shelf, files } of this.accounts) {
      const { space, carry } = shelf
      if (this.signal?.aborted || !takesFrom(space)) continue
      // Records say which files are wanted: whatever came of them before is read first.
      await this.ports.read(space)
      for await (const moved of takeFiles(this.ports.files(space), carry, chunks, this.signal)) {
        done += moved.bytes
        files.took += moved.files
        yield { step: 'taking-files', done, total: 0, report: null }
      }
    }
    // Otherwise what was not found is not known to be missing.
    await folder.expectThere()
  }

  private async waiting(): Promise<number> {
    const counts = await Promise.all(this.accounts.map(({ shelf }) => countWaiting(shelf)))
    return counts.reduce((sum, count) => sum + count, 0)
  }

  private async *give(folder: CourierFolder): AsyncGenerator<CourierEvent, void, void> {
    let total = 0
    for (const { shelf } of this.accounts) total += await countMissing(shelf.space, shelf.coverage)
    if (total === 0 || this.signal?.aborted) return
    await folder.prepare()
    let done = 0
    for (const account of this.accounts) {
      for await (const count of give(account.shelf, folder, this.signal)) {
        account.gave += count
        done += count
        yield { step: 'giving', done, total: Math.max(done, total), report: null }
      }
    }
  }

  private async *giveFiles(folder: CourierFolder): AsyncGenerator<CourierEvent, void, void> {
    const chunks = await this.chunksOn(folder)
    const missing = new Map<Account, OfferedFile[]>()
    for (const account of this.accounts) {
      const { space, carry } = account.shelf
      if (this.signal?.aborted || !isOpenTo(space)) continue
      missing.set(account, await missingFiles(this.ports.files(space), carry, chunks, this.ports.longFiles))
    }
    const total = [...missing.values()].reduce((sum, files) => sum + bytesOfFiles(files), 0)
    let done = 0
    for (const [{ shelf, files }, absent] of missing) {
      for await (const moved of giveFiles(this.ports.files(shelf.space), absent, shelf.carry, chunks, this.signal)) {
        done += moved.bytes
        files.gave += moved.files
        yield { step: 'giving-files', done, total, report: null }
      }
    }
  }

  private report(): CourierReport {
    const coalitions = this.accounts.map(({ shelf: { space }, gave, took, files }) => ({
      spaceId: spaceIdSchema.parse(toHex(space.id)),
      name: this.ports.nameOf(space),
      gave,
      took,
      files,
      behind: space.behind,
    }))
    return {
      coalitions,
      letters: this.letters,
      problems: [...this.problems.values()].slice(0, PROBLEMS_MAX),
      passedOver: this.problems.size,
      stopped: this.stopped,
    }
  }
}

function stopOf(error: unknown): CourierStop {
  if (error instanceof DriveFault) return error.stop
  if (error instanceof ParasolError && error.code === 'DISK_FULL') return 'disk-full'
  throw error
}
