import type SecretStream from '@hyperswarm/secret-stream'
import type { Invite, Network, Pairing } from '../engine/contract/index.ts'
import type { Space } from '../space/space.ts'
import { Claims } from './claims.ts'
import { Doorkeeper, WIDE } from './doorkeeper.ts'
import { Followers } from './followers.ts'
import { InternetLink } from './internet.ts'
import { NearbyLink } from './nearby/link.ts'
import type { SyncOptions } from './options.ts'
import { PairingBook } from './pairing/book.ts'
import { Pairings } from './pairing/pairings.ts'
import type { Post } from './pairing/post.ts'
import type { Way } from './place.ts'
import { type Met, Presence } from './presence.ts'
import { Receipts } from './receipts.ts'
import type { Refusal, RefusalCode } from './refusal.ts'
import { PeerSession } from './session.ts'
import { systemTimers, type Timers } from './timers.ts'

/** Refusals that are remembered. */
const REFUSALS_KEPT = 100
/** What of a stranger on the local network is not worth a word. */
const NO_REPROACH: readonly RefusalCode[] = ['stranger', 'silent']

/** Everything that speaks to other computers: off until it is switched on. */
export class SyncManager {
  private readonly options: SyncOptions
  private readonly timers: Timers
  private readonly claims = new Claims()
  private readonly doors: Record<Way, Doorkeeper>
  private readonly nearby: NearbyLink
  private readonly internet: InternetLink
  private readonly pairing: Pairings
  private readonly sessions = new Map<PeerSession, Way>()
  /** Streams on which a member was met. */
  private readonly proved = new WeakSet<SecretStream>()
  /** What sessions that are closed still have under way. */
  private readonly ending = new Set<Promise<void>>()
  private readonly followers: Followers
  private readonly receipts = new Map<Space, Receipts>()
  private readonly presence: Presence
  private refusals: Refusal[] = []

  constructor(options: SyncOptions) {
    this.options = options
    this.timers = options.timers ?? { ...systemTimers, now: options.now }
    this.presence = new Presence(this.timers)
    this.followers = new Followers({
      read: async (space) => {
        await options.onRecords(space)
        await this.receiptsOf(space).signOwn()
      },
      rosterChanged: () => {
        this.visit()
        options.onChange('coalitions')
      },
      failed: (error) => options.onFault(error),
    })
    this.doors = { nearby: new Doorkeeper(this.timers, WIDE), internet: new Doorkeeper(this.timers) }
    this.pairing = new Pairings({
      book: new PairingBook(options.state),
      timers: this.timers,
      identity: options.identity,
      spaces: options.spaces,
      changed: () => options.onChange('pairings'),
      refused: (refusal) => this.refuse(refusal),
      failed: (error) => options.onFault(error),
      computerName: () => options.entrance.computerName(),
      enterHouse: (keys) => options.entrance.enterHouse(keys),
      join: async (space, genesisHash, reply) => {
        const joined = await options.entrance.join(space, genesisHash, reply)
        this.spacesChanged()
        options.onChange('coalitions')
        return joined
      },
      ...(options.phraseCost ? { phraseCost: options.phraseCost } : {}),
    })
    this.nearby = new NearbyLink({
      timers: this.timers,
      spaces: () => this.spoken(),
      onStream: (stream, spaces) => this.accept(stream, spaces, 'nearby'),
      proved: (stream) => this.proved.has(stream),
      pair: (node) => this.pairing.use('nearby', node),
      changed: () => options.onChange('network'),
      failed: (error) => options.onFault(error),
      ...(options.group ? { group: options.group } : {}),
    })
    this.internet = new InternetLink({
      timers: this.timers,
      identity: options.identity,
      spaces: () => this.spoken(),
      // Only the space whose topic led here is spoken of: other memberships in common stay unsaid.
      onStream: (stream, space) => this.accept(stream, [space]),
      pair: (node) => this.pairing.use('internet', node),
      hangUp: () => this.hangUp('internet'),
      changed: () => options.onChange('network'),
      failed: (error) => options.onFault(error),
    })
  }

  /** Switches the local network on or off; returns when it is. Throws what the system says where it cannot listen. */
  async setNearby(on: boolean): Promise<void> {
    await this.nearby.set(on)
    this.followSpaces()
    if (!on) this.hangUp('nearby')
  }

  /** Dials an address on the local network that a person typed. Throws NEARBY_OFF, BAD_ADDRESS, NOT_REACHED. */
  dial(address: string): Promise<void> {
    return this.nearby.type(address)
  }

  /** Switches the internet on or off; returns when it is off, or on its way to being on. Throws BAD_BOOTSTRAP, and changes nothing then. */
  setInternet(on: boolean, bootstrap: readonly string[]): Promise<void> {
    const done = this.internet.set(on, bootstrap)
    this.followSpaces()
    return done
  }

  /** A coalition was founded or joined, or what this computer can show of itself has changed. */
  spacesChanged(): void {
    this.followSpaces()
    this.visit()
  }

