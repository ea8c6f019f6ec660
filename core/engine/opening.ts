import type { Packed } from '../index/packed.ts'
import type { EpochKey } from '../log/types.ts'

/** What the engine and the thread that opens entries early say to each other. Both are of the same program. */

/** Blocks of one log, one after the other, and whose they are. */
export interface OpenRequest {
  id: number
  /** Space id of the House, 64 hexadecimal digits. */
  house: string
  space: Uint8Array
  logId: Uint8Array
  organisation: Uint8Array
  own: boolean
  /** Epoch keys of the space that this thread was not told yet. */
  keys: readonly EpochKey[]
  /** Index of the first block. */
  index: number
  /** All blocks together, and how long each is. */
  bytes: ArrayBuffer
  lengths: readonly number[]
}

/**
 * Of each block 0, or 1 and what it says: kind version, minimum reader, clock (ms, counter), wall clock, certificate (Latin-1 for bytes), and then what was made of
 * it (core/index/packed.ts).
 */
export interface OpenAnswer {
  id: number
  packed: Packed
}

export type FromOpener = 'ready' | OpenAnswer
