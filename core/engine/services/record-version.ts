import type { Causal } from '../../log/entry/causal.ts'
import { readBody } from '../../records/body.ts'
import { BodyError } from '../../records/error.ts'
import { type Authorship, entryIdOf, type RecordVersion, type VersionHead } from '../../records/version.ts'

/** Where an entry stands. */
type EntryPlace = Pick<VersionHead, 'log' | 'index'>

/**
 * An entry of a record as the index takes it in. Null for a body that does not fit its kind, which counts for nothing, and for one of a later version,
 * which the log keeps for that.
 */
export function recordVersion(by: Authorship, { log, index }: EntryPlace, causal: Causal, body: Buffer): RecordVersion | null {
  const read = readOrNull(causal, body)
  if (read === null || read === 'newer') return null
  const { clock, wall } = causal
  return { ...read.said, entryId: entryIdOf(log, index), ...by, log, index, clock, wall, bytes: body.length, text: read.text }
}

function readOrNull(causal: Causal, body: Buffer): ReturnType<typeof readBody> | null {
  try {
    return readBody(causal, body)
  } catch (error) {
    if (error instanceof BodyError) return null
    throw error
  }
}
