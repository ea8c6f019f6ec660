import { z } from 'zod'
import { fromHex, toHex, utf8 } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import { Queue } from '../../log/queue.ts'
import type { LogStore } from '../../log/store.ts'
import { plainName } from '../../records/text.ts'
import { foundSpace, joinSpace, openSpace, type Surroundings } from '../../space/found.ts'
import { houseId, organisationKeys } from '../../space/keys.ts'
import type { Identity, SpaceFacts } from '../../space/ports.ts'
import type { AdmissionReply, Space } from '../../space/space.ts'
import type { State } from '../../vault/state/state.ts'
import { type OrganisationId, organisationIdSchema, type SpaceId } from '../contract/ids.ts'
import { LIMITS } from '../contract/limits.ts'
import { logFault } from '../faults.ts'

/** Under which of a space's facts it is kept which copy of the logs this vault has adopted. */
const ADOPTED = 'adopted copy'

const hex32 = z.string().regex(/^[0-9a-f]{64}$/)
const factsSchema = z.object({
  founderSigner: hex32,
  genesisHash: hex32,
  genesisBlock: z.string().nullable(),
  admission: hex32.nullable(),
})

/** The spaces of this computer: the House and its coalitions, opened once and kept. */
export class Spaces {
  readonly identity: Identity
  private readonly state: State
  private readonly store: LogStore
  private readonly around: Surroundings
  private readonly open = new Map<string, Space>()
  private readonly going = new Queue()
  private onSuccession: () => void = () => {}
  private readonly signers = new Map<SpaceId, OrganisationId>()

  constructor(state: State, store: LogStore, identity: Identity, now: () => number) {
    this.state = state
    this.store = store
    this.identity = identity
    this.around = {
      store,
      now,
      ownHeads: state.ownHeads,
      epochs: (space) => ({
        all: () => state.epochKeys.list(space),
        add: (epoch) => state.epochKeys.put(space, epoch),
      }),
      positions: (space) => ({
        all: () => state.rosterPositions.list(space),
        add: (signer, index) => state.rosterPositions.add(space, signer, index),
      }),
    }
  }

  /** Opens every known space; founds the House where it is not there, or was only half founded. */
  async load(): Promise<void> {
    const adopted = this.state.spaces.fact(this.houseKey(), ADOPTED)
    if (adopted?.equals(utf8(await this.store.name()))) this.store.adopt()
    const house = houseId(this.identity.organisationSeed)
    if (!this.factsOf(house, 'house')) {
      this.state.spaces.put({ spaceId: house, kind: 'house', name: this.identity.organisationName })
      this.keep(await foundSpace('house', this.identity.organisationName, this.identity, this.around))
    }
    for (const { spaceId, kind } of this.state.spaces.list()) {
      const facts = this.factsOf(spaceId, kind)
      // A row without facts is what a crash in the middle of founding leaves: nothing was ever written under it.
      if (facts) await this.openFacts(facts)
      else this.state.spaces.remove(spaceId)
    }
    await this.goOn()
  }

  /**
   * Where a log of this computer has fallen behind what was written into it, the computer was restored from a backup: then every log of it gets a
   * successor, under one fresh random device seed. Done again where it was cut short. Calls `told` when it is done.
   */
  goOn(): Promise<void> {
    return this.going.run(async () => {
      const spaces = this.all()
      const now = [this.identity.deviceSeed]
      if (spaces.some((space) => space.behind && space.lost(now))) this.identity.deviceSeed = this.state.devices.start().seed
      const former = this.state.devices.list().flatMap(({ active, seed }) => (active ? [] : [seed]))
      if (!spaces.some((space) => space.lost(former))) return
      this.store.adopt()
      for (const space of spaces) await space.succeed(this.identity, former)
      this.state.spaces.putFact(this.houseKey(), ADOPTED, utf8(await this.store.name()))
      this.onSuccession()
    })
  }

  /** Calls back whenever this computer has gone on in new logs. */
  afterSuccession(tell: () => void): void {
    this.onSuccession = tell
  }

  /** Whether this computer was restored from a backup once, and goes on in new logs since. */
  get restored(): boolean {
    return this.state.devices.list().length > 1
  }

  get house(): Space {
    return this.get(toHex(this.houseKey()))
  }

  private houseKey(): Buffer {
    return houseId(this.identity.organisationSeed)
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
    const keys = this.open.get(spaceId)?.organisation ?? organisationKeys(this.identity.organisationSeed, fromHex(spaceId))
    const signer = organisationIdSchema.parse(toHex(keys.sign.publicKey))
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
    this.keep(facts)
    return this.openFacts(facts)
  }

  /** Enters a coalition that has admitted us, and answers the admission in the own log. */
  async joinCoalition(space: Buffer, genesisHash: Buffer, reply: AdmissionReply): Promise<Space> {
    if (!this.state.spaces.get(space)) this.state.spaces.put({ spaceId: space, kind: 'coalition', name: '' })
    const facts = joinSpace(space, genesisHash, reply, this.around)
    this.keep(facts)
    const joined = await this.openFacts(facts)
    this.state.spaces.put({ spaceId: space, kind: 'coalition', name: joined.roster?.genesis.name ?? '' })
    if (joined.own.length === 0) {
      await joined.writeOperation({ appointment: Buffer.alloc(32), fields: { operation: 'accept', accepted: reply.operationId } })
    }
    return joined
  }

  private async openFacts(facts: SpaceFacts): Promise<Space> {
    const space = await openSpace(facts, this.identity, this.around)
    // A partner may show that this computer is behind at any time.
    space.onRosterChange(() => {
      if (space.behind) this.goOn().catch((error: unknown) => logFault('successor log', error))
    })
    this.open.set(toHex(facts.space), space)
    return space
  }

  private keep(facts: SpaceFacts): void {
    const value = {
      founderSigner: toHex(facts.founderSigner),
      genesisHash: toHex(facts.genesisHash),
      genesisBlock: facts.genesisBlock?.toString('base64') ?? null,
      admission: facts.admission ? toHex(facts.admission) : null,
    }
    this.state.spaces.putFact(facts.space, 'facts', Buffer.from(JSON.stringify(value)))
  }

  private factsOf(space: Buffer, kind: SpaceFacts['kind']): SpaceFacts | null {
    const bytes = this.state.spaces.fact(space, 'facts')
    if (!bytes) return null
    const facts = factsSchema.parse(JSON.parse(bytes.toString('utf8')))
    return {
      space,
      kind,
      founderSigner: fromHex(facts.founderSigner),
      genesisHash: fromHex(facts.genesisHash),
      genesisBlock: facts.genesisBlock === null ? null : Buffer.from(facts.genesisBlock, 'base64'),
      admission: facts.admission === null ? null : fromHex(facts.admission),
    }
  }
}
