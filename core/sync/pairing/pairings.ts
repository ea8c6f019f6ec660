import { fromHex, randomBytes, toHex } from '../../crypto/bytes.ts'
import type { ErrorCode } from '../../engine/contract/errors.ts'
import {
  type Invite,
  inviteIdSchema,
  organisationIdSchema,
  type Pairing,
  pairingIdSchema,
  spaceIdSchema,
} from '../../engine/contract/index.ts'
import { LIMITS } from '../../engine/contract/limits.ts'
import { ParasolError } from '../../error.ts'
import { plainName } from '../../records/text.ts'
import type { Identity } from '../../space/ports.ts'
import { mayAdmit, type Space } from '../../space/space.ts'
import type { MeetingNode, Place, Way } from '../place.ts'
import { type CandidateRecord, type InviteRecord, isOver, type PairingRecord, type PairingState } from './book.ts'
import { Candidate, type CandidatePorts } from './candidate.ts'
import { decodeInvite, discoveryKeyOf, encodeInvite, type Invite as Invited, inviteKeys, throwAwayKey } from './invite.ts'
import { Inviter } from './inviter.ts'
import { Post } from './post.ts'

/** What is said of an invite that was tried here before, by how that ended. */
const ENDED: Partial<Record<PairingState, ErrorCode>> = { withdrawn: 'INVITE_WITHDRAWN', expired: 'INVITE_EXPIRED' }

const HOUR_MS = 60 * 60 * 1000
/** How often what ran out is looked for, in ms. */
const EXPIRY_CHECK_MS = 60_000

export interface PairingsPorts extends CandidatePorts {
  identity: Identity
  spaces(): Space[]
}

/** All invites and pairings of this computer, and the places where their other sides are met. */
export class Pairings {
  private readonly ports: PairingsPorts
  private readonly inviters = new Map<string, Inviter>()
  private readonly candidates = new Map<string, Candidate>()
  /** By way and by invite or pairing. */
  private readonly meetings = new Map<string, { way: Way; close(): Promise<void> }>()
  private readonly nodes = new Map<Way, MeetingNode>()
  private cancelCheck: () => void = () => {}

  constructor(ports: PairingsPorts) {
    this.ports = ports
  }

  /** Goes to meet the other sides over this node of that way; null: no more by that way. */
  use(way: Way, node: MeetingNode | null): void {
    this.cancelCheck()
    for (const [name, meeting] of this.meetings) {
      if (meeting.way !== way) continue
      this.meetings.delete(name)
      void meeting.close()
    }
    if (node) this.nodes.set(way, node)
    else this.nodes.delete(way)
    if (this.nodes.size > 0) this.check()
    else for (const side of [...this.inviters.values(), ...this.candidates.values()]) side.close()
  }

  /** Resolves when no pairing has a step under way. */
  async idle(): Promise<void> {
    await Promise.all([...this.inviters.values(), ...this.candidates.values()].map((side) => side.idle()))
  }

  /**
   * Makes an invite into a space that this computer lets others into: a coalition as its founder or a steward, the House as the keyholder's.
   * `past`: whether a new organisation may read what was written before. Throws NOT_ALLOWED for others.
   */
  invite(space: Space, hours: number, past = true): Invite {
    const { roster } = space
    const invites = space.facts.kind === 'house' ? space.organisation !== null : mayAdmit(space.me) && space.governs
    if (!roster || !invites || space.revoked) throw new ParasolError('NOT_ALLOWED')
    const seed = randomBytes(32)
    const discoveryKey = discoveryKeyOf(roster.founderLogId)
    const expiry = Math.floor((this.ports.timers.now() + hours * HOUR_MS) / 1000) * 1000
    const record: InviteRecord = {
      id: toHex(inviteKeys({ discoveryKey, seed }).id),
      space: toHex(space.id),
      discoveryKey: toHex(discoveryKey),
      seed: toHex(seed),
      genesisHash: toHex(space.facts.genesisHash),
      noiseSeed: toHex(randomBytes(32)),
      expiry,
      past,
      state: 'open',
      pairing: null,
    }
    this.ports.book.invites.put(record)
    this.visit()
    this.ports.changed()
    return this.describeInvite(record)
  }

  /** Newest first. */
  invites(space: Space): Invite[] {
    const own = this.ports.book.invites.all().filter((invite) => invite.space === toHex(space.id))
    return own.sort((a, b) => b.expiry - a.expiry).map((invite) => this.describeInvite(invite))
  }

