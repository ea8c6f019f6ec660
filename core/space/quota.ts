import { equal } from '../crypto/bytes.ts'
import type { Log } from '../log/log.ts'
import { reachOf } from './roster/citations.ts'
import type { Space } from './space.ts'

/** Longest log that is taken from others, in entries. */
export const LOG_LENGTH_MAX = 2 ** 22
/** Most bytes that a copy of one log may come to, so that no member fills the disk of another: about a million entries of 2 KiB. */
export const LOG_BYTES_MAX = 2 ** 31

/** Entries that are taken of a log behind the last that may count in the roster. An honest log has never said so much there. */
export const BEHIND_FULL_MAX = 16_384

/** Where a log that has said in the roster as much as counts ends for us: whoever goes on there must not fill the disks of others. Else infinite. */
export const fullEndOf = (space: Space, log: Log): number => space.fullAt(log) + BEHIND_FULL_MAX

/**
 * Where a log ends for us: at the cut of a removed member, or where its organisation says that the device's log ended. Not at a cut that may not
 * count, as it stands on one branch of a forked log: what is written behind may show that.
 */
export function limitOf(space: Space, log: Log): number {
  const { roster } = space
  const owners = [...(roster?.members ?? []), ...(roster?.heard ?? [])].filter(({ devices }) =>
    devices.some(({ logId }) => equal(logId, log.id)),
  )
  const reach = owners.length === 0 ? LOG_LENGTH_MAX : Math.max(...owners.map((owner) => reachOf(owner, log.id)))
  return Math.min(LOG_LENGTH_MAX, fullEndOf(space, log), reach)
}
