import { equal, toHex } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import { ROLE } from '../../space/format/operation.ts'
import type { Member as RosterMember } from '../../space/roster/types.ts'
import { mayAdmit, mayRemove, type Space } from '../../space/space.ts'
import type { Changes } from '../changes.ts'
import {
  type Coalition,
  type Invite,
  type InviteId,
  type Member,
  type OrganisationId,
  organisationIdSchema,
  type Pairing,
  type PairingId,
  type Role,
  type SpaceId,
  spaceIdSchema,
} from '../contract/index.ts'
import { disputesIn } from './disputes.ts'
import { type Elections, placeFor, successionIn } from './elections.ts'
import type { HouseNotes } from './house-notes.ts'
import type { NetworkService } from './network.ts'
import type { ReachService } from './reach.ts'
import type { Spaces } from './spaces.ts'

const ROLE_NAMES = Object.fromEntries(Object.entries(ROLE).map(([name, code]) => [code, name])) as Record<number, Role>

/** Coalitions as the screens see them: who belongs, who is there, invites and pairings. */
export class CoalitionService {
  private readonly spaces: Spaces
  private readonly network: NetworkService
  private readonly eraseOwn: (audience: SpaceId) => Promise<void>
  private readonly reach: ReachService
  private readonly notes: HouseNotes
  private readonly elections: Elections
  private readonly changes: Changes

  /** `eraseOwn`: erases all that is ours in one. */
  constructor(
    spaces: Spaces,
    network: NetworkService,
    eraseOwn: (audience: SpaceId) => Promise<void>,
    reach: ReachService,
    notes: HouseNotes,
    elections: Elections,
    changes: Changes,
  ) {
    this.spaces = spaces
    this.network = network
    this.eraseOwn = eraseOwn
    this.reach = reach
    this.notes = notes
    this.elections = elections
    this.changes = changes
  }

  async list(): Promise<Coalition[]> {
    // Of one that we were only told of, and do not know the members of yet, nothing can be said.
    return Promise.all(
      this.spaces
        .coalitions()
        .filter(({ arrived }) => arrived)
        .map((space) => this.describe(space)),
    )
  }

  async found(name: string): Promise<SpaceId> {
    const space = await this.spaces.foundCoalition(name)
    this.network.sync.spacesChanged()
    this.notes.wake()
    this.changes.publish('coalitions')
    return spaceIdSchema.parse(toHex(space.id))
  }

  invite(spaceId: SpaceId, hours: number, past: boolean): Invite {
    const space = this.spaces.get(spaceId)
    if (space.behind) throw new ParasolError('LOG_BEHIND')
    return this.network.sync.invite(space, hours, past)
  }

  invites(spaceId: SpaceId): Invite[] {
    return this.network.sync.invites(this.spaces.get(spaceId))
  }

  withdrawInvite(inviteId: InviteId): void {
    this.network.sync.withdraw(inviteId)
  }

  async join(text: string): Promise<Pairing> {
    if (this.spaces.house.behind) throw new ParasolError('LOG_BEHIND')
    return this.network.sync.join(text)
  }

  pairings(): Pairing[] {
    return this.network.sync.pairings().filter(({ kind }) => kind === 'coalition')
  }

  confirm(pairingId: PairingId, same: boolean): Promise<Pairing> {
    return this.network.sync.confirm(pairingId, same)
  }

  dismiss(pairingId: PairingId): void {
    this.network.sync.dismiss(pairingId)
  }

  /** Removes a member; synced on return. Throws NOT_ALLOWED, LOG_BEHIND. */
  async remove(spaceId: SpaceId, organisationId: OrganisationId): Promise<void> {
    const { space, instance } = this.memberOf(spaceId, organisationId)
    await space.remove(instance)
    this.changes.publish('coalitions')
  }

  /** Makes a member a steward; synced on return. Throws NOT_ALLOWED, LOG_BEHIND. */
  async appoint(spaceId: SpaceId, organisationId: OrganisationId): Promise<void> {
    const { space, instance } = this.memberOf(spaceId, organisationId)
    await space.appoint(instance)
    this.changes.publish('coalitions')
  }