  /** Throws PAIRING_NOT_FOUND. */
  withdraw(inviteId: string): void {
    if (!this.ports.book.invites.get(inviteId)) throw new ParasolError('PAIRING_NOT_FOUND')
    this.inviterOf(inviteId)?.withdraw()
  }

  /**
   * Goes to meet who made this invite. Throws INVITE_MISTYPED, INVITE_EXPIRED, INVITE_USED, INVITE_WITHDRAWN, INVITE_OWN, INVITE_FOR_COMPUTER,
   * INVITE_FOR_COALITION, ALREADY_MEMBER, NOT_KEYHOLDER, INTERNET_OFF.
   */
  join(text: string, into: Invited['kind'] = 'coalition'): Pairing {
    const invite = decodeInvite(text)
    if (invite.kind !== into) throw new ParasolError(into === 'coalition' ? 'INVITE_FOR_COMPUTER' : 'INVITE_FOR_COALITION')
    const inviteId = toHex(inviteKeys(invite).id)
    if (this.ports.book.invites.get(inviteId)) throw new ParasolError('INVITE_OWN')
    if (this.ports.spaces().some((space) => space.id.equals(invite.space))) throw new ParasolError('ALREADY_MEMBER')
    const again = this.ports.book.pairings
      .all()
      .find((one): one is CandidateRecord => one.side === 'candidate' && one.text === encodeInvite(invite))
    if (again && !isOver(again)) return this.describe(again)
    if (again) throw new ParasolError(ENDED[again.state] ?? 'INVITE_USED')
    if (this.ports.timers.now() >= invite.expiry) throw new ParasolError('INVITE_EXPIRED')
    if (into === 'coalition' && !this.ports.identity.organisationSeed) throw new ParasolError('NOT_KEYHOLDER')
    if (into === 'house' && this.nodes.size === 0) throw new ParasolError('INTERNET_OFF')
    const record: CandidateRecord = {
      side: 'candidate',
      id: toHex(randomBytes(16)),
      space: toHex(invite.space),
      state: 'searching',
      phrase: null,
      nonce: toHex(randomBytes(32)),
      began: this.ports.timers.now(),
      mine: false,
      theirs: false,
      text: encodeInvite(invite),
      noiseSeed: toHex(randomBytes(32)),
      meet: null,
    }
    this.ports.book.pairings.put(record)
    this.visit()
    this.ports.changed()
    return this.describe(record)
  }

  all(): Pairing[] {
    return this.ports.book.pairings.all().map((record) => this.describe(record))
  }

  /** The person's word on the safety phrase. Throws PAIRING_NOT_FOUND, PAIRING_STATE. */
  async confirm(pairingId: string, same: boolean): Promise<Pairing> {
    const record = this.record(pairingId)
    if (record.state !== 'compare') throw new ParasolError('PAIRING_STATE')
    await this.sideOf(record)?.confirm(same)
    return this.describe(this.record(pairingId))
  }

  /** Forgets a pairing; one that is not over is withdrawn first. Throws PAIRING_NOT_FOUND. */
  dismiss(pairingId: string): void {
    const record = this.record(pairingId)
    if (!isOver(record)) this.sideOf(record)?.withdraw()
    this.ports.book.pairings.remove(pairingId)
    this.visit()
    this.ports.changed()
  }

  /** The letters of everything that may still come to something, for a drive that goes back and forth. Computers of one House meet on a network. */
  post(): Post[] {
    const inviters = this.ports.book.invites.all().flatMap((invite) => {
      const side = this.inviterOf(invite.id)
      side?.expire()
      return side?.needed && this.isCoalition(invite.space) ? [new Post(side, fromHex(invite.seed), invite.noiseSeed)] : []
    })
    const candidates = this.ports.book.pairings.all().flatMap((record) => {
      if (record.side !== 'candidate' || record.state === 'joined') return []
      const { kind, seed } = decodeInvite(record.text)
      const side = this.sideOf(record)
      side?.expire()
      return side && kind === 'coalition' ? [new Post(side, seed, record.noiseSeed)] : []
    })
    return [...inviters, ...candidates]
  }

  /** Goes where somebody is to be met, and leaves where nobody is any more. */
  visit(): void {
    const wanted = new Map<string, { way: Way; go: () => { close(): Promise<void> } }>()
    for (const [id, place] of this.places())
      for (const [way, node] of this.nodes) wanted.set(`${way}:${id}`, { way, go: () => node.meet(place) })
    for (const [name, meeting] of this.meetings) {
      if (wanted.has(name)) continue
      this.meetings.delete(name)
      void meeting.close()
    }
    for (const [name, { way, go }] of wanted) {
      if (this.meetings.has(name)) continue
      const meeting = go()
      this.meetings.set(name, { way, close: () => meeting.close() })
    }
  }

