import type { EndReason } from './messages.ts'

/** Messages of a pairing in the order of their numbers (docs/protocol.md section 9). */
export const KINDS = ['request', 'meet', 'same', 'reply', 'end', 'name'] as const
export type Kind = (typeof KINDS)[number]

/** What one side of a pairing speaks on: a connection, or letters. */
export interface PairingLine {
  /** Throw-away Noise keys, ours and theirs. */
  readonly local: Buffer
  readonly remote: Buffer
  /** The other side knows the invite. */
  trust(): void
  send(kind: Exclude<Kind, 'end'>, bytes: Buffer): void
  /** Says why it ends, then ends when that is on its way. */
  finish(reason: EndReason): void
  /** Ends when everything that was said is on its way. */
  hangUp(): void
  /** Ends at once. */
  close(): void
}

/** What a side does with what it hears. */
export interface PairingHandlers {
  /** The line stands. `handshake`: what both know it by (64 bytes of a connection, 32 of letters). */
  opened(handshake: Buffer): void
  /** A message; those that this side does not expect are a breach. */
  message(kind: Exclude<Kind, 'end'>, bytes: Buffer): Promise<void>
  ended(reason: EndReason): void
  closed(): void
}
