import { equal, toHex } from '../../crypto/bytes.ts'
import type { Member } from '../../space/roster/types.ts'
import type { Space } from '../../space/space.ts'
import type { Holder, Receipts } from '../../sync/receipts.ts'
import type { EntryId, OrganisationId, Reach, Member as SeenMember } from '../contract/index.ts'

/** Says in a person's terms who holds what, by the receipts that computers of partners have signed (docs/protocol.md section 8). */
export class ReachService {
  private readonly receiptsOf: (space: Space) => Receipts

  constructor(receiptsOf: (space: Space) => Receipts) {
    this.receiptsOf = receiptsOf
  }

  /** How many computers of partners hold all of these entries, and of how many partners; who wrote one holds it. */
  of(space: Space, entries: readonly EntryId[]): Reach {
    const places = entries.map((entry) => placeOf(entry))
    const receipts = this.receiptsOf(space)
    const holders = new Map(places.map(({ log }) => [log, receipts.holders(Buffer.from(log, 'hex'))]))
    const partners = partnersOf(space)
    const counts = partners.map(({ devices }) => {
      const present = devices.filter(({ end }) => !end)
      return present.filter((device) => places.every(({ log, index }) => holds(device, log, index, holders.get(log) ?? []))).length
    })
    return {
      computers: counts.reduce((sum, count) => sum + count, 0),
      partners: counts.filter((count) => count > 0).length,
      of: partners.length,
    }
  }

  /** Whether a computer of this partner (its key in the space, in hexadecimal) holds an entry. */
  isWith(space: Space, entry: EntryId, partner: OrganisationId): boolean {
    const { log, index } = placeOf(entry)
    const holders = this.receiptsOf(space).holders(Buffer.from(log, 'hex'))
    const devices = partnersOf(space).find(({ organisation }) => toHex(organisation) === partner)?.devices ?? []
    return devices.some((device) => !device.end && holds(device, log, index, holders))
  }

  /** What a partner holds of our entries; null where it has said nothing yet. */
  async ofPartner(space: Space, partner: Member): Promise<SeenMember['holds']> {
    const receipts = this.receiptsOf(space)
    const logs = await space.openLogs()
    const ours = logs.filter(({ id, length }) => length > 0 && space.me?.devices.some(({ logId }) => equal(logId, id)))
    let missing = 0
    let said = false
    let upTo: string | null = null
    for (const log of ours) {
      const of = receipts.holders(log.id).filter(({ organisation }) => equal(organisation, partner.organisation))
      const held = Math.max(0, ...of.map(({ length }) => length))
      said ||= of.length > 0
      missing += Math.max(0, log.length - held)
      if (log === space.own && held > 0 && held < log.length) upTo = await writtenAt(space, held - 1)
    }
    return said ? { missing, upTo } : null
  }
}

const partnersOf = (space: Space): Member[] =>
  (space.roster?.members ?? []).filter((member) => member.present && !equal(member.organisation, space.organisationKey))

const holds = (device: Member['devices'][number], log: string, index: number, holders: readonly Holder[]): boolean =>
  toHex(device.logId) === log || holders.some((one) => equal(one.device, device.signer) && one.length > index)

function placeOf(entry: EntryId): { log: string; index: number } {
  const [log = '', index = ''] = entry.split(':')
  return { log, index: Number(index) }
}

/** When the record at a place of our own log was written, ISO 8601 UTC; null for what is no record. */
async function writtenAt(space: Space, index: number): Promise<string | null> {
  const [record] = (await space.again(space.own, index)).records
  return record ? new Date(record.causal.wall).toISOString() : null
}