  /** Ends everything: nothing is sent afterwards, and no log is read or written. */
  async close(): Promise<void> {
    await Promise.all([this.internet.set(false, []), this.setNearby(false)])
    await Promise.all([this.pairing.idle(), ...this.ending, this.followers.stop()])
    for (const receipts of this.receipts.values()) receipts.flush()
  }

  status(): Omit<Network, 'bootstrap'> {
    const refusals = this.refusals.map(({ at, name, code }) => ({ at: new Date(at).toISOString(), name, code }))
    const [connections, nearbyConnections] = [this.presence.count(), this.presence.count('nearby')]
    return { ...this.nearby.status(), internet: this.internet.state, connections, nearbyConnections, refusals }
  }

  /** Who holds which log of a space. */
  receiptsOf(space: Space): Receipts {
    let receipts = this.receipts.get(space)
    if (!receipts) {
      receipts = new Receipts(space, { store: this.options.state.receipts(space), sync: () => this.options.sync(), timers: this.timers })
      receipts.onFresh(() => this.options.onChange('coalitions'))
      this.receipts.set(space, receipts)
    }
    return receipts
  }

  /** Organisations of a space that were met since the vault was opened. */
  connectedTo(space: Space): { organisation: Buffer; way: Way | null; lastSeen: number }[] {
    return this.presence.seenIn(space)
  }

  /** Computers of a space that were met since the vault was opened, by their log key there. */
  computersMet(space: Space): { device: Buffer; connected: boolean; lastSeen: number }[] {
    return this.presence.devicesIn(space)
  }

  invite(space: Space, hours: number, past = true): Invite {
    return this.pairing.invite(space, hours, past)
  }

  invites(space: Space): Invite[] {
    return this.pairing.invites(space)
  }

  withdraw(inviteId: string): void {
    this.pairing.withdraw(inviteId)
  }

  async join(text: string, into?: Pairing['kind']): Promise<Pairing> {
    return this.pairing.join(text, into)
  }

  pairings(): Pairing[] {
    return this.pairing.all()
  }

  confirm(pairingId: string, same: boolean): Promise<Pairing> {
    return this.pairing.confirm(pairingId, same)
  }

  /** The letters of invites and pairings, for a courier drive. */
  post(): Post[] {
    return this.pairing.post()
  }

  dismiss(pairingId: string): void {
    this.pairing.dismiss(pairingId)
  }

  /** Speaks with another computer over a stream of whatever kind, of these spaces only. */
  accept(stream: SecretStream, spaces: readonly Space[], way: Way = 'internet'): void {
    const door = this.doors[way]
    if (!door.enter()) {
      stream.destroy()
      return
    }
    let inHall = true
    const leaveHall = () => {
      if (inHall) door.leave()
      inHall = false
    }
    const session = new PeerSession(stream, spaces, {
      claims: this.claims,
      receiptsOf: (space) => this.receiptsOf(space),
      filesOf: (space) => this.options.filesOf(space),
      timers: this.timers,
      events: {
        met: (space, member, device, one) => {
          leaveHall()
          this.proved.add(stream)
          this.meet({ space, organisation: member.organisation, device, session: one, way })
        },
        left: (space, one) => this.part(one, space),
        gave: (space) => this.gave(space),
        succeeded: (space, how) => this.options.onSucceeded(space, how),
        refused: (refusal) => {
          // On the local network everybody with a Parasol is dialled: that one is no partner is no reproach.
          if (way === 'internet' || refusal.name !== null || !NO_REPROACH.includes(refusal.code)) this.refuse(refusal)
        },
        failed: (error) => this.options.onFault(error),
        closed: (one) => {
          leaveHall()
          this.sessions.delete(one)
          const idle = one.idle().then(() => void this.ending.delete(idle))
          this.ending.add(idle)
          this.part(one)
        },
      },
    })
    this.sessions.set(session, way)
  }

  private hangUp(way: Way): void {
    for (const [session, by] of [...this.sessions]) if (by === way) session.close()
  }

  /** Of a space that we were removed from nothing is spoken any more; of one that we left, until a partner has that. */
  private spoken(): Space[] {
    const { parted } = this.options.state
    return this.options.spaces().filter((space) => space.spoken && (!space.me || space.me.present || (space.me.left && !parted.has(space))))
  }

  private gave(space: Space): void {
    if (!space.me?.left || this.options.state.parted.has(space)) return
    this.options.state.parted.add(space)
    this.visit()
  }

  private visit(): void {
    this.internet.visit()
    this.nearby.visit()
    this.pairing.visit()
  }

  private followSpaces(): void {
    this.followers.follow(this.options.spaces())
  }

  private meet(met: Met): void {
    if (this.presence.meet(met)) this.presenceChanged()
  }

  private part(session: PeerSession, space?: Space): void {
    if (this.presence.part(session, space)) this.presenceChanged()
  }

  private presenceChanged(): void {
    this.options.onChange('network')
    this.options.onChange('coalitions')
  }

  private refuse(refusal: Refusal): void {
    this.refusals = [refusal, ...this.refusals].slice(0, REFUSALS_KEPT)
    this.options.onChange('network')
  }
}
