import { u16 } from '../../crypto/bytes.ts'
import { H } from '../../crypto/hash.ts'
import { ENTRY_TYPE } from '../types.ts'
import { EntryError } from './error.ts'

export const SEALED_KEY_BYTES = 80
export const BOXES_MAX = 512

/** Whether an entry of this type has sealed boxes in clear between header and table. */
export const hasBoxes = (type: number): boolean => type === ENTRY_TYPE.epoch || type === ENTRY_TYPE.genesis

/** The prelude of types 2 and 5: a count, a power of two, and that many boxes of 80 bytes. */
export function encodeBoxes(boxes: readonly Buffer[]): Buffer {
  if (!isCount(boxes.length)) throw new RangeError('boxes are filled up to a power of two')
  return Buffer.concat([u16(boxes.length), ...boxes])
}

/** The boxes that begin at `offset`. Throws EntryError `malformed`. */
export function decodeBoxes(block: Buffer, offset: number): { boxes: Buffer[]; length: number } {
  if (block.length < offset + 2) throw new EntryError('malformed', 'boxes')
  const count = block.readUInt16BE(offset)
  const length = 2 + count * SEALED_KEY_BYTES
  if (!isCount(count) || block.length < offset + length) throw new EntryError('malformed', 'boxes')
  const boxes = Array.from({ length: count }, (_, i) =>
    block.subarray(offset + 2 + i * SEALED_KEY_BYTES, offset + 2 + (i + 1) * SEALED_KEY_BYTES),
  )
  return { boxes, length }
}

/** Ties the clear boxes to the table: what the table's associated data ends with. */
export const boxesHash = (prelude: Buffer): Buffer => H('boxes', prelude)

const isCount = (n: number): boolean => n >= 1 && n <= BOXES_MAX && (n & (n - 1)) === 0
