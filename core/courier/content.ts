import { equal } from '../crypto/bytes.ts'
import { MalformedError, Reader, Writer } from '../log/codec.ts'
import { decodeSegment, encodeSegment, SEGMENT_ENCODED_MAX, SegmentError } from '../log/segment.ts'
import type { Segment, SignedHead } from '../log/types.ts'
import { FileFault } from './fault.ts'

const VERSION = 1
/** The first byte of the other kind of content: a chunk of a file, or its list (drive-chunks.ts). */
export const CHUNK_CONTENT = 2
/** Runs of one file. */
export const RUNS_MAX = 4096
/** Bytes that a file's content has beside its runs, a run beside its segments, and a segment beside itself. */
export const CONTENT_OVERHEAD = 3
export const RUN_OVERHEAD = 34
export const SEGMENT_OVERHEAD = 4

/** Segments of one log, each beginning where the one before ends. */
export interface Run {
  segments: Segment[]
  /** Tree hash at the end of the last segment: with its signature, a head that can be checked without the blocks. */
  treeHash: Buffer
}

/** Where a run begins and ends. */
export interface Span {
  logId: Buffer
  start: number
  head: SignedHead
}

/** docs/protocol.md section 10. */
export function encodeContent(runs: readonly Run[]): Buffer {
  const out = new Writer().u8(VERSION).u16(runs.length)
  for (const { treeHash, segments } of runs) {
    out.raw(treeHash, 32).u16(segments.length)
    for (const segment of segments) {
      const bytes = encodeSegment(segment)
      out.u32(bytes.length).raw(bytes)
    }
  }
  return out.done()
}

/** Throws FileFault `damaged`, or `newer` for a later version. */
export function decodeContent(bytes: Buffer): Run[] {
  try {
    const reader = new Reader(bytes)
    const version = reader.u8()
    if (version === CHUNK_CONTENT) throw new FileFault('damaged', 'a chunk among segments')
    if (version !== VERSION) throw new FileFault('newer', 'version')
    const runs = Array.from({ length: reader.count16(1, RUNS_MAX) }, () => decodeRun(reader))
    reader.end()
    return runs
  } catch (error) {
    if (error instanceof MalformedError || error instanceof SegmentError) throw new FileFault('damaged', error.message)
    throw error
  }
}

function decodeRun(reader: Reader): Run {
  const treeHash = reader.fixed(32)
  const segments: Segment[] = []
  for (let left = reader.count16(1, 0xffff); left > 0; left -= 1) {
    const length = reader.u32()
    if (length > SEGMENT_ENCODED_MAX) throw new MalformedError('segment length')
    const segment = decodeSegment(reader.view(length))
    const before = segments.at(-1)
    if (before && (segment.start !== before.length || !equal(segment.logId, before.logId))) throw new MalformedError('run')
    segments.push(segment)
  }
  return { treeHash, segments }
}

export function spanOf({ segments, treeHash }: Run): Span {
  const [first] = segments
  const last = segments.at(-1)
  if (!first || !last) throw new RangeError('a run has a segment')
  return { logId: first.logId, start: first.start, head: { length: last.length, treeHash, signature: last.signature } }
}
