import { toHex } from '../../crypto/bytes.ts'
import { H } from '../../crypto/hash.ts'
import { logIdOf } from '../../log/log-id.ts'
import type { Genesis } from '../format/genesis.ts'
import { foldEpochs } from './epochs.ts'
import { withoutForks } from './forks.ts'
import { founderChain } from './founder.ts'
import { belowEnd, foldMembers } from './members.ts'
import { Statements } from './statements.ts'
import type { Member, Roster, RosterBlock } from './types.ts'

/**
 * The roster: a pure function of the roster-ring entries held, in whatever order they came (DESIGN section 6). No clock, no chance, no disk.
 * Null while the genesis with this hash is not among them. One pass, each step using only those before it.
 */
export function foldRoster(space: Buffer, genesisHash: Buffer, held: readonly RosterBlock[]): Roster | null {
  const sorted = withoutForks(held, genesisHash)
  const first = sorted.find((block) => block.index === 0 && block.blockHash.equals(genesisHash))
  const genesis = first && genesisOf(first, space)
  if (!first || !genesis) return null
  const statements = new Statements(sorted)
  const chain = founderChain(sorted, genesis, statements.of(genesis.organisation))
  // Everybody can open what stands under the founder's roster epochs. Under any other only some could, and rosters would differ.
  const epochs = new Set(chain.rosterEpochIds.map(toHex))
  const blocks = sorted.filter((block) => epochs.has(toHex(block.epochId)))
  const members = foldMembers(blocks, chain, genesis, first.operationId, statements)
  return {
    genesis,
    genesisHash,
    founderLogId: first.logId,
    founderLogIds: chain.logIds,
    members,
    rosterEpochIds: chain.rosterEpochIds,
    epochs: foldEpochs(blocks, members),
    hash: rosterHash(members),
  }
}

function genesisOf({ content, logId, epochId }: RosterBlock, space: Buffer): Genesis | null {
  if (content.is !== 'genesis') return null
  const { genesis } = content
  return logIdOf(space, genesis.certify.fields.device).equals(logId) && genesis.rosterEpochId.equals(epochId) ? genesis : null
}

/** docs/protocol.md section 6, "Roster hash". */
function rosterHash(members: readonly Member[]): Buffer {
  const present = members.filter((one) => one.present).sort((a, b) => Buffer.compare(a.instance, b.instance))
  return H('roster', ...present.map(encodeMember))
}

function encodeMember(member: Member): Buffer {
  const logs = member.devices
    .filter((device) => !device.end)
    .map((device) => device.logId)
    .sort(Buffer.compare)
  const facts = Buffer.from([member.role, member.names ? 1 : 0])
  return Buffer.concat([member.instance, facts, member.organisation, member.recoveryBox, Buffer.from([logs.length]), ...logs])
}

/** Whose log this is. */
export const memberOfLog = (roster: Roster, logId: Buffer): Member | undefined =>
  roster.members.find((one) => one.devices.some((device) => device.logId.equals(logId)))

/** Whether an entry counts: `quarantined` where it stands at or past the end of a gone member's or revoked device's log. */
export function accepts(roster: Roster, logId: Buffer, index: number): 'counted' | 'quarantined' | 'unknown' {
  const member = memberOfLog(roster, logId)
  if (!member) return 'unknown'
  return belowEnd(member, logId, index) ? 'counted' : 'quarantined'
}
