import type SecretStream from '@hyperswarm/secret-stream'
import Protomux, { type Channel, type Message } from 'protomux'
import { memberOfLog } from '../space/roster/fold.ts'
import type { Member, Succession } from '../space/roster/types.ts'
import type { Space } from '../space/space.ts'
import type { Claims } from './claims.ts'
import { faultCode } from './faults.ts'
import { Membership, memberWith } from './membership.ts'
import {
  decodeHello,
  decodeProofs,
  decodeSucceeded,
  encodeHello,
  encodeProofs,
  encodeSucceeded,
  type Proof,
  type Succeeded,
} from './messages.ts'
import type { Receipts } from './receipts.ts'
import { BreachError, type Refusal, type RefusalCode } from './refusal.ts'
import { SpaceChannel } from './space-channel.ts'
import type { SpaceFiles } from './space-files.ts'
import type { Timers } from './timers.ts'
import { Wire } from './wire.ts'

/** How long a peer has to prove that it belongs to a shared space, in ms. */
export const PROOF_MS = 10_000
/** How long a founder of before has to hear that she is, in ms. */
const FAREWELL_MS = 5_000

/** What a session tells its surroundings. */
export interface SessionEvents {
  /** A member of a space is there. */
  met(space: Space, member: Member, device: Buffer, session: PeerSession): void
  /** A space is no longer spoken of. */
  left(space: Space, session: PeerSession): void
  /** Where that ended, the other side had been given everything that we wrote there. */
  gave(space: Space): void
  /** The other side says that stewards have put another in our place as the founder. */
  succeeded(space: Space, how: Succession): void
  refused(refusal: Refusal): void
  /** Something of ours failed (a full disk, for one): not the peer's doing. */
  failed(error: unknown): void
  closed(session: PeerSession): void
}

export interface SessionPorts {
  claims: Claims
  receiptsOf(space: Space): Receipts
  filesOf(space: Space): SpaceFiles
  timers: Timers
  events: SessionEvents
}

interface Shared {
  space: Space
  member: Member
  proof: Proof
  /** Our own device log key as we have proven it. */
  as: Buffer
  channel: SpaceChannel
}

/**
 * One connection to another computer, over whatever stream: proves membership space by space, then speaks of the spaces that both have proven
 * (docs/protocol.md section 8). A peer that proves nothing gets nothing; one that breaks a rule is dropped and named.
 */
export class PeerSession {
  /** When the connection was made, ms since 1970. */
  readonly since: number
  private readonly stream: SecretStream
  private readonly spaces: readonly Space[]
  private readonly ports: SessionPorts
  private readonly wire: Wire
  private readonly shared = new Map<Space, Shared>()
  private readonly stopListening: (() => void)[] = []
  private readonly cancelTimer: () => void
  private membership: Membership | null = null
  private mux: Protomux | null = null
  private proofMessage: Message | null = null
  private farewellMessage: Message | null = null
  private offered: Space[] | null = null
  private proofs: Proof[] | null = null
  private settling = false
  private ended = false
  private readonly closing: Promise<void>[] = []

  constructor(stream: SecretStream, spaces: readonly Space[], ports: SessionPorts) {
    this.stream = stream
    this.spaces = spaces
    this.ports = ports
    this.since = ports.timers.now()
    this.wire = new Wire(stream, (code) => this.drop(code))
    this.cancelTimer = ports.timers.after(PROOF_MS, () => {
      if (this.shared.size === 0) this.drop('silent')
    })
    stream.on('close', () => this.end())
    for (const space of spaces) this.stopListening.push(space.onRosterChange(() => this.reconsider(space)))
    void this.begin()
  }

  /** 64 bytes that both sides know this connection by; null before the handshake. */
  get handshake(): Buffer | null {
    return this.stream.handshakeHash
  }

  /** Whether a space is spoken of here. */
  shares(space: Space): boolean {
    return this.shared.has(space)
  }

  /** Ends the connection for a reason that a person may read. */
  drop(code: RefusalCode): void {
    if (this.ended) return
    const name = [...this.shared.values()].at(0)?.member.name ?? null
    this.close()
    this.ports.events.refused({ at: this.ports.timers.now(), name, code })
  }

  /** Ends the connection without a reproach. */
  close(): void {
    this.stream.destroy()
    this.end()
  }

  /** Resolves, once closed, when nothing is read or written for this peer any more. */
  async idle(): Promise<void> {
    await Promise.all(this.closing)
  }

  /** Speaks of a space no more; the connection ends where none is left: once the other side has heard why, where it was `told`. */
  leave(space: Space, told = false): void {
    const shared = this.shared.get(space)
    if (!shared) return
    this.shared.delete(space)
    this.endChannel(shared)
    this.ports.events.left(space, this)
    if (this.shared.size > 0 || this.settling) return
    if (told) this.finish()
    else this.close()
  }

  private async begin(): Promise<void> {
    if (!(await this.stream.opened) || this.ended) return
    const { handshakeHash } = this.stream
    if (!handshakeHash) return this.drop('malformed')
    this.membership = new Membership(this.spaces, Buffer.from(handshakeHash), this.stream.isInitiator ? 1 : 0)
    this.mux = new Protomux(this.wire)
    const channel = this.mux.createChannel({ protocol: 'parasol/1', onclose: () => this.close() })
    if (!channel) return this.close()
    this.openMembership(channel, this.membership)
  }

