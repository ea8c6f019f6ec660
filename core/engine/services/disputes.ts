import { equal, fromHex, toHex } from '../../crypto/bytes.ts'
import { ROLE } from '../../space/format/operation.ts'
import { memberOfLog } from '../../space/roster/fold.ts'
import type { Space } from '../../space/space.ts'
import { type Dispute, type EntryId, organisationIdSchema } from '../contract/index.ts'

/** Computers of present members of which two versions of the log are proven. */
export function disputesIn(space: Space): Dispute[] {
  const { roster } = space
  return space.forks.all().flatMap(({ logId }) => {
    const member = roster && memberOfLog(roster, logId)
    if (!member?.present) return []
    const { organisation, name, role, devices } = member
    return {
      organisationId: organisationIdSchema.parse(toHex(organisation)),
      name,
      own: equal(organisation, space.organisationKey),
      founder: role === ROLE.founder,
      replaced: devices.some((device) => device.end !== null && device.logId.equals(logId)),
    }
  })
}

/** Whether an entry stands where two versions of its log differ: others may read another there. */
export function isDisputed(space: Space, entryId: EntryId): boolean {
  const [log = '', index] = entryId.split(':')
  return Number(index) >= (space.forks.of(fromHex(log))?.index ?? Number.POSITIVE_INFINITY)
}
