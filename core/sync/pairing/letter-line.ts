import type { Said } from './letter.ts'
import type { PairingHandlers, PairingLine } from './line.ts'
import { decodeEnd, type EndReason, encodeEnd } from './messages.ts'

/** Keeps what one side says while it reads a letter, for the letter that it writes back. */
export class LetterLine implements PairingLine {
  readonly local: Buffer
  readonly remote: Buffer
  /** By kind: what is said again is said once. */
  private readonly kept = new Map<Said['kind'], Buffer>()
  private closed = false

  constructor(local: Buffer, remote: Buffer) {
    this.local = local
    this.remote = remote
  }

  get said(): Said[] {
    return [...this.kept].map(([kind, bytes]) => ({ kind, bytes }))
  }

  /** Nobody waits: a letter is as good later. */
  trust(): void {}

  send(kind: Exclude<Said['kind'], 'end'>, bytes: Buffer): void {
    if (!this.closed) this.kept.set(kind, bytes)
  }

  finish(reason: EndReason): void {
    if (!this.closed) this.kept.set('end', encodeEnd(reason))
    this.close()
  }

  hangUp(): void {
    this.close()
  }

  close(): void {
    this.closed = true
  }

  /** Has a side hear what a letter says. Throws what the side makes of it: MalformedError where it breaks a rule. */
  async hear(said: readonly Said[], handshake: Buffer, handlers: PairingHandlers): Promise<void> {
    try {
      handlers.opened(handshake)
      for (const { kind, bytes } of said) {
        if (this.closed) return
        if (kind === 'end') handlers.ended(decodeEnd(bytes))
        else await handlers.message(kind, bytes)
      }
    } finally {
      this.close()
      handlers.closed()
    }
  }
}
