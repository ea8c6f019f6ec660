import type { CourierFault } from '../engine/contract/courier.ts'
import type { Log } from '../log/log.ts'
import type { Member } from '../space/roster/types.ts'
import type { Space } from '../space/space.ts'

/** Letters of one pairing that goes by the drive: what one side of it reads there and leaves there. */
export interface Letterbox {
  /** Marks and seals them (32 bytes). */
  secret: Buffer
  /** Salt of a letter of ours (32 bytes): random to everybody else. */
  salt(): Buffer
  /** Whether a file with this salt is a letter of ours. */
  isOwn(salt: Buffer): boolean
  /**
   * Takes the letters that lie there. Says what to put there, which of them (by number) are to go when that is done, which are no good, and how many
   * came from the other side.
   */
  exchange(letters: readonly Buffer[]): Promise<{ write: Buffer[]; remove: number[]; damaged: number[]; took: number }>
}

/** A list or a chunk of a file (docs/protocol.md section 11), by the hash of its bytes. */
export interface FilePart {
  name: Buffer
  /** Bytes that it has. */
  length: number
}

/** A file that may lie on a drive, by the name of its list: that first, then its chunks. */
export interface OfferedFile {
  list: Buffer
  parts: FilePart[]
}

/** The files of a coalition, as a drive sees them. */
export interface CourierFiles {
  /** Looks again at what is wanted. */
  refresh(): Promise<void>
  /** What is whole here, small files first. `long`: those too that nobody gets who does not ask for them. */
  offered(long: boolean): Promise<OfferedFile[]>
  give(part: { list: Buffer; name: Buffer }): Promise<Buffer | null>
  /** What is wanted, whoever else is asked for it: each list and chunk once, and what a list that was kept meanwhile says is missing. */
  wishes(): Iterable<FilePart & { list: Buffer }>
  /** `bytes` have the hash that is the part's name. On the disk when it resolves, or of no use. Says whether a file is whole by it. Throws DISK_FULL. */
  keep(part: FilePart & { list: Buffer }, bytes: Buffer): Promise<boolean>
}

/** What a sync with a drive needs of its surroundings. */
export interface CourierPorts {
  letterboxes: readonly Letterbox[]
  /** Asked once the letters are read: one of them may have brought a space. */
  spaces(): readonly Space[]
  /** Names this computer's own half-written files. */
  deviceSeed: Buffer
  /** What a space is called on screens. */
  nameOf(space: Space): string
  /** Reads what came into a space's logs, so that roster entries take effect. */
  read(space: Space): Promise<void>
  files(space: Space): CourierFiles
  /** Whether long files are to be carried too. */
  longFiles: boolean
  /** Resolves when what was taken would survive a power cut. */
  settle(): Promise<void>
}

/** Called with a file that is passed over, and why. */
export type PassOver = (file: string, fault: CourierFault) => void

/** Whether a space is spoken of with others: not where we were removed. A newcomer may not have her own admission yet. */
export const isOpenTo = (space: Space): boolean => space.roster !== null && (space.me?.present !== false || space.me.left)
/** Whether we take what others wrote there: not where we have left either. */
export const takesFrom = (space: Space): boolean => isOpenTo(space) && space.me?.present !== false

/**
 * Logs in the order in which they are taken and given: the founder's chain first, because it says who belongs; then the stewards'; then all others.
 * Who learns of a removal before the content takes nothing beyond it.
 */
export async function inOrder(space: Space): Promise<Log[][]> {
  const logs = await space.openLogs()
  const { roster } = space
  if (!roster) return []
  const roleOf = (log: Log): Member['role'] | 0 => {
    if (roster.authorityLogIds.some((id) => id.equals(log.id))) return 0
    return roster.members.find(({ devices }) => devices.some(({ logId }) => logId.equals(log.id)))?.role ?? 3
  }
  const groups = Map.groupBy(logs, (log) => Math.min(roleOf(log), 3))
  return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group)
}
