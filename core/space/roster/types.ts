import type { Causal } from '../../log/entry/causal.ts'
import type { Ring } from '../../log/types.ts'
import type { Genesis } from '../format/genesis.ts'
import type { Cut, RoleCode } from '../format/operation.ts'
import type { Device, Statement } from '../format/statement.ts'
import type { RosterContent } from './content.ts'

/** One opened roster-ring entry (types 2 to 5) that says something, as it was read from some log. */
export interface RosterBlock {
  logId: Buffer
  index: number
  /** `H("operation", log id, index, block hash)`. */
  operationId: Buffer
  blockHash: Buffer
  /** The epoch that its table is sealed under. */
  epochId: Buffer
  causal: Causal
  content: RosterContent
}

/** One branch of a log of which a fork is proven, from the proven index on: a function of the author's signed tree. */
export interface Branch {
  /** Tree hash of this branch at a length; null where that is not known. */
  treeHashAt(length: number): Buffer | null
  /** Its roster-ring entries at and past the index, in any order. */
  blocks: readonly RosterBlock[]
}

/** A log of which a fork is proven: the first index that differs, and the branches that are known. */
export interface ForkedLog {
  logId: Buffer
  index: number
  branches: readonly Branch[]
}

/** That stewards have put another in a founder's place, in a form that shows it to her. */
export interface Succession {
  by: Buffer
  since: Buffer
  votes: { steward: Buffer; number: number; signature: Buffer }[]
}

/** One admission of an organisation: from its admission to its removal. */
export interface Member {
  instance: Buffer
  organisation: Buffer
  recoveryBox: Buffer
  name: string
  role: RoleCode
  names: boolean
  /** The organisation's statements that count, in sequence. */
  statements: Statement[]
  devices: MemberDevice[]
  /** Whether a device of its own has answered the admission. */
  accepted: boolean
  /** Present members belong; a gone one has left or was removed, and its logs end at `cuts`. */
  present: boolean
  /** Gone by its own word alone. */
  left: boolean
  /** One for every log of a gone member. */
  cuts: Cut[]
  /** From where on logs are under quarantine until that is lifted. */
  watermarks: Cut[]
}

export interface MemberDevice extends Device {
  logId: Buffer
}

/** An epoch that somebody who may has started. */
export interface RosterEpoch {
  ring: Ring
  epochId: Buffer
  /** Who can open it, by its author and by grants of founder and stewards; 32 zero bytes for all that were never admitted. */
  instances: Buffer[]
  /** Who is said to have been given it besides, by those whose word does not make a reader, or had a device that is revoked since: enough not to write under it. */
  leaked: Buffer[]
  /** In which log it was sealed to whom; grants only of founder and stewards. That the boxes hold the key, only those know who were to open them. */
  sealings: { logId: Buffer; instances: readonly Buffer[] }[]
}

/** Who belongs to a space: a pure function of the roster-ring entries held (docs/protocol.md section 6). */
export interface Roster {
  genesis: Genesis
  genesisHash: Buffer
  /** The log in which the founder's chain begins. */
  founderLogId: Buffer
  /** The logs that the founders' operations stand in, one after the other. */
  founderLogIds: Buffer[]
  /** The logs of the founder's chain and of the stewards: only they start epochs of the roster ring, and make readers by grants. */
  authorityLogIds: Buffer[]
  /** Operation ids that make stewards, with the instance that each makes one; `limited`: of a contested log, so it admits and removes nobody. */
  appointments: { operationId: Buffer; instance: Buffer; limited: boolean }[]
  /** Handovers of the founder now that wait to be accepted, by the instance that each is for. */
  offers: { operationId: Buffer; instance: Buffer }[]
  /** What votes against the founder now have to name (docs/protocol.md section 6, "Votes"). */
  since: Buffer
  /** The last word of each of her stewards, valid ones only; `instance` null where that is none. Who is gone may be named, and may have said it. */
  votes: { steward: Buffer; instance: Buffer | null; number: number; signature: Buffer }[]
  /** What stewards have written to put another in her place, and what counts once that one accepts it. */
  successions: { operationId: Buffer; instance: Buffer }[]
  /** Whom enough of her stewards have voted for: what is to be written, if nobody has. */
  elected: Buffer[]
  /** The same, and what she had done before to show that she is there. */
  sinces: Buffer[]
  /** Founders whom stewards have put another in the place of. */
  succeeded: ({ instance: Buffer } & Succession)[]
  /** In order of admission, the founder's before the stewards'; the first founded the space. Gone ones too. */
  members: Member[]
  /** Those who are members by any branch of any forked log, counted or not: what they cite is heard, so their logs are to be read. None without forks. */
  heard: Member[]
  /** Who is the founder now. */
  founder: Buffer
  /** Whether two branches of the founder's log are cited: she and who comes after her have no say any more, and a new space is to be founded. */
  frozen: boolean
  /** Logs of which several branches are cited. */
  contested: Buffer[]
  /** Epochs of the roster ring that count; the one to write under last. */
  rosterEpochIds: Buffer[]
  /** Epochs of all rings. */
  epochs: RosterEpoch[]
  hash: Buffer
}
