import { toHex } from '../crypto/bytes.ts'
import { type Made, makeOf } from '../index/made.ts'
import { type Packed, pack, Unpacker } from '../index/packed.ts'
import type { EpochKey } from '../log/types.ts'
import type { Authorship } from '../records/version.ts'
import type { EarlyRequest, OpenedEarly } from '../space/opener.ts'
import { readBlock } from '../space/reader.ts'
import type { SpaceId } from './contract/ids.ts'
import { recordVersion } from './services/record-version.ts'

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

/** An entry that was opened, and what was made of it. */
export type Opened = OpenedEarly & { made: Made }

/** `ready`, once, before all answers. */
export type FromWorker = 'ready' | Packed

/** What becomes of one block; null where it is no record's entry that opens. `house` as in `fold`. */
export function openBlock(
  { space, logId, keyring }: Pick<EarlyRequest, 'space' | 'logId' | 'keyring'>,
  index: number,
  block: Buffer,
  by: Authorship,
  house: SpaceId,
): Opened | null {
  const read = readBlock(space, logId, index, block, keyring)
  const version = read.is === 'record' ? recordVersion(by, { log: toHex(logId), index }, read.causal, read.body) : null
  return read.is === 'record' && version ? { causal: read.causal, made: makeOf(version, house) } : null
}

const UNOPENED = 0
const OPENED = 1

/** Adds to an answer what became of one block. */
export function packOpened(out: Packed, opened: Opened | null): void {
  if (!opened) {
    out.push(UNOPENED)
    return
  }
  const { causal, made } = opened
  out.push(OPENED, causal.clock.ms, causal.clock.counter, causal.wall, causal.certificate.toString('latin1'))
  pack(out, made)
}

/** What an answer says of so many blocks. */
export function unpackOpened(packed: Packed, blocks: number, by: Authorship): (Opened | null)[] {
  const from = new Unpacker(packed, by)
  // Of one log nearly all name the same.
  let last = { text: '', bytes: Buffer.alloc(0) }
  const certificate = (): Buffer => {
    const text = from.text()
    if (text !== last.text) last = { text, bytes: Buffer.from(text, 'latin1') }
    return last.bytes
  }
  return Array.from({ length: blocks }, () => {
    if (from.number() === UNOPENED) return null
    const clock = { ms: from.number(), counter: from.number() }
    const wall = from.number()
    return { causal: { clock, wall, certificate: certificate() }, made: from.made() }
  })
}
