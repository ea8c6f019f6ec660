import type { Made } from '../index/made.ts'
import { type Packed, pack, Unpacker } from '../index/packed.ts'
import type { EpochKey } from '../log/types.ts'
import type { Authorship } from '../records/version.ts'
import type { OpenedEarly } from '../space/opener.ts'

/** What the engine and the worker that opens entries early say to each other. Both are of the same program; requests are answered in their order. */

/** Blocks of one log, one after the other, and whose they are. */
export interface OpenRequest {
  space: Uint8Array
  logId: Uint8Array
  organisation: Uint8Array
  own: boolean
  /** Epoch keys of the space that the worker was not told yet. */
  keys: readonly { epochId: Uint8Array; ring: EpochKey['ring']; key: Uint8Array }[]
  /** Index of the first block. */
  index: number
  /** All blocks together, and how long each is. */
  bytes: ArrayBuffer
  lengths: readonly number[]
}

/** `ready`, once, before all answers. */
export type FromWorker = 'ready' | Packed

const UNOPENED = 0
const OPENED = 1

/** Adds to an answer what became of one block. */
export function packOpened(out: Packed, opened: (OpenedEarly & { made: Made }) | null): void {
  if (!opened) {
    out.push(UNOPENED)
    return
  }
  const { causal, made } = opened
  out.push(OPENED, causal.clock.ms, causal.clock.counter, causal.wall, causal.certificate.toString('latin1'))
  pack(out, made)
}

/** What an answer says of so many blocks. */
export function unpackOpened(packed: Packed, blocks: number, by: Authorship): ((OpenedEarly & { made: Made }) | null)[] {
  const from = new Unpacker(packed, by)
  return Array.from({ length: blocks }, () => {
    if (from.number() === UNOPENED) return null
    const clock = { ms: from.number(), counter: from.number() }
    const [wall, certificate] = [from.number(), Buffer.from(from.text(), 'latin1')]
    return { causal: { clock, wall, certificate }, made: from.made() }
  })
}
