import { toHex } from '../../crypto/bytes.ts'
import { LIMITS } from '../../engine/contract/limits.ts'
import { plainName } from '../../records/text.ts'
import type { Genesis } from '../format/genesis.ts'
import { type Cut, ROLE } from '../format/operation.ts'
import { giveDevices } from './devices.ts'
import type { FounderChain } from './founder.ts'
import { Leaves, markAccepted } from './own.ts'
import type { Statements } from './statements.ts'
import type { Member, MemberDevice, RosterBlock } from './types.ts'

const NOWHERE = Buffer.alloc(32)

/** A member while the fold is at it. */
export interface Draft extends Member {
  /** Signers that the admission itself listed. */
  listed: Set<string>
  removals: { cuts: Cut[]; cited: ReadonlyMap<string, number> }[]
}

/**
 * All admissions that count, in the founder's order, with devices, acceptance, and where a gone one's logs end (DESIGN 6, steps 4, 6 and 7).
 * `blocks` are those under the founder's roster epochs.
 */
export function foldMembers(
  blocks: readonly RosterBlock[],
  chain: FounderChain,
  genesis: Genesis,
  instance: Buffer,
  statements: Statements,
): Member[] {
  const leaves = new Leaves(blocks, statements, genesis.space)
  const drafts = [founderOf(genesis, instance)]
  for (const step of chain.steps) {
    if (step.is === 'remove') {
      const gone = drafts.find((one) => one.instance.equals(step.instance))
      if (gone && gone.role !== ROLE.founder) gone.removals.push(step)
      continue
    }
    const { admission } = step
    // An organisation is in once: it is admitted again only after it was removed or has left.
    if (drafts.some((one) => one.organisation.equals(admission.organisation) && one.removals.length === 0 && !leaves.of(one))) continue
    const listed = new Set(step.statements.filter((one) => one.organisation.equals(admission.organisation)).flatMap(certified))
    drafts.push({ ...blank(step.instance, admission.organisation), ...admissionFacts(admission), listed, removals: [] })
  }
  for (const draft of drafts) draft.statements = statements.of(draft.organisation).statements
  giveDevices(drafts, blocks, statements, genesis.space)
  for (const draft of drafts) {
    const leave = leaves.of(draft)
    if (draft.removals.length === 0 && !leave) continue
    draft.present = false
    draft.cuts = draft.devices.map((device) => cutOf(device, draft, leave))
  }
  markAccepted(drafts, blocks)
  return drafts.map(({ listed: _listed, removals: _removals, ...member }) => member)
}

const certified = ({ fields }: { fields: { kind: string; device?: Buffer } }): string[] =>
  fields.kind !== 'revoke' && fields.device ? [toHex(fields.device)] : []

const blank = (instance: Buffer, organisation: Buffer) => ({
  instance,
  organisation,
  statements: [],
  devices: [],
  accepted: false,
  present: true,
  cuts: [],
})

const admissionFacts = ({
  recoveryBox,
  organisationName,
  role,
  names,
}: {
  recoveryBox: Buffer
  organisationName: string
  role: Member['role']
  names: boolean
}) => ({
  recoveryBox,
  name: plainName(organisationName, LIMITS.organisationName),
  role,
  names,
})

function founderOf(genesis: Genesis, instance: Buffer): Draft {
  return {
    ...blank(instance, genesis.organisation),
    recoveryBox: genesis.recoveryBox,
    name: plainName(genesis.organisationName, LIMITS.organisationName),
    role: ROLE.founder,
    names: true,
    accepted: true,
    listed: new Set(certified(genesis.certify)),
    removals: [],
  }
}

/**
 * Where a log of a gone member ends: the smallest of its cuts, 0 where a removal names none, but for each removal never below what the
 * remover had cited; and where it left, not past the leave.
 */
function cutOf({ logId }: MemberDevice, { removals }: Draft, leave: ReadonlyMap<string, number> | null): Cut {
  const name = toHex(logId)
  let cut: Cut = { logId, length: leave ? (leave.get(name) ?? 0) : Number.MAX_SAFE_INTEGER, treeHash: NOWHERE }
  for (const { cuts, cited } of removals) {
    const floor = cited.get(name) ?? 0
    const named = cuts.filter((one) => one.logId.equals(logId)).sort((a, b) => a.length - b.length)[0]
    const length = Math.max(named?.length ?? 0, floor)
    if (length < cut.length) cut = { logId, length, treeHash: named && named.length === length ? named.treeHash : NOWHERE }
  }
  return cut
}

/** Whether an entry of a member's log stands before the log's end, by revocation or cut. */
export const belowEnd = (member: Member, logId: Buffer, index: number): boolean => index < endOf(member, logId)

/** Where a member's log ends: the index from which on entries do not count. */
export function endOf(member: Member, logId: Buffer): number {
  const device = member.devices.find((one) => one.logId.equals(logId))
  const cut = member.cuts.find((one) => one.logId.equals(logId))
  return Math.min(device?.end?.length ?? Number.POSITIVE_INFINITY, cut?.length ?? Number.POSITIVE_INFINITY)
}