  private openMembership(channel: Channel, membership: Membership): void {
    const hello = channel.addMessage({ onmessage: (bytes) => this.guard(() => this.onHello(bytes, membership)) })
    this.proofMessage = channel.addMessage({ onmessage: (bytes) => this.guard(() => this.onProofs(bytes)) })
    this.farewellMessage = channel.addMessage({ onmessage: (bytes) => this.guard(() => this.onFarewell(bytes, membership)) })
    channel.open()
    hello.send(encodeHello(membership.hello()))
    this.wire.start()
  }

  private onHello(bytes: Buffer, membership: Membership): void {
    if (this.offered) throw new BreachError('malformed')
    const proofs = membership.proofs(decodeHello(bytes))
    this.offered = proofs.map(({ space }) => space)
    this.proofMessage?.send(encodeProofs(proofs.map(({ proof }) => proof)))
    this.settle()
  }

  private onProofs(bytes: Buffer): void {
    if (this.proofs) throw new BreachError('malformed')
    this.proofs = decodeProofs(bytes)
    this.settle()
  }

  /** Both have said what they had to: open a channel for each space that both have proven. */
  private settle(): void {
    if (!this.offered || !this.proofs || !this.membership || !this.mux) return
    let [proven, told] = [false, false]
    // A space that is spoken of elsewhere is left at once: the others are to be heard before that ends the connection.
    this.settling = true
    const left = new Set(this.offered)
    for (const proof of this.proofs) {
      const space = this.membership.spaceOf(proof)
      // One proof a space: each has signatures to be checked.
      if (!space || !left.delete(space)) continue
      const found = this.membership.check(proof)
      if (!found) {
        told = this.sayFarewell(proof) || told
        continue
      }
      proven = true
      this.wire.trust()
      this.share(found.space, found.member, proof, this.mux)
      if (this.ended) return
    }
    this.settling = false
    if (!proven && told) {
      this.finish()
      return
    }
    // Who has just come in cannot tell a member from a stranger before it knows who belongs.
    if (!proven && this.spaces.every(({ arrived }) => arrived)) throw new BreachError('stranger')
    if (this.shared.size === 0) this.close()
    else this.cancelTimer()
  }

  private onFarewell(bytes: Buffer, membership: Membership): void {
    const told = decodeSucceeded(bytes)
    const space = membership.spaceOf(told)
    if (!space) throw new BreachError('malformed')
    // Said once: each has signatures to be checked.
    if (!this.shared.has(space)) return
    this.ports.events.succeeded(space, told)
    this.leave(space)
  }

  /** Says to a founder of before, and nobody else, that she is. */
  private sayFarewell(proof: Proof): boolean {
    const word: Succeeded | null = this.membership?.farewell(proof) ?? null
    if (word) this.farewellMessage?.send(encodeSucceeded(word))
    return word !== null
  }

  /** Ends the connection once what was said last is there. */
  private finish(): void {
    this.end()
    this.wire.hold(this)
    this.stream.end()
    const stop = this.ports.timers.after(FAREWELL_MS, () => this.stream.destroy())
    this.stream.on('close', stop)
  }

  private share(space: Space, member: Member, proof: Proof, mux: Protomux): void {
    const channel = new SpaceChannel(mux, space, {
      peer: proof.device,
      handshake: this.membership?.handshake ?? Buffer.alloc(0),
      wire: this.wire,
      claims: this.ports.claims,
      receipts: this.ports.receiptsOf(space),
      files: this.ports.filesOf(space),
      timers: this.ports.timers,
      drop: (code) => this.drop(code),
      accuse: (logId, code) => this.accuse(space, logId, code),
      failed: (error) => this.ports.events.failed(error),
      closed: () => this.leave(space),
    })
    this.shared.set(space, { space, member, proof, as: space.device.log.publicKey, channel })
    channel.open()
    this.ports.events.met(space, member, proof.device, this)
  }

  private accuse(space: Space, logId: Buffer, code: RefusalCode): void {
    const name = (space.roster && memberOfLog(space.roster, logId)?.name) ?? null
    this.ports.events.refused({ at: this.ports.timers.now(), name, code })
  }

  /** The roster moved: who is no longer a member is out before anything else is sent. */
  private reconsider(space: Space): void {
    const shared = this.shared.get(space)
    if (!shared) return
    // We go on in a new log, under another key than was proven here: to be said anew, on another connection.
    const member = shared.as.equals(space.device.log.publicKey) ? memberWith(space, shared.proof) : null
    if (member) {
      shared.member = member
      shared.channel.rosterChanged()
    } else this.leave(space, this.sayFarewell(shared.proof))
  }

  private guard(task: () => void): void {
    try {
      task()
    } catch (error) {
      const code = faultCode(error)
      if (code) this.drop(code)
      else {
        this.ports.events.failed(error)
        this.close()
      }
    }
  }

  private end(): void {
    if (this.ended) return
    this.ended = true
    this.cancelTimer()
    for (const stop of this.stopListening) stop()
    for (const shared of this.shared.values()) this.endChannel(shared)
    this.ports.events.closed(this)
  }

  private endChannel({ channel, space }: Shared): void {
    channel.close()
    this.closing.push(channel.idle())
    if (channel.gaveOwn) this.ports.events.gave(space)
  }
}
