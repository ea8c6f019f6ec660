import { equal } from '../../crypto/bytes.ts'
import { H } from '../../crypto/hash.ts'
import { MalformedError } from '../../log/codec.ts'
import { logIdOf } from '../../log/log-id.ts'
import { ENTRY_TYPE } from '../../log/types.ts'
import { decodeGenesis, type Genesis } from '../format/genesis.ts'
import { foldEpochs } from './epochs.ts'
import { founderChain } from './founder.ts'
import { belowEnd, foldMembers } from './members.ts'
import type { Member, Roster, RosterBlock } from './types.ts'

/**
 * The roster: a pure function of the roster-ring entries held, in whatever order they came (DESIGN section 6). No clock, no chance, no disk.
 * Null while the genesis with this hash is not among them.
 */
export function foldRoster(space: Buffer, genesisHash: Buffer, held: readonly RosterBlock[]): Roster | null {
  const first = held.find((block) => block.type === ENTRY_TYPE.genesis && block.index === 0 && equal(block.blockHash, genesisHash))
  const genesis = first && readGenesis(first, space)
  if (!first || !genesis) return null
  // Order of arrival must not show anywhere below.
  const blocks = [...held].sort((a, b) => Buffer.compare(a.logId, b.logId) || a.index - b.index)
  const chain = founderChain(blocks, first.logId)
  const members = foldMembers(blocks, chain, genesis, first.operationId)
  return {
    genesis,
    genesisHash,
    founderLogId: first.logId,
    members,
    rosterEpochIds: [genesis.rosterEpochId, ...chain.rosterEpochIds],
    epochs: foldEpochs(blocks, members),
    hash: rosterHash(members),
  }
}

function readGenesis(block: RosterBlock, space: Buffer): Genesis | null {
  try {
    const genesis = decodeGenesis(block.body, space)
    const { fields } = genesis.certify
    if (fields.kind !== 'certify' || !equal(logIdOf(space, fields.device), block.logId)) return null
    return genesis
  } catch (error) {
    if (error instanceof MalformedError) return null
    throw error
  }
}

/** docs/protocol.md section 6, "Roster hash". */
function rosterHash(members: readonly Member[]): Buffer {
  const present = members.filter((one) => one.present).sort((a, b) => Buffer.compare(a.instance, b.instance))
  return H('roster', ...present.map(encodeMember))
}

function encodeMember(member: Member): Buffer {
  const logs = member.devices.filter((device) => !device.end).map((device) => device.logId).sort(Buffer.compare)
  return Buffer.concat([member.instance, Buffer.from([member.role, member.names ? 1 : 0]), member.organisation, member.recoveryBox, Buffer.from([logs.length]), ...logs])
}

/** Whose log this is. */
export const memberOfLog = (roster: Roster, logId: Buffer): Member | undefined =>
  roster.members.find((one) => one.devices.some((device) => equal(device.logId, logId)))

/** Whether an entry counts: `quarantined` where it stands at or past the end of a gone member's or revoked device's log. */
export function accepts(roster: Roster, logId: Buffer, index: number): 'counted' | 'quarantined' | 'unknown' {
  const member = memberOfLog(roster, logId)
  if (!member) return 'unknown'
  return belowEnd(member, logId, index) ? 'counted' : 'quarantined'
}
