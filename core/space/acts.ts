import { toHex } from '../crypto/bytes.ts'
import { sign } from '../crypto/sign.ts'
import { ParasolError } from '../error.ts'
import type { Log } from '../log/log.ts'
import { RING } from '../log/types.ts'
import type { Composer } from './composer.ts'
import { type Admission, type Cut, ROLE, type RoleCode } from './format/operation.ts'
import { certify, makeStatement, STATEMENTS_MAX } from './format/statement.ts'
import type { OrganisationKeys } from './keys.ts'
import { mayWrite } from './roster/epochs.ts'
import type { Member, Roster } from './roster/types.ts'
import { votePayload } from './roster/votes.ts'

/** Says no appointment: the founder's word, or a member's own. */
export const NONE = Buffer.alloc(32)

/** Who acts, on what, and which logs are here. */
export interface Actor {
  me: Member | null
  roster: Roster
  logs: ReadonlyMap<string, Log>
}

/** The appointment to cite for what founder and stewards may do: none for the founder. Throws NOT_ALLOWED for anyone else. */
function authority({ me, roster }: Actor): Buffer {
  if (me?.present && me.role === ROLE.founder) return NONE
  const appointment = me?.present && me.role === ROLE.steward && appointmentOf(roster, me)
  if (!appointment) throw new ParasolError('NOT_ALLOWED')
  return appointment.operationId
}

/** What makes a member a steward: that which is not limited, where there is one. */
function appointmentOf({ appointments }: Roster, { instance }: Member): Roster['appointments'][number] | undefined {
  const own = appointments.filter((one) => one.instance.equals(instance))
  return own.find(({ limited }) => !limited) ?? own[0]
}

function mustBe({ me }: Actor, role: RoleCode): Member {
  if (!me?.present || me.role !== role) throw new ParasolError('NOT_ALLOWED')
  return me
}

function presentMember({ roster }: Actor, instance: Buffer): Member {
  const member = roster.members.find((one) => one.present && one.instance.equals(instance))
  if (!member) throw new ParasolError('NOT_ALLOWED')
  return member
}

/**
 * Whether founder or steward `me` may remove this member: nobody the founder, and only the founder a steward. In a frozen roster only stewards whose
 * appointment is not in dispute may.
 */
export function mayRemove(me: Member | null, member: Member, roster: Roster | null): boolean {
  if (!me?.present || !member.present || !roster || member.role === ROLE.founder) return false
  if (me.role === ROLE.founder) return !roster.frozen
  return me.role === ROLE.steward && member.role !== ROLE.steward && appointmentOf(roster, me)?.limited === false
}

/** Whether this member may admit others. */
export const mayAdmit = (me: Member | null): boolean => me?.present === true && (me.role === ROLE.founder || me.role === ROLE.steward)

/** The admission, grants of the keys that the newcomer gets, and new epochs where it has none. Returns the instance. */
export function admit(out: Composer, actor: () => Actor, admission: Admission): Buffer {
  const id = out.operation({ operation: 'admit', ...admission }, authority(actor()))
  const newcomer = actor().roster.members.find((one) => one.instance.equals(id))
  if (!newcomer) throw new ParasolError('ALREADY_MEMBER')
  // Statements that contradict what it said before would void its computers, old and new.
  if (newcomer.devices.length === 0) throw new ParasolError('NOT_ALLOWED')
  out.grants(newcomer, admission.past)
  out.epochFor(RING.main)
  out.epochFor(RING.safe)
  return id
}

/** The removal, with what is held of the member's logs as cuts, and new epochs of every ring. */
export function remove(out: Composer, actor: () => Actor, instance: Buffer, reason: number): void {
  const appointment = authority(actor())
  const member = presentMember(actor(), instance)
  if (!mayRemove(actor().me, member, actor().roster)) throw new ParasolError('NOT_ALLOWED')
  out.operation({ operation: 'remove', instance, reason, cuts: cutsOf(member, actor().logs) }, appointment)
  for (const ring of [RING.roster, RING.main, RING.safe]) out.epochFor(ring)
}

/** Makes a member a steward. */
export function appoint(out: Composer, actor: () => Actor, instance: Buffer): Buffer {
  mustBe(actor(), ROLE.founder)
  if (presentMember(actor(), instance).role !== ROLE.member) throw new ParasolError('NOT_ALLOWED')
  return out.operation({ operation: 'appoint', instance })
}

/** Gives the founder's place to a member or steward, once that has accepted. Returns what is to be accepted. */
export function handOver(out: Composer, actor: () => Actor, instance: Buffer): Buffer {
  mustBe(actor(), ROLE.founder)
  mayFollow(actor(), instance)
  return out.operation({ operation: 'hand-over', instance })
}

