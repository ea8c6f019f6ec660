import { equal } from '../crypto/bytes.ts'
import type { Log } from '../log/log.ts'
import { memberOfLog } from './roster/fold.ts'
import type { Space } from './space.ts'

/** Longest log that is taken from others, in entries. */
export const LOG_LENGTH_MAX = 2 ** 22
/** Most bytes that a copy of one log may come to, so that no member fills the disk of another: about a million entries of 2 KiB. */
export const LOG_BYTES_MAX = 2 ** 31

/** Where a log ends for us: at the cut of a removed member, or where its organisation says that the device's log ended. */
export function limitOf(space: Space, log: Log): number {
  const member = space.roster && memberOfLog(space.roster, log.id)
  if (!member) return LOG_LENGTH_MAX
  const ends = member.cuts.filter((cut) => equal(cut.logId, log.id)).map((cut) => cut.length)
  const device = member.devices.find((one) => equal(one.logId, log.id))
  if (device?.end) ends.push(device.end.length)
  return Math.min(LOG_LENGTH_MAX, ...ends)
}
