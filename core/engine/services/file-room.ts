import type { StandingFile } from '../../index/index.ts'
import { LIMITS } from '../contract/index.ts'

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

  /** Whether this one does, after those that were asked about before. `came`: it is here, and takes its room in any case. */
  fits({ own, organisation, size }: Pick<StandingFile, 'own' | 'organisation' | 'size'>, came: boolean): boolean {
    if (own || this.isHouse) return true
    const used = (this.used.get(organisation) ?? 0) + Math.max(size, WEIGHT_MIN)
    const fits = size <= LIMITS.fileByItself && used <= LIMITS.filesByThemselves
    if (fits || came) this.used.set(organisation, used)
    return fits
  }
}
