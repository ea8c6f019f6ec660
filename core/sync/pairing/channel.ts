import type SecretStream from '@hyperswarm/secret-stream'
import Protomux, { type Message } from 'protomux'
import { faultCode } from '../faults.ts'
import { Inbox } from '../inbox.ts'
import type { RefusalCode } from '../refusal.ts'
import type { Timers } from '../timers.ts'
import { Wire } from '../wire.ts'
import { KINDS, type Kind, type PairingHandlers, type PairingLine } from './line.ts'
import { decodeEnd, type EndReason, encodeEnd, REQUEST_MAX, RESPONSE_MAX } from './messages.ts'

/** How long the other side has to show that it knows the invite, in ms. */
const PAIR_PROOF_MS = 10_000
/** Messages that one side may send on one connection. Each costs an answer, and an honest side has hardly ten to send. */
const MESSAGES_MAX = 32

export interface ChannelHandlers extends PairingHandlers {
  refused(code: RefusalCode): void
  failed(error: unknown): void
}

/** A connection on which two computers pair. */
export class PairingChannel implements PairingLine {
  private readonly stream: SecretStream
  private readonly handlers: ChannelHandlers
  private readonly wire: Wire
  private readonly inbox: Inbox
  private readonly messages = new Map<Kind, Message>()
  private readonly cancelTimer: () => void
  private received = 0
  private ended = false

  constructor(stream: SecretStream, timers: Timers, handlers: ChannelHandlers) {
    this.stream = stream
    this.handlers = handlers
    this.wire = new Wire(stream, (code) => this.drop(code), { early: REQUEST_MAX, later: RESPONSE_MAX })
    this.inbox = new Inbox(this.wire)
    this.cancelTimer = timers.after(PAIR_PROOF_MS, () => this.drop('silent'))
    stream.on('close', () => this.end())
    void this.begin()
  }

  get local(): Buffer {
    return this.stream.publicKey
  }

  /** Known from `opened` on. */
  get remote(): Buffer {
    const { remotePublicKey } = this.stream
    if (!remotePublicKey) throw new Error('the handshake is not done')
    return remotePublicKey
  }

  trust(): void {
    this.cancelTimer()
    this.wire.trust()
  }

  send(kind: Exclude<Kind, 'end'>, bytes: Buffer): void {
    this.messages.get(kind)?.send(bytes)
  }

  finish(reason: EndReason): void {
    this.messages.get('end')?.send(encodeEnd(reason))
    this.hangUp()
  }

  hangUp(): void {
    this.stream.end()
  }

  close(): void {
    this.stream.destroy()
    this.end()
  }

  private async begin(): Promise<void> {
    if (!(await this.stream.opened) || this.ended) return
    const handshake = this.stream.handshakeHash
    const channel = new Protomux(this.wire).createChannel({ protocol: 'parasol/pair/1', onclose: () => this.close() })
    if (!channel || !handshake) return this.close()
    for (const kind of KINDS) this.messages.set(kind, channel.addMessage({ onmessage: (bytes) => this.receive(kind, bytes) }))
    channel.open()
    this.handlers.opened(Buffer.from(handshake))
    this.wire.start()
  }

  private receive(kind: Kind, bytes: Buffer): void {
    this.received += 1
    if (this.received > MESSAGES_MAX) {
      this.drop('flood')
      return
    }
    const copy = Buffer.from(bytes)
    this.inbox.run(async () => {
      if (!this.ended) await this.handle(kind, copy)
    })
  }

  private async handle(kind: Kind, bytes: Buffer): Promise<void> {
    try {
      if (kind === 'end') this.handlers.ended(decodeEnd(bytes))
      else await this.handlers.message(kind, bytes)
    } catch (error) {
      const code = faultCode(error)
      if (code) this.drop(code)
      else {
        this.handlers.failed(error)
        this.close()
      }
    }
  }

  private drop(code: RefusalCode): void {
    if (this.ended) return
    this.close()
    this.handlers.refused(code)
  }

  private end(): void {
    if (this.ended) return
    this.ended = true
    this.cancelTimer()
    this.handlers.closed()
  }
}