/** Only members and stewards become founders. */
function mayFollow(actor: Actor, instance: Buffer): void {
  const { role } = presentMember(actor, instance)
  if (role !== ROLE.member && role !== ROLE.steward) throw new ParasolError('NOT_ALLOWED')
}

/** Says that the founder is there: what stewards have said against her before counts no more. */
export function here(out: Composer, actor: () => Actor): void {
  mustBe(actor(), ROLE.founder)
  out.operation({ operation: 'here' })
}

/** This steward's vote for another founder, in place of the one before; null takes that back. */
export function vote(out: Composer, actor: () => Actor, instance: Buffer | null, { sign: keys }: OrganisationKeys): void {
  const { instance: steward } = mustBe(actor(), ROLE.steward)
  if (instance) mayFollow(actor(), instance)
  const { genesis, genesisHash, since, votes, frozen } = actor().roster
  if (frozen) throw new ParasolError('NOT_ALLOWED')
  const last = lastVote(votes, steward)
  const fields = { since, instance, number: last ? last.number + 1 : 0 }
  const signature = sign(votePayload(genesis.space, genesisHash, steward, fields), keys.secretKey)
  out.operation({ operation: 'vote', ...fields, signature })
}

/** What a steward has said last. */
export const lastVote = (votes: Roster['votes'], steward: Buffer): Roster['votes'][number] | undefined =>
  votes.find((one) => one.steward.equals(steward))

/** Writes the votes for whom enough stewards are; it counts once that one has accepted. Returns what is to be accepted. */
export function succeedFounder(out: Composer, actor: () => Actor, instance: Buffer): Buffer {
  mustBe(actor(), ROLE.steward)
  presentMember(actor(), instance)
  const { elected, votes } = actor().roster
  if (!elected.some((one) => one.equals(instance))) throw new ParasolError('NOT_ALLOWED')
  const quoted = votes.filter((one) => one.instance?.equals(instance)).map(({ steward, signature }) => ({ steward, signature }))
  return out.operation({ operation: 'succeed-founder', instance, votes: quoted })
}

/** Sets logs of a member under quarantine from a length on, or lifts that. As steward, or as keyholder for the organisation's own other computers. */
export function watermark(out: Composer, actor: () => Actor, instance: Buffer, cuts: Cut[], lifted: boolean): void {
  const { me } = actor()
  const member = presentMember(actor(), instance)
  if (member.role === ROLE.founder || member.role === ROLE.steward) throw new ParasolError('NOT_ALLOWED')
  const appointment = me?.instance.equals(instance) ? NONE : me?.role === ROLE.steward ? authority(actor()) : null
  if (!appointment) throw new ParasolError('NOT_ALLOWED')
  out.operation({ operation: 'watermark', instance, lifted, cuts }, appointment)
}

/** Certifies another computer of the own organisation. Throws TOO_MANY_COMPUTERS. */
export function certifyDevice(
  out: Composer,
  actor: () => Actor,
  keys: OrganisationKeys['sign'],
  device: { log: Buffer; box: Buffer; label: string },
): void {
  const { me, roster } = actor()
  if (!me?.present) throw new ParasolError('NOT_ALLOWED')
  if (me.statements.length >= STATEMENTS_MAX) throw new ParasolError('TOO_MANY_COMPUTERS')
  out.operation({ operation: 'statement', statement: certify(roster.genesis.space, keys, me.statements, device).bytes })
}

/**
 * Revokes another computer of the own organisation: what is held of its log counts, nothing beyond; then new epochs of every ring that this log
 * may start one of.
 */
export function revokeDevice(out: Composer, actor: () => Actor, logId: Buffer, own: Buffer, organisation: OrganisationKeys): void {
  const { me, roster, logs } = actor()
  const device = me?.present && me.devices.find((one) => one.logId.equals(logId) && !one.end)
  if (!me || !device || logId.equals(own)) throw new ParasolError('NOT_ALLOWED')
  const { length, treeHash } = cutOf(logId, logs)
  const fields = { kind: 'revoke' as const, device: device.signer, length, treeHash }
  const { bytes } = makeStatement(roster.genesis.space, organisation.sign, me.statements, fields)
  out.operation({ operation: 'statement', statement: bytes })
  if (roster.authorityLogIds.some((id) => id.equals(own))) out.epochFor(RING.roster)
  if (!mayWrite(me)) return
  for (const ring of [RING.main, RING.safe]) out.epochFor(ring)
}

const cutsOf = (member: Member, logs: ReadonlyMap<string, Log>): Cut[] => member.devices.map(({ logId }) => cutOf(logId, logs))

function cutOf(logId: Buffer, logs: ReadonlyMap<string, Log>): Cut {
  const head = logs.get(toHex(logId))?.head()
  return { logId, length: head?.length ?? 0, treeHash: head?.treeHash ?? NONE }
}
