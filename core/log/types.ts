/** Rings of a space (docs/protocol.md section 2). */
export const RING = { roster: 1, main: 2, safe: 3 } as const
export type Ring = (typeof RING)[keyof typeof RING]

/** Types of an entry (docs/protocol.md section 4). */
export const ENTRY_TYPE = { entry: 1, epoch: 2, grant: 3, roster: 4, genesis: 5 } as const
export type EntryType = (typeof ENTRY_TYPE)[keyof typeof ENTRY_TYPE]

/** One generation of a ring's key. */
export interface EpochKey {
  ring: Ring
  epochId: Buffer
  /** 32 bytes. A secret. */
  key: Buffer
}

/** A hybrid logical clock: ms since 1970 and a counter. */
export interface Clock {
  ms: number
  counter: number
}

/** Where a log stood: everything a stranger to its blocks needs to check a segment. */
export interface SignedHead {
  length: number
  treeHash: Buffer
  /** Raw Ed25519, 64 bytes. */
  signature: Buffer
}

/** How a log travels (docs/protocol.md section 7). */
export interface Segment {
  logId: Buffer
  start: number
  /** Length of the log at the segment's end. */
  length: number
  signature: Buffer
  blocks: Buffer[]
}
