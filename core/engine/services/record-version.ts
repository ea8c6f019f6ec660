import type { Authorship } from '../../index/made.ts'
import { decodeBody } from '../../records/body.ts'
import { BodyError } from '../../records/error.ts'
import type { RecordBody } from '../../records/kinds.ts'
import { entryIdOf, type RecordVersion } from '../../records/version.ts'
import type { RecordCausal } from '../../space/opener.ts'

/** Where an entry stands: its log, 64 hexadecimal digits, and the index of its block. */
export interface EntryPlace {
  log: string
  index: number
}

/**
 * An entry of a record as the index takes it in. Null for a body that does not fit its kind, which counts for nothing, and for one of a later version,
 * which the log keeps for that.
 */
export function recordVersion(by: Authorship, { log, index }: EntryPlace, causal: RecordCausal, body: Buffer): RecordVersion | null {
  const decoded = decode(causal, body)
  if (decoded === null) return null
  const { clock, wall } = causal
  return { ...decoded, entryId: entryIdOf(log, index), ...by, log, index, clock, wall, bytes: body.length }
}

function decode(causal: RecordCausal, body: Buffer): RecordBody | null {
  try {
    const decoded = decodeBody(causal, body)
    return decoded === 'newer' ? null : decoded
  } catch (error) {
    if (error instanceof BodyError) return null
    throw error
  }
}
