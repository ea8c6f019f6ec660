import { fromHex, toHex, utf8 } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import { Queue } from '../../log/queue.ts'
import type { LogStore } from '../../log/store.ts'
import { plainName } from '../../records/text.ts'
import type { SpaceKeys } from '../../space/format/space-keys.ts'
import { enterSpace, foundSpace, joinSpace, openSpace, type Surroundings } from '../../space/found.ts'
import { houseId, organisationKeys } from '../../space/keys.ts'
import type { Identity, SpaceFacts } from '../../space/ports.ts'
import type { AdmissionReply, Space } from '../../space/space.ts'
import type { State } from '../../vault/state/state.ts'
import { type OrganisationId, organisationIdSchema, type SpaceId, spaceIdSchema } from '../contract/ids.ts'
import { LIMITS } from '../contract/limits.ts'
import { logFault } from '../faults.ts'
import { epochsIn, factsOf, keepFacts } from './space-facts.ts'

/** Under which of a space's facts it is kept which copy of the logs this vault has adopted. */
const ADOPTED = 'adopted copy'

/** The spaces of this computer: the House and its coalitions, opened once and kept. */
export class Spaces {
  readonly identity: Identity
  private readonly state: State
  private readonly store: LogStore
  private readonly around: Surroundings
  private readonly open = new Map<string, Space>()
  private readonly going = new Queue()
  private onSuccession: () => void = () => {}
  private readonly watchers = new Set<(space: Space) => void>()
  private readonly signers = new Map<SpaceId, OrganisationId>()

  constructor(state: State, store: LogStore, identity: Identity, now: () => number) {
    this.state = state
    this.store = store
    this.identity = identity
    this.around = {
      store,
      now,
      ownHeads: state.ownHeads,
      forkProofs: state.forkProofs,
      forkBranches: state.forkBranches,
      epochs: epochsIn(state),
      positions: (space) => ({
        all: () => state.rosterPositions.list(space),
        add: (signer, index) => state.rosterPositions.add(space, signer, index),
      }),
    }
  }

  /** Opens every known space; founds the House where it is not there, or was only half founded. */
  async load(): Promise<void> {
    const { organisationSeed } = this.identity
    const house = organisationSeed ? houseId(organisationSeed) : this.keptHouse()
    const adopted = this.state.spaces.fact(house, ADOPTED)
    if (adopted?.equals(utf8(await this.store.name()))) this.store.adopt()
    if (organisationSeed && !factsOf(this.state, house, 'house')) {
      this.state.spaces.put({ spaceId: house, kind: 'house', name: this.identity.organisationName })
      keepFacts(this.state, await foundSpace('house', this.identity.organisationName, this.identity, this.around))
    }
    for (const { spaceId, kind } of this.state.spaces.list()) {
      const facts = factsOf(this.state, spaceId, kind)
      // A row without facts is what a crash in the middle of founding leaves: nothing was ever written under it.
      if (facts) await this.openFacts(facts)
      else this.state.spaces.remove(spaceId)
    }
    await this.goOn()
  }

  /**
   * Where a log of this computer has fallen behind what was written into it, the computer was restored from a backup: then every log of it gets a
   * successor, under one fresh random device seed. Only on the keyholder's computer, as a statement of the organisation names it; another stays behind and is added anew. Done again where it was cut short. Calls `told` when it is done.
   */
  goOn(): Promise<void> {
    return this.going.run(async () => {
      if (!this.identity.organisationSeed) return
      const spaces = this.all()
      const now = [this.identity.deviceSeed]
      if (spaces.some((space) => space.behind && space.lost(now))) this.identity.deviceSeed = this.state.devices.start().seed
      const former = this.state.devices.list().flatMap(({ active, seed }) => (active ? [] : [seed]))
      if (!spaces.some((space) => space.lost(former))) return
      this.store.adopt()
      for (const space of spaces) await space.succeed(this.identity, former)
      this.state.spaces.putFact(this.house.id, ADOPTED, utf8(await this.store.name()))
      this.onSuccession()
    })
  }

  /** Calls back whenever this computer has gone on in new logs. */
  afterSuccession(tell: () => void): void {
    this.onSuccession = tell
  }

  /** Calls back whenever who belongs to a space, or what they decide, has changed; of spaces that come later too. */
  watch(tell: (space: Space) => void): void {
    this.watchers.add(tell)
  }

  /** Whether this computer was restored from a backup once, and goes on in new logs since. */
  get restored(): boolean {
    return this.state.devices.list().length > 1
  }

  get houseId(): SpaceId {
    return spaceIdSchema.parse(toHex(this.house.id))
  }

