import { LIMITS } from '../contract/index.ts'
import type { NamedFile } from './standing-files.ts'

/** What each file counts at least against the room of an organisation: it has files on the disk and rows, however short it is. */
const WEIGHT_MIN = 64 * 1024

/** Which files of a space go from computer to computer without anybody asking for them: no partner's that is long, and of one organisation so much. */
export class FileRoom {
  private readonly isHouse: boolean
  private readonly used = new Map<string, number>()

  /** The House keeps every file. */
  constructor(isHouse: boolean) {
    this.isHouse = isHouse
  }

  /** Whether this one does, after those that were asked about before: by the room of any who name it. `came`: it is here, and takes its room in any case. */
  fits({ file: { own, size }, organisations }: NamedFile, came: boolean): boolean {
    if (own || this.isHouse) return true
    let anywhere = false
    for (const organisation of organisations) {
      const used = (this.used.get(organisation) ?? 0) + Math.max(size, WEIGHT_MIN)
      const fits = size <= LIMITS.fileByItself && used <= LIMITS.filesByThemselves
      if (fits || came) this.used.set(organisation, used)
      anywhere ||= fits
    }
    return anywhere
  }
}
