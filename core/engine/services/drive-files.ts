import type { CourierFiles, OfferedFile } from '../../courier/ports.ts'
import { fromHex } from '../../crypto/bytes.ts'
import type { StandingFile } from '../../index/index.ts'
import { Pacer } from '../../pacer.ts'
import type { FileAsk } from '../../sync/file-messages.ts'
import type { Wish } from '../../sync/space-files.ts'
import { LIMITS } from '../contract/index.ts'
import type { FileDesk, FileDeskPorts } from './file-desk.ts'

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
    const found = new Map<string, StandingFile>()
    for (const page of index.filesIn(spaceId)) {
      for (const file of page)
        if (!found.has(file.list) && (long || file.size <= LIMITS.fileByItself) && this.isHere(file)) found.set(file.list, file)
      if (pace.due) await pace.breathe()
    }
    const offered: OfferedFile[] = []
    // Of a drive that is full soon, more people's files are on it so.
    for (const file of [...found.values()].sort((a, b) => a.size - b.size)) {
      const parts = await blobs.arrivals.parts(file)
      if (parts) offered.push({ list: fromHex(file.list), parts })
    }
    return offered
  }

  give(ask: FileAsk): Promise<Buffer | null> {
    return this.desk.give(ask)
  }

  next(drive: object): Wish | null {
    return this.desk.next(drive)
  }

  keep(wish: Wish, bytes: Buffer): Promise<void> {
    return this.desk.keep(wish, bytes)
  }

  letGo(wish: Wish, drive: object, why: 'not-here' | 'ended'): void {
    this.desk.letGo(wish, drive, why)
  }

  isWhole(list: Buffer): boolean {
    return this.ports.journal.keptAt(this.space, list).some(({ state }) => state === 'whole')
  }

  /** Because of this space (`FileDesk.give`). */
  private isHere({ own, list, key }: StandingFile): boolean {
    return own || this.ports.journal.keptAs(this.space, fromHex(list), fromHex(key)) === 'whole'
  }
}
