import type { Log } from '../log/log.ts'
import type { ReadBlock } from './reader.ts'
import { isHeard, memberOfLog } from './roster/fold.ts'
import { endOf } from './roster/members.ts'
import type { Member, Roster } from './roster/types.ts'

/** What a batch of a log's blocks says. `next` is where reading goes on. */
export interface IngestBatch {
  records: (Extract<ReadBlock, { is: 'record' }> & { member: Member })[]
  /** Those that were opened early (opener.ts). */
  made: (Extract<ReadBlock, { is: 'made' }> & { member: Member })[]
  waiting: { index: number; epochId: Buffer }[]
  refused: { index: number; fault: string }[]
  /** Entries at or past the end of a gone member's or revoked device's log: kept, not folded. */
  quarantined: number[]
  next: number
  /** Reading stopped before `next`: a later version of Parasol wrote what follows. */
  newer: boolean
}

export const emptyBatch = (next: number): IngestBatch => ({
  records: [],
  made: [],
  waiting: [],
  refused: [],
  quarantined: [],
  next,
  newer: false,
})

/** Sorts blocks that were read from one log, in their order, by what the roster says of that log now. */
export function sortInto(batch: IngestBatch, reads: readonly ReadBlock[], log: Log, roster: Roster): void {
  const member = memberOfLog(roster, log.id)
  const device = member?.devices.find((one) => one.logId.equals(log.id))
  if (!member || !device) {
    if (isHeard(roster, log.id)) batch.next += reads.length
    return
  }
  const end = endOf(member, log.id)
  for (const read of reads) {
    if (read.is === 'newer') {
      batch.newer = true
      return
    }
    batch.next = read.index + 1
    if (read.index >= end) batch.quarantined.push(read.index)
    else if (read.is === 'waiting') batch.waiting.push({ index: read.index, epochId: read.epochId })
    else if (read.is === 'refused') batch.refused.push({ index: read.index, fault: read.fault })
    else if (read.is === 'record' || read.is === 'made') {
      // An entry names the certificate it was written under, so that no other organisation can certify the device and own its entries.
      if (!read.causal.certificate.equals(device.certificate)) batch.refused.push({ index: read.index, fault: 'certificate' })
      else if (read.is === 'record') batch.records.push({ ...read, member })
      else batch.made.push({ ...read, member })
    }
  }
}
