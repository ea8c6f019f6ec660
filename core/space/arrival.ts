import { toHex } from '../crypto/bytes.ts'
import type { Log } from '../log/log.ts'
import type { RosterBook } from './book.ts'
import type { Member } from './roster/types.ts'

/**
 * Whether all that those in charge had said is here of what the keyholder's computer knew when it certified this one: its word stands in an entry
 * of its log, which names how long their logs were. A proof of membership brings the word too, but not who else belongs: who wrote then would
 * write under keys that some members never get.
 */
export function hasArrived(book: RosterBook, { devices }: Member, own: Log, logs: ReadonlyMap<string, Log>): boolean {
  const certificate = devices.find(({ logId }) => logId.equals(own.id))?.certificate
  const others = devices.map(({ logId }) => logId).filter((id) => !id.equals(own.id))
  const named = certificate && book.namedWith(certificate, others)
  if (!named) return false
  const inCharge = new Set(book.authorityLogIds.map(toHex))
  return [...named].every(([log, length]) => !inCharge.has(log) || (logs.get(log)?.length ?? 0) >= length)
}
