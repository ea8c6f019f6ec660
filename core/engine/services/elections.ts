import { equal, toHex } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import { Queue } from '../../log/queue.ts'
import { ROLE } from '../../space/format/operation.ts'
import type { Member, Succession as TheirWord } from '../../space/roster/types.ts'
import { showsSuccession, VOTES_MIN } from '../../space/roster/votes.ts'
import type { Space } from '../../space/space.ts'
import type { State } from '../../vault/state/state.ts'
import type { Changes } from '../changes.ts'
import { type OrganisationId, organisationIdSchema, type SpaceId, type Succession } from '../contract/index.ts'
import { logFault } from '../faults.ts'
import type { Spaces } from './spaces.ts'

/** Under which of a space's facts it is kept that stewards have put another in our place. */
const TOLD = 'succeeded'

/** How stewards put another in the place of a founder who is gone (docs/protocol.md section 6, "Votes"), and how she says that she is not. */
export class Elections {
  private readonly state: State
  private readonly spaces: Spaces
  private readonly changes: Changes
  private readonly turns = new Queue()
  private readonly waiting = new Set<Space>()

  constructor(state: State, spaces: Spaces, changes: Changes) {
    this.state = state
    this.spaces = spaces
    this.changes = changes
    spaces.watch((space) => this.wake(space))
  }

  /** Goes on with what was cut short before. */
  resume(): void {
    for (const space of this.spaces.coalitions()) this.wake(space)
  }

  /** Names, as a steward, who shall become the founder; null takes that back. Synced on return. Throws NOT_KEYHOLDER, NOT_ALLOWED, LOG_BEHIND. */
  async vote(spaceId: SpaceId, organisationId: OrganisationId | null): Promise<void> {
    const space = this.spaces.get(spaceId)
    const named = organisationId && present(space).find(({ organisation }) => toHex(organisation) === organisationId)
    if (named === undefined) throw new ParasolError('NOT_ALLOWED')
    await space.vote(named?.instance ?? null)
    this.changes.publish('coalitions')
  }

  /** Says, as the founder, that she is there: what the stewards have said before counts no more. Synced on return. Throws NOT_ALLOWED, LOG_BEHIND. */
  async here(spaceId: SpaceId): Promise<void> {
    await this.spaces.get(spaceId).here()
    this.changes.publish('coalitions')
  }

  /** A partner says that stewards have put another in our place: kept where it is shown to be so, as nobody speaks to us any more. Synced on return. */
  told(space: Space, how: TheirWord): void {
    const { roster, me } = space
    if (!roster || me?.role !== ROLE.founder || !showsSuccession(roster, how)) return
    const word = Buffer.concat([how.since, how.by])
    if (this.state.spaces.fact(space.id, TOLD)?.equals(word)) return
    this.state.spaces.putFact(space.id, TOLD, word)
    this.changes.publish('coalitions')
  }

  /** Who the stewards have put in our place, where we were the founder, by the roster or by what partners have told. Null where nobody. */
  successorOf(space: Space): string | null {
    const { roster, me, organisationKey } = space
    const member = (instance: Buffer): Member | undefined => roster?.members.find((one) => one.instance.equals(instance))
    const by = roster?.succeeded.findLast(({ instance }) => {
      const former = member(instance)
      return former && !former.present && equal(former.organisation, organisationKey)
    })?.by
    const word = me?.role === ROLE.founder ? this.state.spaces.fact(space.id, TOLD) : null
    // Of another time as the founder it says nothing.
    const told = word && roster?.sinces.some((since) => since.equals(word.subarray(0, 32))) ? word.subarray(32) : undefined
    const next = by ?? told
    return (next && member(next)?.name) ?? null
  }

  /** Writes down, with our vote among them, that enough stewards have named one. */
  private wake(space: Space): void {
    if (space.facts.kind !== 'coalition' || this.waiting.has(space)) return
    this.waiting.add(space)
    void this.turns.run(async () => {
      this.waiting.delete(space)
      try {
        for (const instance of mayWriteFor(space)) await space.succeedFounder(instance)
      } catch (error) {
        logFault('founder’s place', error)
      }
    })
  }
}

/** Whom our own vote, and enough others, are for, where nobody has written that down yet. */
function mayWriteFor(space: Space): Buffer[] {
  const { roster, me } = space
  if (!roster || !me || !space.writable || !space.governs || me.role !== ROLE.steward) return []
  const own = roster.votes.find(({ steward }) => steward.equals(me.instance))?.instance
  return roster.elected.filter((one) => own?.equals(one) && present(space).some(({ instance }) => instance.equals(one)))
}

/** How far the stewards of a coalition are; null where they are too few to put anybody in the founder's place, or nobody can any more. */
export function successionIn(space: Space): Succession | null {
  const { roster, me } = space
  const members = present(space)
  const stewards = members.filter(({ role }) => role === ROLE.steward)
  if (!roster || roster.frozen || !me?.present || stewards.length < VOTES_MIN) return null
  const who = ({ organisation, name }: Member): { organisationId: OrganisationId; name: string; own: boolean } => ({
    organisationId: organisationIdSchema.parse(toHex(organisation)),
    name,
    own: equal(organisation, space.organisationKey),
  })
  const mayFollow = members.filter(({ role }) => role === ROLE.member || role === ROLE.steward)
  const named = (instance: Buffer | null | undefined): Member | undefined =>
    instance ? mayFollow.find((one) => one.instance.equals(instance)) : undefined
  const chosen = roster.successions.map(({ instance }) => named(instance)).find((one) => one !== undefined)
  const says = space.organisation !== null && space.writable && space.governs
  return {
    stewards: stewards.map((steward) => {
      const choice = named(roster.votes.find((one) => one.steward.equals(steward.instance))?.instance)
      return { ...who(steward), names: choice ? who(choice) : null }
    }),
    needed: Math.max(VOTES_MIN, Math.floor(stewards.length / 2) + 1),
    chosen: chosen ? who(chosen) : null,
    candidates: says && me.role === ROLE.steward ? mayFollow.map(who) : [],
    mayDeny: space.writable && space.governs && me.role === ROLE.founder,
  }
}

/** What our organisation has to accept to become the founder: a handover, or what the stewards have written. The last one; null where there is nothing. */
export function placeFor({ roster, me }: Space): Buffer | null {
  const isOurs = ({ instance }: { instance: Buffer }): boolean => me?.present === true && me.instance.equals(instance)
  return (roster?.offers.findLast(isOurs) ?? roster?.successions.findLast(isOurs))?.operationId ?? null
}

const present = (space: Space): Member[] => (space.roster?.members ?? []).filter((member) => member.present)
