import { SEGMENT_BLOCKS_MAX, SEGMENT_BYTES_MAX } from './boundaries.ts'
import { Reader, Writer } from './codec.ts'
import { BLOCK_MAX, BLOCK_MIN } from './entry/padme.ts'
import type { Segment } from './types.ts'

/** Why a segment was not taken. Only `signature`, `malformed` and `conflict` speak against the sender. */
export type SegmentFault = 'gap' | 'signature' | 'malformed' | 'conflict'

export class SegmentError extends Error {
  readonly fault: SegmentFault

  constructor(fault: SegmentFault, what: string) {
    super(`segment ${fault}: ${what}`)
    this.name = 'SegmentError'
    this.fault = fault
  }
}

/** What stands before the blocks. */
const FIXED_BYTES = 32 + 8 + 8 + 64 + 2
/** The longest encoded segment, in bytes. */
export const SEGMENT_ENCODED_MAX = FIXED_BYTES + SEGMENT_BLOCKS_MAX * 4 + SEGMENT_BYTES_MAX

/** docs/protocol.md section 7. */
export const encodeSegment = (segment: Segment): Buffer => Buffer.concat(segmentPieces(segment))

/** The same in pieces, one after the other, of which the blocks are no copies. */
export function segmentPieces(segment: Segment): Uint8Array[] {
  const out = new Writer()
    .raw(segment.logId, 32)
    .u64(segment.start)
    .u64(segment.length)
    .raw(segment.signature, 64)
    .u16(segment.blocks.length)
  for (const block of segment.blocks) out.u32(block.length).raw(block)
  return out.pieces()
}

/** Length of a segment in that form, without making it. */
export const encodedLength = ({ blocks }: Segment): number => blocks.reduce((sum, { length }) => sum + 4 + length, FIXED_BYTES)

/** Throws MalformedError or SegmentError `malformed`. The blocks are of one copy, which does not keep the message alive. */
export function decodeSegment(bytes: Uint8Array): Segment {
  const reader = new Reader(bytes)
  const logId = reader.fixed(32)
  const start = reader.u64()
  const length = reader.u64()
  const signature = reader.fixed(64)
  const count = reader.count16(1, SEGMENT_BLOCKS_MAX)
  const inside = new Reader(reader.fixed(reader.left))
  const blocks = Array.from({ length: count }, () => inside.view(inside.u32()))
  inside.end()
  const segment = { logId, start, length, signature, blocks }
  checkShape(segment)
  return segment
}

/** The bounds that must hold before Hypercore sees a segment. Throws SegmentError `malformed`. */
export function checkShape(segment: Segment): void {
  const { blocks, start, length } = segment
  if (blocks.length < 1 || blocks.length > SEGMENT_BLOCKS_MAX) throw new SegmentError('malformed', 'number of blocks')
  if (start + blocks.length !== length) throw new SegmentError('malformed', 'length')
  let bytes = 0
  for (const block of blocks) {
    if (block.length < BLOCK_MIN || block.length > BLOCK_MAX) throw new SegmentError('malformed', 'block size')
    bytes += block.length
  }
  if (bytes > SEGMENT_BYTES_MAX) throw new SegmentError('malformed', 'segment size')
}
