import type { PwhashCost } from '../crypto/pwhash.ts'
import type { Identity } from '../space/ports.ts'
import type { Succession } from '../space/roster/types.ts'
import type { Space } from '../space/space.ts'
import type { MDNS } from './nearby/radio.ts'
import type { StageStore } from './pairing/book.ts'
import type { Entrance } from './pairing/guise.ts'
import type { ReceiptStore } from './receipts.ts'
import type { SpaceFiles } from './space-files.ts'
import type { Timers } from './timers.ts'

/** What speaking to other computers needs of its surroundings. */
export interface SyncOptions {
  /** The House and the coalitions of this computer, as they are now. */
  spaces(): Space[]
  identity: Identity
  state: {
    invites: StageStore
    pairings: StageStore
    receipts(space: Space): ReceiptStore
    /** Spaces of which a partner has heard that we left them; on the disk when `add` returns. */
    parted: { has(space: Space): boolean; add(space: Space): void }
  }
  /** The files of a space: the same ones each time. */
  filesOf(space: Space): SpaceFiles
  /** Resolves when everything that copies of logs hold would survive a power cut. Throws DISK_FULL. */
  sync(): Promise<void>
  /** How spaces that admit us are entered; durable on return. */
  entrance: Entrance
  now(): number
  onChange(topic: 'network' | 'pairings' | 'coalitions'): void
  /** A partner says that stewards have put another in our place as the founder of a space. Not verified. */
  onSucceeded(space: Space, how: Succession): void
  /** Blocks came into a space's logs: read them. */
  onRecords(space: Space): void | Promise<void>
  /** Something of ours failed behind the scenes (a full disk, for one). */
  onFault(error: unknown): void
  timers?: Timers
  /** Where multicast DNS is spoken, for tests that must not hear the network. */
  group?: typeof MDNS
  /** What the safety phrase costs, for tests that pair by the dozen and are not about that. */
  phraseCost?: PwhashCost
}
