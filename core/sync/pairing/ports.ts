import type { PwhashCost } from '../../crypto/pwhash.ts'
import type { Refusal } from '../refusal.ts'
import type { Timers } from '../timers.ts'
import type { PairingBook } from './book.ts'

/** What both sides of a pairing need of their surroundings. */
export interface PairingPorts {
  book: PairingBook
  timers: Timers
  /** A record of the book changed. */
  changed(): void
  refused(refusal: Refusal): void
  failed(error: unknown): void
  /** What the safety phrase costs, for tests that are not about that; otherwise what `docs/protocol.md` says. */
  phraseCost?: PwhashCost
}