  get house(): Space {
    const house = this.all().find(({ facts }) => facts.kind === 'house')
    if (!house) throw new ParasolError('SPACE_NOT_FOUND')
    return house
  }

  /** The House that this computer was taken into. */
  private keptHouse(): Buffer {
    const row = this.state.spaces.list().find(({ kind }) => kind === 'house')
    if (!row) throw new ParasolError('VAULT_DAMAGED')
    return row.spaceId
  }

  /** Throws SPACE_NOT_FOUND. */
  get(spaceId: string): Space {
    const space = this.open.get(spaceId)
    if (!space) throw new ParasolError('SPACE_NOT_FOUND')
    return space
  }

  has(spaceId: string): boolean {
    return this.open.has(spaceId)
  }

  /** The key by which our organisation signs in a space, one it is not in (any more) included. Differs from space to space. */
  ownIn(spaceId: SpaceId): OrganisationId {
    const known = this.signers.get(spaceId)
    if (known) return known
    const { organisationSeed } = this.identity
    const key =
      this.open.get(spaceId)?.organisationKey ?? (organisationSeed && organisationKeys(organisationSeed, fromHex(spaceId)).sign.publicKey)
    if (!key) throw new ParasolError('SPACE_NOT_FOUND')
    const signer = organisationIdSchema.parse(toHex(key))
    this.signers.set(spaceId, signer)
    return signer
  }

  all(): Space[] {
    return [...this.open.values()]
  }

  coalitions(): Space[] {
    return this.all().filter((space) => space.facts.kind === 'coalition')
  }

  /** Resolves when what partners' logs hold here would survive a power cut. Throws DISK_FULL. */
  sync(): Promise<void> {
    return this.around.store.sync()
  }

  /** What a space is called on screens. */
  nameOf(space: Space): string {
    return plainName(space.roster?.genesis.name ?? this.state.spaces.get(space.id)?.name ?? '', LIMITS.coalitionName)
  }

  /** Founds a coalition and opens it. */
  async foundCoalition(name: string): Promise<Space> {
    const facts = await foundSpace('coalition', name, this.identity, {
      ...this.around,
      epochs: (space) => {
        // Keys of a space are kept below its row.
        if (!this.state.spaces.get(space)) this.state.spaces.put({ spaceId: space, kind: 'coalition', name })
        return this.around.epochs(space)
      },
    })
    keepFacts(this.state, facts)
    return this.openFacts(facts)
  }

  /** Enters a coalition that has admitted us, and answers the admission in the own log. */
  async joinCoalition(space: Buffer, genesisHash: Buffer, reply: AdmissionReply): Promise<Space> {
    if (!this.state.spaces.get(space)) this.state.spaces.put({ spaceId: space, kind: 'coalition', name: '' })
    const facts = joinSpace(space, genesisHash, reply, this.around)
    keepFacts(this.state, facts)
    const joined = await this.openFacts(facts)
    this.state.spaces.put({ spaceId: space, kind: 'coalition', name: joined.roster?.genesis.name ?? '' })
    if (joined.own.length === 0) {
      await joined.writeOperation({ appointment: Buffer.alloc(32), fields: { operation: 'accept', accepted: reply.operationId } })
    }
    return joined
  }

  /**
   * Takes keys of a coalition that the keyholder's computer gave: opens it where it is new. `learnt` where there were keys that were not held.
   * Throws MalformedError for a genesis that does not open.
   */
  async takeKeys(keys: SpaceKeys): Promise<{ space: Space; learnt: boolean }> {
    const known = this.open.get(toHex(keys.space))
    if (known) {
      const learnt = known.takeKeys(keys.chain, keys.epochs)
      keepFacts(this.state, known.facts)
      return { space: known, learnt }
    }
    const facts = this.state.transaction(() => {
      this.state.spaces.put({ spaceId: keys.space, kind: 'coalition', name: '' })
      const entered = enterSpace('coalition', keys, this.around)
      this.state.spaces.put({ spaceId: keys.space, kind: 'coalition', name: entered.genesis.name })
      keepFacts(this.state, entered.facts)
      return entered.facts
    })
    return { space: await this.openFacts(facts), learnt: true }
  }

  private async openFacts(facts: SpaceFacts): Promise<Space> {
    const space = await openSpace(facts, this.identity, this.around)
    // A partner may show that this computer is behind at any time.
    space.onRosterChange(() => {
      if (space.behind) this.goOn().catch((error: unknown) => logFault('successor log', error))
      for (const tell of this.watchers) tell(space)
    })
    this.open.set(toHex(facts.space), space)
    return space
  }
}
