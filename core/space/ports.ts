import type { LogStore } from '../log/store.ts'
import type { EpochKey } from '../log/types.ts'
import type { Statement } from './format/statement.ts'

/** Facts about a space that outlive the process, kept sealed. Public keys and hashes only, but they name a coalition. */
export interface SpaceFacts {
  space: Buffer
  kind: 'house' | 'coalition'
  /** Device log key of the genesis' author. */
  founderSigner: Buffer
  genesisHash: Buffer
  /** The genesis itself, for a member that has it from the pairing before any log has come. */
  genesisBlock: Buffer | null
  /** The founder's operation that admitted us; null for the founder. */
  admission: Buffer | null
  /** What a computer without the organisation seed knows of its organisation here; null on the keyholder's, which derives it. */
  ownOrganisation: OwnOrganisation | null
}

/** An organisation in one space, as its keyholder's computer hands it to its others: nothing that could sign in its name. */
export interface OwnOrganisation {
  /** Its signing key there, public. */
  key: Buffer
  /** Names imported rows (docs/protocol.md section 2). A secret towards partners. */
  importNames: Buffer
  /** Its statements in sequence, until the space's own logs say more. */
  chain: Statement[]
}

/** Where the keys of a space's epochs are kept. `add` returns once the key is synced. */
export interface EpochStore {
  all(): EpochKey[]
  add(epoch: EpochKey): void
}

/** Where it is kept which blocks are of the roster ring, so that opening a space does not read whole logs. */
export interface RosterPositions {
  all(): { signer: Buffer; index: number }[]
  add(signer: Buffer, index: number): void
}

/** The last head of each own log that was acknowledged, or that others have shown with our own signature. `put` needs no sync of its own. */
export interface OwnHeads {
  get(logId: Buffer): { length: number; treeHash: Buffer } | null
  put(head: { logId: Buffer; length: number; treeHash: Buffer }): void
}

/** Where proofs are kept that a log has two branches (core/log/witness.ts). `put` takes the place of an older one; it is synced on return. */
export interface ForkProofStore {
  all(): { logId: Buffer; proof: Buffer }[]
  put(logId: Buffer, proof: Buffer): void
}

/**
 * Where branches of forked logs are kept that are not held as logs (core/log/branch.ts), by the tree hash at their end. Synced on return. Not of one
 * space alone.
 */
export interface ForkBranchStore {
  all(): { logId: Buffer; branch: Buffer }[]
  put(logId: Buffer, treeHash: Buffer, branch: Buffer): void
  remove(logId: Buffer, treeHash: Buffer): void
}

/** What a space needs of its surroundings. */
export interface SpacePorts {
  store: LogStore
  epochs: EpochStore
  positions: RosterPositions
  ownHeads: OwnHeads
  forkProofs: ForkProofStore
  forkBranches: ForkBranchStore
  /** ms since 1970. */
  now(): number
}

/** The secrets that this computer acts with in its spaces. Only the keyholder's computer has the organisation seed; null on the others. */
export interface Identity {
  organisationSeed: Buffer | null
  deviceSeed: Buffer
  organisationName: string
}