  /** Offers a member the founder's place; synced on return. Throws NOT_ALLOWED, LOG_BEHIND. */
  async handOver(spaceId: SpaceId, organisationId: OrganisationId): Promise<void> {
    const { space, instance } = this.memberOf(spaceId, organisationId)
    await space.handOver(instance)
    this.changes.publish('coalitions')
  }

  /** Takes the founder's place; synced on return. Throws NOT_ALLOWED, LOG_BEHIND. */
  async acceptPlace(spaceId: SpaceId): Promise<void> {
    const space = this.spaces.get(spaceId)
    const place = placeFor(space)
    if (!place || space.organisation === null) throw new ParasolError('NOT_ALLOWED')
    await space.accept(place)
    this.changes.publish('coalitions')
  }

  /** Leaves a coalition; what we wrote there stays with the others, or is erased first. Throws NOT_ALLOWED for a founder, LOG_BEHIND. */
  async leave(spaceId: SpaceId, erase: boolean): Promise<void> {
    const space = this.spaces.get(spaceId)
    if (!mayLeave(space)) throw new ParasolError('NOT_ALLOWED')
    if (erase) await this.eraseOwn(spaceId)
    await space.leave()
    this.changes.publish('coalitions')
  }

  private memberOf(spaceId: SpaceId, organisationId: OrganisationId): { space: Space; instance: Buffer } {
    const space = this.spaces.get(spaceId)
    const member = present(space).find(({ organisation }) => toHex(organisation) === organisationId)
    if (!member) throw new ParasolError('NOT_ALLOWED')
    return { space, instance: member.instance }
  }

  private async describe(space: Space): Promise<Coalition> {
    const logs = await space.openLogs()
    const connected = this.network.sync.connectedTo(space)
    const frozen = space.roster?.frozen ?? false
    const founds = space.writable && space.governs && !frozen && space.me?.role === ROLE.founder
    const describeMember = async (member: RosterMember): Promise<Member> => {
      const seen = connected.find((one) => equal(one.organisation, member.organisation))
      const own = equal(member.organisation, space.organisationKey)
      const held = logs.filter((log) => member.devices.some((device) => equal(device.logId, log.id)))
      return {
        organisationId: organisationIdSchema.parse(toHex(member.organisation)),
        name: member.name,
        own,
        role: ROLE_NAMES[member.role] ?? 'member',
        connected: (seen?.way ?? null) !== null,
        way: seen?.way ?? null,
        lastSeen: seen ? new Date(seen.lastSeen).toISOString() : null,
        entries: held.reduce((sum, log) => sum + log.length, 0),
        holds: own ? null : await this.reach.ofPartner(space, member),
        removable: !own && space.writable && mayRemove(space.me, member, space.roster),
        appointable: founds && member.role === ROLE.member,
        mayFollow: founds && (member.role === ROLE.member || member.role === ROLE.steward),
        offered: space.roster?.offers.some(({ instance }) => instance.equals(member.instance)) ?? false,
      }
    }
    return {
      spaceId: spaceIdSchema.parse(toHex(space.id)),
      name: this.spaces.nameOf(space),
      role: ROLE_NAMES[space.me?.role ?? ROLE.member] ?? 'member',
      members: await Promise.all(present(space).map(describeMember)),
      gone: goneFrom(space),
      writable: space.writable,
      invites: space.writable && space.governs && !frozen && mayAdmit(space.me),
      leavable: space.writable && mayLeave(space),
      behind: space.behind,
      disputes: disputesIn(space),
      frozen,
      succession: successionIn(space),
      succeededBy: this.elections.successorOf(space),
    }
  }
}

const present = (space: Space): RosterMember[] => (space.roster?.members ?? []).filter((member) => member.present)

/** Each organisation of partners that was in it and is not, once, whatever number of times it came and went. */
function goneFrom(space: Space): Coalition['gone'] {
  const here = new Set(present(space).map(({ organisation }) => toHex(organisation)))
  const gone = new Map<string, Coalition['gone'][number]>()
  for (const { organisation, name, left } of space.roster?.members ?? []) {
    const id = toHex(organisation)
    if (!here.has(id) && !equal(organisation, space.organisationKey))
      gone.set(id, { organisationId: organisationIdSchema.parse(id), name, left })
  }
  return [...gone.values()]
}

const mayLeave = ({ me, organisation }: Space): boolean => organisation !== null && me?.present === true && me.role !== ROLE.founder
