import { equal } from '../../crypto/bytes.ts'
import { MalformedError } from '../../log/codec.ts'
import { logIdOf } from '../../log/log-id.ts'
import type { Genesis } from '../format/genesis.ts'
import { type Cut, ROLE } from '../format/operation.ts'
import { decodeStatement, type Device, devicesOf, type Statement } from '../format/statement.ts'
import { type FounderChain, operationOf } from './founder.ts'
import type { Member, MemberDevice, RosterBlock } from './types.ts'

/** Every statement found anywhere: where it is written does not matter (DESIGN 6, step 2). Those that do not verify are left out. */
export function gatherStatements(blocks: readonly RosterBlock[], chain: FounderChain, genesis: Genesis): Statement[] {
  const found: Statement[] = [genesis.certify]
  const take = (bytes: Buffer) => {
    try {
      found.push(decodeStatement(bytes, genesis.space))
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error
    }
  }
  for (const { admission } of chain.admissions) admission.statements.forEach(take)
  for (const block of blocks) {
    const fields = operationOf(block)?.fields
    if (fields?.operation === 'statement') take(fields.statement)
  }
  return found
}

/** All admissions that counted, in the founder's order, with devices, acceptance, and where a gone one's logs end. */
export function foldMembers(blocks: readonly RosterBlock[], chain: FounderChain, genesis: Genesis, founderInstance: Buffer): Member[] {
  const statements = gatherStatements(blocks, chain, genesis)
  const founder: Member = {
    instance: founderInstance,
    organisation: genesis.organisation,
    recoveryBox: genesis.recoveryBox,
    name: genesis.organisationName,
    role: ROLE.founder,
    names: true,
    devices: [],
    accepted: true,
    present: true,
    cuts: [],
  }
  const members = [founder]
  const gone = new Set(chain.removals.map(({ instance }) => instance.toString('hex')))
  for (const { instance, admission } of chain.admissions) {
    const again = members.filter((one) => equal(one.organisation, admission.organisation))
    // An organisation that is in already is not admitted twice: only after a removal that names the earlier instance.
    if (again.some((one) => !gone.has(one.instance.toString('hex')))) continue
    members.push({
      instance,
      organisation: admission.organisation,
      recoveryBox: admission.recoveryBox,
      name: admission.organisationName,
      role: admission.role,
      names: admission.names,
      devices: [],
      accepted: false,
      present: true,
      cuts: [],
    })
  }
  giveDevices(members, statements, chain, genesis)
  for (const removal of chain.removals) {
    const member = members.find((one) => equal(one.instance, removal.instance))
    if (member && member !== founder) endMember(member, removal.cuts)
  }
  ownOperations(members, blocks)
  return members
}

/** A device belongs to the first admission that listed it; one certified later, to the last admission of its organisation. */
function giveDevices(members: readonly Member[], statements: readonly Statement[], chain: FounderChain, genesis: Genesis): void {
  for (const organisation of new Set(members.map((one) => one.organisation.toString('hex')))) {
    const own = members.filter((one) => one.organisation.toString('hex') === organisation)
    for (const device of devicesOf(statements, Buffer.from(organisation, 'hex'))) {
      const owner = own.find((one) => lists(one, device, chain)) ?? own.at(-1)
      owner?.devices.push({ ...device, logId: logIdOf(genesis.space, device.signer) })
    }
  }
}

function lists(member: Member, device: Device, chain: FounderChain): boolean {
  const admission = chain.admissions.find((one) => equal(one.instance, member.instance))?.admission
  return admission?.statements.some((bytes) => bytes.includes(device.signer)) ?? member.role === ROLE.founder
}

/** Several cuts for one log: the smallest. A log for which a removal names no cut ends at 0. */
function endMember(member: Member, cuts: readonly Cut[]): void {
  const cutOf = (device: MemberDevice): Cut =>
    cuts.filter((cut) => equal(cut.logId, device.logId)).reduce<Cut | null>(smaller, null) ?? { logId: device.logId, length: 0, treeHash: Buffer.alloc(32) }
  const ends = member.devices.map(cutOf)
  member.cuts = member.present ? ends : ends.map((cut) => member.cuts.filter((one) => equal(one.logId, cut.logId)).reduce<Cut>((a, b) => smaller(a, b), cut))
  member.present = false
}

const smaller = (a: Cut | null, b: Cut): Cut => (a && a.length <= b.length ? a : b)

/** What members may do themselves: answer their admission, and leave (DESIGN 6, step 6). Only below their cuts. */
function ownOperations(members: readonly Member[], blocks: readonly RosterBlock[]): void {
  const leavers: { member: Member; block: RosterBlock }[] = []
  for (const block of blocks) {
    const member = members.find((one) => one.devices.some((device) => equal(device.logId, block.logId)))
    const fields = operationOf(block)?.fields
    if (!member || !fields || !belowEnd(member, block.logId, block.index)) continue
    if (fields.operation === 'accept' && equal(fields.accepted, member.instance)) member.accepted = true
    if (fields.operation === 'leave' && equal(fields.instance, member.instance) && member.role !== ROLE.founder) leavers.push({ member, block })
  }
  for (const { member, block } of leavers) {
    if (!member.present) continue
    member.present = false
    // Leaving ends the log that says so right after it, and the organisation's others where they stand now.
    member.cuts = [{ logId: block.logId, length: block.index + 1, treeHash: Buffer.alloc(32) }]
  }
}

/** Whether an entry of a member's log stands before the log's end, by revocation or cut. */
export function belowEnd(member: Member, logId: Buffer, index: number): boolean {
  const device = member.devices.find((one) => equal(one.logId, logId))
  if (device?.end && index >= device.end.length) return false
  const cut = member.cuts.find((one) => equal(one.logId, logId))
  return !cut || index < cut.length
}
