import { toHex } from '../../crypto/bytes.ts'
import { LIMITS } from '../../engine/contract/limits.ts'
import { plainName } from '../../records/text.ts'
import type { Genesis } from '../format/genesis.ts'
import { type Cut, ROLE } from '../format/operation.ts'
import { giveDevices } from './devices.ts'
import type { FounderChain } from './founder.ts'
import { knows, type Ledger, NO_HEADS, type Place } from './ledger.ts'
import { type Leaves, leaveEnd, markAccepted } from './own.ts'
import { cutBy, type StewardWork } from './stewards.ts'
import type { Step } from './term.ts'
import type { Member, MemberDevice } from './types.ts'

const NOWHERE = Buffer.alloc(32)

type Admit = Extract<Step, { is: 'admit' }>
type Removal = Extract<Step, { is: 'remove' }>

/** A member while the fold is at it. */
export interface Draft extends Member {
  /** Where it was admitted. */
  place: Place
  /** Signers that the admission itself listed. */
  listed: Set<string>
  removals: Removal[]
}

/**
 * All admissions that count, the founder's in their order, then the stewards', with devices, acceptance, and where a gone one's logs end
 * (docs/protocol.md section 6, "Admissions", "Cuts").
 */
export function foldMembers(
  ledger: Ledger,
  chain: FounderChain,
  { steps: stewardSteps }: StewardWork,
  leaves: Leaves,
  genesis: Genesis,
  instance: Buffer,
): Member[] {
  const founder = chain.now.instance
  const steps = [...chain.steps, ...stewardSteps]
  const gone = new Gone(steps, leaves, founder)
  const drafts = [founderOf(ledger, genesis, instance)]
  const instances = new Map([[toHex(genesis.organisation), [...drafts]]])
  const appointed = new Set(chain.appointments.map((one) => toHex(one.instance)))
  for (const step of inPrecedence(steps, appointed, gone)) {
    const same = instances.get(toHex(step.admission.organisation)) ?? []
    if (!mayComeIn(step, same, gone)) continue
    const draft = admitted(step)
    // One that was let in again comes behind, whoever wrote that: what was cut of its logs is the first one's.
    const later = same.find((one) => gone.knownAt(one.place, { ...one, instance: draft.instance }))
    const own = [...same]
    for (const list of [drafts, own]) list.splice(later ? list.indexOf(later) : list.length, 0, draft)
    instances.set(toHex(draft.organisation), own)
  }
  for (const draft of drafts) {
    draft.statements = ledger.statements.of(draft.organisation).statements
    draft.removals = gone.removalsOf(draft.instance)
    if (draft.instance.equals(founder)) draft.role = ROLE.founder
    else if (draft.role === ROLE.founder || (appointed.has(toHex(draft.instance)) && draft.role === ROLE.member))
      draft.role = draft.role === ROLE.founder ? ROLE.member : ROLE.steward
  }
  giveDevices(drafts, ledger.blocks, ledger.statements, ledger.space)
  for (const draft of drafts) end(draft, ledger, chain, leaves, founder)
  markAccepted(drafts, ledger.blocks)
  return drafts.map(({ place: _place, listed: _listed, removals: _removals, ...member }) => member)
}

/** Who is gone, and where that is said. */
class Gone {
  private readonly removals = new Map<string, Removal[]>()
  private readonly leaves: Leaves
  private readonly founder: Buffer

  constructor(steps: readonly Step[], leaves: Leaves, founder: Buffer) {
    this.leaves = leaves
    this.founder = founder
    for (const step of steps) {
      if (step.is !== 'remove' || step.instance.equals(founder)) continue
      const name = toHex(step.instance)
      const said = this.removals.get(name)
      if (said) said.push(step)
      else this.removals.set(name, [step])
    }
  }

  removalsOf(instance: Buffer): Removal[] {
    return this.removals.get(toHex(instance)) ?? []
  }

  /** Whether who wrote at `place` knew that a member is gone. */
  knownAt(place: Place, member: Pick<Draft, 'instance' | 'organisation'>): boolean {
    if (this.removalsOf(member.instance).some((removal) => knows(place, removal.place))) return true
    const leave = member.instance.equals(this.founder) ? null : this.leaves.of(member)
    return leave !== null && knows(place, leave.place)
  }
}

