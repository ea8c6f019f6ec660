import { equal } from '../crypto/bytes.ts'
import type { Log } from '../log/log.ts'
import { reachOf } from './roster/citations.ts'
import { memberOfLog } from './roster/fold.ts'
import type { Space } from './space.ts'

/** Longest log that is taken from others, in entries. */
export const LOG_LENGTH_MAX = 2 ** 22
/** Most bytes that a copy of one log may come to, so that no member fills the disk of another: about a million entries of 2 KiB. */
export const LOG_BYTES_MAX = 2 ** 31

/** The same of all logs of one organisation, however many computers it has. */
const ORGANISATION_BYTES_MAX = 2 * LOG_BYTES_MAX

/** Whether a log, or those of its organisation among `logs`, already have more than may lie on a disk of others. */
export function fillsDisk({ roster }: Space, log: Log, logs: readonly Log[]): boolean {
  const devices = (roster && memberOfLog(roster, log.id)?.devices) ?? []
  const theirs = logs.filter(({ id }) => devices.some(({ logId }) => equal(logId, id)))
  return log.byteLength > LOG_BYTES_MAX || theirs.reduce((sum, { byteLength }) => sum + byteLength, 0) > ORGANISATION_BYTES_MAX
}

/** Entries that are taken of a log behind the last that may count in the roster. An honest log has never said so much there. */
export const BEHIND_FULL_MAX = 16_384

/**
 * Where a log ends for us that has said in the roster as much as counts, or is of an organisation whose computers together have said too much:
 * whoever goes on there must not fill the disks and the memory of others. Else infinite. Once the organisation is out, its logs are taken up to
 * where they were cut, so that all who belong come to hold the same.
 */
export function fullEndOf({ roster, said }: Space, log: Log): number {
  const owner = roster && memberOfLog(roster, log.id)
  const overfull = owner?.present && said.isOverfull(owner.devices.map(({ logId }) => logId))
  return overfull ? log.length : said.fullAt(log.id) + BEHIND_FULL_MAX
}

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
