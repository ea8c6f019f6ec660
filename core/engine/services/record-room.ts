import { toHex } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import type { Index } from '../../index/index.ts'
import type { EncodedBody } from '../../records/body.ts'
import { requiredOf } from '../../records/fields.ts'
import type { CardState, RecordState } from '../../records/fold.ts'
import { INCIDENT_FIELDS } from '../../records/incident.ts'
import { MAX_FIELDS, MAX_VERSION_BYTES, MAX_VERSIONS } from '../../records/kinds.ts'
import type { Space } from '../../space/space.ts'

/**
 * Throws BAD_INPUT where an amendment is one that no reader would count any more, or where readers would not see one of the record's fields any more: a person
 * in its list among them, of whom nobody would be asked then. A field that was emptied is one still.
 */
export function expectRoom(
  index: Pick<Index, 'written' | 'history'>,
  record: RecordState | CardState,
  space: Space,
  changes: object,
  { bytes }: Pick<EncodedBody, 'bytes'>,
): void {
  const ours = index.written(record.recordId, toHex(space.own.id))
  if (ours.entries >= MAX_VERSIONS || ours.bytes + bytes.length > MAX_VERSION_BYTES)
    throw new ParasolError('BAD_INPUT', { field: 'versions', limit: MAX_VERSIONS })
  // What is proposed to others' is none of its fields.
  if (!record.own) return
  const first: readonly string[] = 'kind' in record ? requiredOf(record.kind) : INCIDENT_FIELDS
  const said = saidBefore(index, record.recordId).map(([field]) => field)
  const fields = new Set([...said, ...Object.keys(changes)].filter((field) => !first.includes(field)))
  if (fields.size > MAX_FIELDS) throw new ParasolError('BAD_INPUT', { field: 'fields', limit: MAX_FIELDS })
}

/** A record with fewer fields than this shows all that it has: nobody takes as many out of its lists as are missing then. */
const SURELY_SEEN = MAX_FIELDS / 2

/**
 * What one of our records has ever said, value by value, where it says more than readers see: two computers of ours can each have added what had room, and
 * nobody knows then whom it leaves out. Empty where all of it is seen.
 */
export function unseenIn(
  index: Pick<Index, 'history'>,
  { recordId, fields }: Pick<RecordState, 'recordId' | 'fields'>,
): Readonly<Record<string, unknown>>[] {
  if (Object.keys(fields).length < SURELY_SEEN) return []
  const said = saidBefore(index, recordId)
  return new Set(said.map(([field]) => field)).size <= MAX_FIELDS ? [] : said.map(([field, value]) => ({ [field]: value }))
}

const saidBefore = (index: Pick<Index, 'history'>, recordId: RecordState['recordId']): [field: string, value: unknown][] =>
  index
    .history(recordId)
    .flatMap(({ author, changes }) => (author.own ? changes.map(({ field, after }): [string, unknown] => [field, after]) : []))
