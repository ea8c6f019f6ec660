import { toHex } from '../crypto/bytes.ts'
import type { CourierEvent, CourierReport, CourierStop } from '../engine/contract/courier.ts'
import { spaceIdSchema } from '../engine/contract/ids.ts'
import { ParasolError } from '../error.ts'
import { DriveFault, FileFault } from './fault.ts'
import { isOf } from './file.ts'
import { CourierFolder } from './folder.ts'
import { countMissing, give } from './give.ts'
import { type CourierPorts, isOpenTo } from './ports.ts'
import { type Recent, Shelf } from './shelf.ts'
import { countWaiting, take } from './take.ts'

/** Files that are named in a report. */
const PROBLEMS_MAX = 20

interface Account {
  shelf: Shelf
  gave: number
  took: number
}

/**
 * One sync with a courier drive, both ways: takes what is missing here, then gives what is missing there. Whatever is on the drive is checked as
 * what a peer sends is; a file that is not as it should be is passed over. Ends with a report, also where it could not go on to its end.
 */
export class CourierSync {
  private readonly dir: string
  private readonly ports: CourierPorts
  private readonly signal: AbortSignal | undefined
  private readonly accounts: Account[] = []
  private readonly recent: Recent = { name: '', runs: [] }
  private readonly problems = new Map<string, CourierReport['problems'][number]>()

  constructor(dir: string, ports: CourierPorts, signal?: AbortSignal) {
    this.dir = dir
    this.ports = ports
    this.signal = signal
  }

  /** Throws COURIER_NO_FOLDER before the first event. */
  async *run(): AsyncGenerator<CourierEvent, void, void> {
    const folder = await CourierFolder.open(this.dir, this.ports.deviceSeed)
    let stopped: CourierStop | null = null
    try {
      yield* this.read(folder)
      yield* this.take()
      yield* this.give(folder)
      if (this.signal?.aborted) stopped = 'cancelled'
    } catch (error) {
      stopped = stopOf(error)
    }
    yield { step: 'done', done: 0, total: 0, report: this.report(stopped) }
  }

  private async *read(folder: CourierFolder): AsyncGenerator<CourierEvent, void, void> {
    for (const space of this.ports.spaces) {
      const carry = space.roster?.genesis.carrySecret
      if (!carry || !isOpenTo(space)) continue
      const shelf = new Shelf(space, carry, folder, this.recent, (file, fault) => void this.problems.set(file, { file, fault }))
      this.accounts.push({ shelf, gave: 0, took: 0 })
    }
    const names = await folder.list()
    for (const [i, name] of names.entries()) {
      if (this.signal?.aborted) return
      yield { step: 'reading', done: i, total: names.length, report: null }
      await this.sort(folder, name)
    }
  }

  /** Files of coalitions that are not ours cannot be told from noise, and stay as they are. */
  private async sort(folder: CourierFolder, name: string): Promise<void> {
    try {
      const head = await folder.look(name)
      const shelf = head && this.accounts.find((one) => isOf(one.shelf.carry, head))?.shelf
      if (shelf) await shelf.put(name)
    } catch (error) {
      if (!(error instanceof FileFault)) throw error
      this.problems.set(name, { file: name, fault: error.fault })
    }
  }

  private async *take(): AsyncGenerator<CourierEvent, void, void> {
    for (const account of this.accounts) {
      for await (const count of take(account.shelf, this.ports, this.signal)) {
        account.took += count
        const done = this.accounts.reduce((sum, { took }) => sum + took, 0)
        yield { step: 'taking', done, total: done + (await this.waiting()), report: null }
      }
    }
    // What a person is told was taken must still be here after a power cut: she may wipe the drive.
    if (this.accounts.some(({ took }) => took > 0)) await this.ports.settle()
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

  private report(stopped: CourierStop | null): CourierReport {
    const coalitions = this.accounts.map(({ shelf: { space }, gave, took }) => ({
      spaceId: spaceIdSchema.parse(toHex(space.id)),
      name: this.ports.nameOf(space),
      gave,
      took,
      behind: space.behind,
    }))
    return { coalitions, problems: [...this.problems.values()].slice(0, PROBLEMS_MAX), passedOver: this.problems.size, stopped }
  }
}

function stopOf(error: unknown): CourierStop {
  if (error instanceof DriveFault) return error.stop
  if (error instanceof ParasolError && error.code === 'DISK_FULL') return 'disk-full'
  throw error
}
