import type { Causal } from '../../log/entry/causal.ts'
import type { Ring } from '../../log/types.ts'
import type { Genesis } from '../format/genesis.ts'
import type { Cut, RoleCode } from '../format/operation.ts'
import type { Device } from '../format/statement.ts'

/** One opened roster-ring entry (types 2 to 5), as it was read from some log. */
export interface RosterBlock {
  logId: Buffer
  index: number
  /** `H("operation", log id, index, block hash)`. */
  operationId: Buffer
  blockHash: Buffer
  type: number
  causal: Causal
  body: Buffer
}

/** One admission of an organisation: from its admission to its removal. */
export interface Member {
  instance: Buffer
  organisation: Buffer
  recoveryBox: Buffer
  name: string
  role: RoleCode
  names: boolean
  devices: MemberDevice[]
  /** Whether a device of its own has answered the admission. */
  accepted: boolean
  /** Present members belong; a gone one has left or was removed, and its logs end at `cuts`. */
  present: boolean
  cuts: Cut[]
}

export interface MemberDevice extends Device {
  logId: Buffer
}

/** An epoch that an allowed member started, with everybody who can open it. */
export interface RosterEpoch {
  ring: Ring
  epochId: Buffer
  instances: Buffer[]
}

/** Who belongs to a space: a pure function of the roster-ring entries held (DESIGN section 6). */
export interface Roster {
  genesis: Genesis
  genesisHash: Buffer
  founderLogId: Buffer
  /** In order of admission; the first is the founder. Gone ones too. */
  members: Member[]
  /** Epochs of the roster ring, oldest first. */
  rosterEpochIds: Buffer[]
  /** Epochs of `main` and `safe`. */
  epochs: RosterEpoch[]
  hash: Buffer
}