  /** Where somebody is to be met. */
  private places(): Map<string, Place> {
    const places = new Map<string, Place>()
    for (const invite of this.ports.book.invites.all()) {
      const inviter = this.inviterOf(invite.id)
      if (!inviter?.needed) continue
      const { topic } = inviteKeys({ discoveryKey: fromHex(invite.discoveryKey), seed: fromHex(invite.seed) })
      places.set(invite.id, placeOf(topic, invite.noiseSeed, inviter))
    }
    for (const record of this.ports.book.pairings.all()) {
      const side = record.side === 'candidate' && !isOver(record) ? this.sideOf(record) : null
      if (record.side === 'candidate' && side instanceof Candidate) places.set(record.id, placeOf(side.keys.topic, record.noiseSeed, side))
    }
    return places
  }

  private check(): void {
    for (const invite of this.ports.book.invites.all()) this.inviterOf(invite.id)?.expire()
    for (const record of this.ports.book.pairings.all()) this.sideOf(record)?.expire()
    this.visit()
    this.cancelCheck = this.ports.timers.after(EXPIRY_CHECK_MS, () => this.check())
  }

  private inviterOf(inviteId: string): Inviter | null {
    const known = this.inviters.get(inviteId)
    const invite = this.ports.book.invites.get(inviteId)
    const space = invite && this.ports.spaces().find((one) => toHex(one.id) === invite.space)
    if (known || !invite || !space) return known ?? null
    const made = new Inviter(invite, space, this.ports)
    this.inviters.set(inviteId, made)
    return made
  }

  private sideOf(record: PairingRecord): Inviter | Candidate | null {
    if (record.side === 'inviter') return this.inviterOf(record.invite)
    const side = this.candidates.get(record.id) ?? new Candidate(record, this.ports.identity, this.ports)
    this.candidates.set(record.id, side)
    return side
  }

  private isCoalition(space: string): boolean {
    return this.ports.spaces().some(({ id, facts }) => toHex(id) === space && facts.kind === 'coalition')
  }

  private record(pairingId: string): PairingRecord {
    const record = this.ports.book.pairings.get(pairingId)
    if (!record) throw new ParasolError('PAIRING_NOT_FOUND')
    return record
  }

  private describe(record: PairingRecord): Pairing {
    const space = this.ports.spaces().find((one) => toHex(one.id) === record.space)
    const founder = space?.roster?.genesis
    return {
      pairingId: pairingIdSchema.parse(record.id),
      side: record.side,
      kind: record.side === 'candidate' ? decodeInvite(record.text).kind : (space?.facts.kind ?? 'coalition'),
      state: record.state,
      spaceId: spaceIdSchema.parse(record.space),
      coalitionName: founder ? plainName(founder.name, LIMITS.coalitionName) : null,
      organisationName:
        record.side === 'inviter' ? record.name : founder ? plainName(founder.organisationName, LIMITS.organisationName) : null,
      organisationId: record.side === 'inviter' && record.organisation !== null ? organisationIdSchema.parse(record.organisation) : null,
      phrase: record.phrase,
      past: record.side === 'inviter' ? (this.ports.book.invites.get(record.invite)?.past ?? false) : null,
    }
  }

  private describeInvite(record: InviteRecord): Invite {
    const expired = record.state === 'open' && this.ports.timers.now() >= record.expiry
    const state = expired ? 'expired' : record.state
    const text = encodeInvite({
      kind: this.ports.spaces().find((one) => toHex(one.id) === record.space)?.facts.kind ?? 'coalition',
      discoveryKey: fromHex(record.discoveryKey),
      seed: fromHex(record.seed),
      space: fromHex(record.space),
      genesisHash: fromHex(record.genesisHash),
      expiry: record.expiry,
    })
    return {
      inviteId: inviteIdSchema.parse(record.id),
      spaceId: spaceIdSchema.parse(record.space),
      text: state === 'open' ? text : null,
      expiresAt: new Date(record.expiry).toISOString(),
      past: record.past,
      state,
    }
  }
}

/** Both sides announce and look, so that whoever comes second finds the other at once. */
const placeOf = (topic: Buffer, noiseSeed: string, side: Inviter | Candidate): Place => ({
  topic,
  keyPair: throwAwayKey(noiseSeed),
  announce: true,
  look: true,
  met: () => side.isMet,
  // Its key is known only once the encryption stands.
  proved: ({ remotePublicKey }) => remotePublicKey !== null && side.hasMet(remotePublicKey),
  onStream: (stream) => side.take(stream),
})
