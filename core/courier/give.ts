import { randomBytes } from '../crypto/bytes.ts'
import type { Log } from '../log/log.ts'
import { encodedLength } from '../log/segment.ts'
import type { Segment } from '../log/types.ts'
import { limitOf } from '../space/quota.ts'
import type { Space } from '../space/space.ts'
import { CONTENT_OVERHEAD, encodeContent, RUN_OVERHEAD, RUNS_MAX, type Run, SEGMENT_OVERHEAD } from './content.ts'
import type { Coverage } from './coverage.ts'
import { CONTENT_MAX, sealFile } from './file.ts'
import type { CourierFolder } from './folder.ts'
import { inOrder, isOpenTo } from './ports.ts'
import type { Shelf } from './shelf.ts'

interface Piece {
  log: Log
  segments: Segment[]
}

/** How many entries of a space are not on the drive. */
export async function countMissing(space: Space, coverage: Coverage): Promise<number> {
  if (!isOpenTo(space)) return 0
  const logs = (await inOrder(space)).flat()
  return logs.flatMap((log) => coverage.missing(log.id, endOf(space, log))).reduce((sum, { from, to }) => sum + to - from, 0)
}

/** Puts what the drive lacks of one space on it, file by file. Yields how many entries a file brought there, synced. Throws DriveFault. */
export async function* give(shelf: Shelf, folder: CourierFolder, signal?: AbortSignal): AsyncGenerator<number, void, void> {
  for await (const { runs, entries } of packed(shelf, signal)) {
    await folder.add(sealFile(shelf.carry, randomBytes(32), encodeContent(runs)))
    yield entries
  }
}

/** Packs segments into files, as many as fit into each. */
async function* packed(shelf: Shelf, signal?: AbortSignal): AsyncGenerator<{ runs: Run[]; entries: number }, void, void> {
  let pieces: Piece[] = []
  let bytes = CONTENT_OVERHEAD
  let entries = 0
  for await (const { log, segment } of segmentsFor(shelf)) {
    if (signal?.aborted) return
    const needs = SEGMENT_OVERHEAD + encodedLength(segment) + RUN_OVERHEAD
    if (pieces.length >= RUNS_MAX || bytes + needs > CONTENT_MAX) {
      yield { runs: await Promise.all(pieces.map(runOf)), entries }
      pieces = []
      bytes = CONTENT_OVERHEAD
      entries = 0
    }
    const last = pieces.at(-1)
    if (last?.log === log && last.segments.at(-1)?.length === segment.start) last.segments.push(segment)
    else pieces.push({ log, segments: [segment] })
    bytes += needs
    entries += segment.blocks.length
  }
  if (pieces.length > 0) yield { runs: await Promise.all(pieces.map(runOf)), entries }
}

async function* segmentsFor({ space, coverage }: Shelf): AsyncGenerator<{ log: Log; segment: Segment }, void, void> {
  if (!isOpenTo(space)) return
  for (const log of (await inOrder(space)).flat()) {
    for (const { from, to } of coverage.missing(log.id, endOf(space, log))) {
      for (let at = from; at < to; ) {
        const segment = await log.segmentFrom(at)
        if (!segment) break
        yield { log, segment }
        at = segment.length
      }
    }
  }
}

async function runOf({ log, segments }: Piece): Promise<Run> {
  return { segments, treeHash: await log.treeHashAt(segments.at(-1)?.length ?? 0) }
}

/** Nothing is given of a log that begins beyond the end of a gone member's. */
const endOf = (space: Space, log: Log): number => Math.min(log.length, limitOf(space, log))
