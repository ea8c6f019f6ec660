import { equal } from '../crypto/bytes.ts'
import type { Log } from '../log/log.ts'
import { memberOfLog } from '../space/roster/fold.ts'
import type { Space } from '../space/space.ts'

/** Longest log that a peer may announce, in entries. */
export const LOG_LENGTH_MAX = 2 ** 22
/** Most bytes that a copy of one log may come to, so that no member fills the disk of another: about a million entries of 2 KiB. */
export const LOG_BYTES_MAX = 2 ** 31

/** One log as a space channel sees it: what we hold, and what the peer at the other end does. */
export interface TrackedLog {
  readonly log: Log
  /** This computer writes it: nothing that comes from outside is ever appended. */
  readonly own: boolean
  /** The founder's: first of all, because it says who else belongs. */
  readonly founder: boolean
  /** The peer writes it: it has no need to hear of it. */
  readonly theirs: boolean
  /** Length that the peer has proven to hold. */
  offered: number
  /** Length that the peer has by what it said and what we sent; null before its first heads. */
  held: number | null
  /** Where a segment that we asked for will begin, and how to call off its time limit. */
  asked: { start: number; cancel: () => void } | null
  /** Our length when we last told the peer. */
  told: number
  /** A write of ours failed: what the peer sends next may not fit, and that is not its fault. */
  failed: boolean
  stop(): void
}

/** Where a log ends for us: at the cut of a removed member, or where its organisation says that the device's log ended. */
export function limitOf(space: Space, log: Log): number {
  const member = space.roster && memberOfLog(space.roster, log.id)
  if (!member) return LOG_LENGTH_MAX
  const ends = member.cuts.filter((cut) => equal(cut.logId, log.id)).map((cut) => cut.length)
  const device = member.devices.find((one) => equal(one.logId, log.id))
  if (device?.end) ends.push(device.end.length)
  return Math.min(LOG_LENGTH_MAX, ...ends)
}
