import type { CourierFiles, OfferedFile } from '../../courier/ports.ts'
import { fromHex } from '../../crypto/bytes.ts'
import type { StandingFile } from '../../index/index.ts'
import { Pacer } from '../../pacer.ts'
import type { FileAsk } from '../../sync/file-messages.ts'
import type { Wish } from '../../sync/space-files.ts'
import { LIMITS } from '../contract/index.ts'
import type { FileDesk, FileDeskPorts } from './file-desk.ts'
import { rowOf } from './standing-files.ts'

/** The files of one coalition as courier drives carry them: its desk, and which of what is here may lie on a drive. */
export class DriveFiles implements CourierFiles {
  private readonly desk: FileDesk
  private readonly ports: FileDeskPorts
  private readonly space: Buffer

  constructor(desk: FileDesk, ports: FileDeskPorts) {
    this.desk = desk
    this.ports = ports
    this.space = fromHex(ports.spaceId)
  }

  refresh(): Promise<void> {
    return this.desk.refresh()
  }

  async offered(long: boolean): Promise<OfferedFile[]> {
    const { index, blobs, spaceId } = this.ports
    const pace = new Pacer()
    const seen = new Set<string>()
    const offered: (OfferedFile & { size: number })[] = []
    for (const page of index.filesIn(spaceId)) {
      for (const file of page) {
        if (pace.due) await pace.breathe()
        if (seen.has(rowOf(file)) || !this.isHere(file)) continue
        seen.add(rowOf(file))
        // Its list says how long it is: a record of anybody can name it, and lie.
        const is = await blobs.arrivals.parts(file)
        if (is && (long || is.size <= LIMITS.fileByItself)) offered.push({ ...is, list: fromHex(file.list) })
      }
    }
    // Of a drive that is full soon, more people's files are on it so.
    return offered.sort((a, b) => a.size - b.size)
  }

  give(ask: FileAsk): Promise<Buffer | null> {
    return this.desk.give(ask)
  }

  wishes(): Iterable<Wish> {
    return this.desk.wishes()
  }

  async keep(wish: Wish, bytes: Buffer): Promise<boolean> {
    const before = this.isWhole(wish.list)
    await this.desk.keep(wish, bytes)
    return !before && this.isWhole(wish.list)
  }

  private isWhole(list: Buffer): boolean {
    return this.ports.journal.keptAt(this.space, list).some(({ state }) => state === 'whole')
  }

  /** Because of this space (`FileDesk.give`). */
  private isHere({ own, list, key }: StandingFile): boolean {
    return own || this.ports.journal.keptAs(this.space, fromHex(list), fromHex(key)) === 'whole'
  }
}
