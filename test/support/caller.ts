import { connect, type Socket } from 'node:net'
import SecretStream from '@hyperswarm/secret-stream'
import Protomux, { type Message } from 'protomux'
import { randomBytes } from '../../core/crypto/bytes.ts'
import { signKeyPair } from '../../core/crypto/sign.ts'
import { awaitAnswer, sendKnock } from '../../core/sync/nearby/gate.ts'
import { KINDS, type Kind } from '../../core/sync/pairing/line.ts'
import { systemTimers } from '../../core/sync/timers.ts'
import type { Computer } from './computer.ts'

/** Where a computer listens on its local network. */
export const portOf = (at: Computer): number => Number(at.sync.status().addresses[0]?.split(':')[1])

/** Somebody who knows the place of an invite and speaks there by hand, over a socket. Keeps what it hears. */
export class Caller {
  readonly heard: { kind: Kind; bytes: Buffer }[] = []
  readonly stream: SecretStream
  private readonly messages = new Map<Kind, Message>()

  private constructor(stream: SecretStream) {
    this.stream = stream
  }

  /** Calls a computer at the place of an invite, from an address of this computer. Resolves when the other listens, or has hung up. */
  static async at(computer: Computer, topic: Buffer, { from = '127.0.0.2', keyPair = signKeyPair(randomBytes(32)) } = {}): Promise<Caller> {
    const socket: Socket = connect({ port: portOf(computer), host: '127.0.0.1', localAddress: from, noDelay: true })
    socket.on('error', () => undefined)
    const answer = await awaitAnswer(socket, systemTimers)
    if (!answer) throw new Error('no answer')
    sendKnock(socket, answer, randomBytes(16), topic)
    const stream = new SecretStream(true, socket, { keyPair })
    stream.on('error', () => undefined)
    const caller = new Caller(stream)
    const closed = new Promise<void>((resolve) => stream.on('close', () => resolve()))
    if (await stream.opened) await Promise.race([caller.begin(), closed])
    return caller
  }

  /** 64 bytes that both sides know the connection by. */
  get handshake(): Buffer {
    if (!this.stream.handshakeHash) throw new Error('the connection does not stand')
    return Buffer.from(this.stream.handshakeHash)
  }

  get dropped(): boolean {
    return this.stream.destroyed
  }

  get kinds(): Kind[] {
    return this.heard.map(({ kind }) => kind)
  }

  last(kind: Kind): Buffer | undefined {
    return this.heard.findLast((one) => one.kind === kind)?.bytes
  }

  send(kind: Kind, bytes: Buffer = Buffer.alloc(0)): void {
    this.messages.get(kind)?.send(bytes)
  }

  /** Writes bytes past protomux. */
  raw(bytes: Buffer): void {
    this.stream.write(bytes)
  }

  private async begin(): Promise<void> {
    const opened = Promise.withResolvers<void>()
    const channel = new Protomux(this.stream).createChannel({ protocol: 'parasol/pair/1', onopen: () => opened.resolve() })
    if (!channel) throw new Error('no channel')
    for (const kind of KINDS) {
      const onmessage = (bytes: Buffer) => void this.heard.push({ kind, bytes: Buffer.from(bytes) })
      this.messages.set(kind, channel.addMessage({ onmessage }))
    }
    channel.open()
    await opened.promise
  }
}