/**
 * Admissions in the order in which one is preferred to another that did not know of it: the founder's; of stewards' those of who was put in charge,
 * then those that were removed, or one written before that, and heard of after, would bring the removed one back.
 */
function inPrecedence(steps: readonly Step[], appointed: ReadonlySet<string>, gone: Gone): Admit[] {
  const rankOf = ({ founder, instance }: Admit): number => {
    if (founder) return 0
    if (appointed.has(toHex(instance))) return 1
    return gone.removalsOf(instance).length > 0 ? 2 : 3
  }
  const ranks = Map.groupBy(
    steps.filter((step) => step.is === 'admit'),
    rankOf,
  )
  return [0, 1, 2, 3].flatMap((rank) => ranks.get(rank) ?? [])
}

/**
 * An organisation is in once: it is admitted again only by who knew that it was gone. Of two admissions that did not know of each other the
 * first counts, and the other never does, or removing the one would bring back the member.
 * `same`: its instances so far.
 */
const mayComeIn = (step: Admit, same: readonly Draft[], gone: Gone): boolean =>
  same.every((one) => gone.knownAt(step.place, one) || gone.knownAt(one.place, { ...one, instance: step.instance }))

const certified = ({ fields }: { fields: { kind: string; device?: Buffer } }): string[] =>
  fields.kind !== 'revoke' && fields.device ? [toHex(fields.device)] : []

const blank = (instance: Buffer, organisation: Buffer) => ({
  instance,
  organisation,
  statements: [],
  devices: [],
  accepted: false,
  present: true,
  left: false,
  cuts: [],
  watermarks: [],
  removals: [],
})

function admitted({ instance, place, admission, statements }: Admit): Draft {
  const { recoveryBox, organisationName, role, names, organisation } = admission
  return {
    ...blank(instance, organisation),
    recoveryBox,
    name: plainName(organisationName, LIMITS.organisationName),
    role,
    names,
    place,
    listed: new Set(statements.filter((one) => one.organisation.equals(organisation)).flatMap(certified)),
  }
}

function founderOf(ledger: Ledger, genesis: Genesis, instance: Buffer): Draft {
  const block = ledger.operation(instance)
  return {
    ...blank(instance, genesis.organisation),
    recoveryBox: genesis.recoveryBox,
    name: plainName(genesis.organisationName, LIMITS.organisationName),
    role: ROLE.founder,
    names: true,
    accepted: true,
    place: block ? ledger.place(block) : { logId: NOWHERE, index: 0, seen: NO_HEADS },
    listed: new Set(certified(genesis.certify)),
  }
}

/** Marks a member gone, and ends its logs, where it left, was removed, or was a founder whom stewards have succeeded. */
function end(draft: Draft, ledger: Ledger, chain: FounderChain, leaves: Leaves, founder: Buffer): void {
  if (draft.instance.equals(founder)) return
  const leave = leaves.of(draft)
  const succeeded = chain.terms.find((term) => term.succeeded && term.instance.equals(draft.instance))
  if (draft.removals.length === 0 && !leave && !succeeded) return
  draft.present = false
  draft.left = leave !== null && draft.removals.length === 0 && !succeeded
  draft.cuts = draft.devices.map(({ logId }): Cut => {
    const cuts = draft.removals.map((removal) => cutBy(removal, logId))
    const at = (length: number): Cut => ({ logId, length, treeHash: NOWHERE })
    if (leave) cuts.push(at(leaveEnd(ledger, chain, leave, logId)))
    if (succeeded) cuts.push(at(succeeded.logs.find((one) => one.logId.equals(logId))?.end ?? 0))
    return cuts.reduce((smallest, cut) => (cut.length < smallest.length ? cut : smallest))
  })
}

/** Whether an entry of a member's log stands before the log's end. */
export const belowEnd = (member: Member, logId: Buffer, index: number): boolean => index < endOf(member, logId)

/** Where a member's log ends: the index from which on entries do not count, by revocation, cut or watermark. */
export function endOf(member: Member, logId: Buffer): number {
  const ends = [...member.cuts, ...member.watermarks].filter((one) => one.logId.equals(logId)).map(({ length }) => length)
  return Math.min(deviceEnd(member.devices, logId), ...ends)
}

/** Where the organisation's statements end a log. */
export const deviceEnd = (devices: readonly MemberDevice[], logId: Buffer): number =>
  devices.find((one) => one.logId.equals(logId))?.end?.length ?? Number.POSITIVE_INFINITY
