import type SecretStream from '@hyperswarm/secret-stream'
import Protomux, { type Message } from 'protomux'
import { H } from '../../core/crypto/hash.ts'
import type { SignKeyPair } from '../../core/crypto/sign.ts'
import type { Space } from '../../core/space/space.ts'
import { Membership } from '../../core/sync/membership.ts'
import { decodeHello, decodeProofs, encodeHello, encodeProofs, type Proof } from '../../core/sync/messages.ts'
import { type Peer, streamPair } from './sync.ts'

/** What a hostile peer says in the membership proof; each part as an honest one would, unless told otherwise. */
export interface Lies {
  tags?: Buffer[]
  proofs?: (honest: Proof[]) => Proof[]
  /** Signs the connection with this key in place of its device's. */
  logKey?: SignKeyPair
  /** Says these in place of its tags, on the channel of the membership proof, and nothing else. */
  instead?: { kind: 'hello' | 'proof'; bytes: Buffer }[]
}

/** A peer that speaks the protocol by hand and sends whatever a test likes. Keeps every message it is sent. */
export class Hostile {
  readonly stream: SecretStream
  readonly received = { heads: [] as Buffer[], want: [] as Buffer[], segment: [] as Buffer[], fork: [] as Buffer[] }
  proofs: Proof[] = []
  /** Says that stewards have put another in the founder's place; and what of that it was told. */
  succeeded: Message | undefined
  readonly told: Buffer[] = []
  heads: Message | null = null
  want: Message | null = null
  segment: Message | null = null
  /** Parts of files that it was sent. */
  readonly parts: Buffer[] = []
  /** What the victim has asked for of files, and who answers from now on. */
  readonly asks: Buffer[] = []
  onAsk: (bytes: Buffer) => void = () => undefined
  /** By number: asks and parts of files, and receipts. */
  readonly others: Message[] = []
  fork: Message | null = null
  /** Answers what the victim asks for. */
  onWant: (bytes: Buffer) => void = () => undefined
  /** Answers what the victim says about forks. */
  onFork: (bytes: Buffer) => void = () => undefined
  private readonly mux: Protomux
  private readonly space: Space

  private constructor(stream: SecretStream, space: Space) {
    this.stream = stream
    this.space = space
    stream.on('error', () => undefined)
    this.mux = new Protomux(stream)
  }

  /** Connects to a victim and goes through the proof. Resolves when the victim has said which logs it holds, or has dropped us. */
  static async meet(space: Space, victim: Peer, lies: Lies = {}): Promise<Hostile> {
    const [left, right] = streamPair()
    victim.session(right)
    return Hostile.over(left, space, lies)
  }

  /** The same over a stream to a victim that may be in another process. */
  static async over(stream: SecretStream, space: Space, lies: Lies = {}): Promise<Hostile> {
    const hostile = new Hostile(stream, space)
    const closed = new Promise<void>((resolve) => stream.on('close', () => resolve()))
    await Promise.race([hostile.prove(lies), closed])
    return hostile
  }

  get dropped(): boolean {
    return this.stream.destroyed
  }

  /** Writes bytes past protomux. */
  raw(bytes: Buffer): void {
    this.stream.write(bytes)
  }

  private async prove(lies: Lies): Promise<void> {
    await this.stream.opened
    const handshake = this.stream.handshakeHash as Buffer
    const membership = new Membership([speaking(this.space, lies.logKey)], handshake, 1)
    await new Promise<void>((resolve) => {
      const channel = this.mux.createChannel({ protocol: 'parasol/1' })
      const hello = channel?.addMessage({
        onmessage: (bytes) => {
          if (lies.instead) return
          const honest = membership.proofs(decodeHello(bytes)).map(({ proof: one }) => one)
          proof?.send(encodeProofs(lies.proofs ? lies.proofs(honest) : honest))
        },
      })
      const proof = channel?.addMessage({
        onmessage: (bytes) => {
          this.proofs = decodeProofs(bytes)
          this.openSpace(handshake, resolve)
        },
      })
      this.succeeded = channel?.addMessage({ onmessage: (bytes) => void this.told.push(bytes) })
      channel?.open()
      if (!lies.instead) hello?.send(encodeHello(lies.tags ?? membership.hello()))
      for (const { kind, bytes } of lies.instead ?? []) (kind === 'hello' ? hello : proof)?.send(bytes)
    })
  }

  private openSpace(handshake: Buffer, greeted: () => void): void {
    const channel = this.mux.createChannel({ protocol: 'parasol/space/1', id: H('channel', this.space.id, handshake) })
    if (!channel) return
    const keep = (kind: 'heads' | 'want' | 'segment') =>
      channel.addMessage({
        onmessage: (bytes) => {
          this.received[kind].push(Buffer.from(bytes))
          if (kind === 'heads') greeted()
          if (kind === 'want') this.onWant(Buffer.from(bytes))
        },
      })
    this.heads = keep('heads')
    this.want = keep('want')
    this.segment = keep('segment')
    this.others[3] = channel.addMessage({
      onmessage: (bytes) => {
        this.asks.push(Buffer.from(bytes))
        this.onAsk(Buffer.from(bytes))
      },
    })
    this.others[4] = channel.addMessage({ onmessage: (bytes) => void this.parts.push(Buffer.from(bytes)) })
    this.others[5] = channel.addMessage({ onmessage: () => undefined })
    this.fork = channel.addMessage({
      onmessage: (bytes) => {
        this.received.fork.push(Buffer.from(bytes))
        this.onFork(Buffer.from(bytes))
      },
    })
    channel.open()
  }
}

/** A space as a computer with this log key speaks of it. */
function speaking(space: Space, logKey: SignKeyPair | undefined): Space {
  return logKey ? (Object.create(space, { device: { value: { ...space.device, log: logKey } } }) as Space) : space
}
