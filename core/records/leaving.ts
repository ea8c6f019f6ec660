import { fromHex, toHex } from '../crypto/bytes.ts'
import { KDF } from '../crypto/hash.ts'
import { LIST_FIELD } from '../engine/contract/field-spec.ts'
import type { RecordId } from '../engine/contract/ids.ts'
import type { IncidentFields } from '../engine/contract/incident.ts'
import type { IncidentValues } from './incident.ts'

/** Fields of an incident that stay in the House: who wrote it down, whom to go back to, and the exact place. */
const HOUSE_FIELDS: ReadonlySet<string> = new Set([
  'recordedBy',
  'interviewedBy',
  'received',
  'feedbackDue',
  'feedbackDone',
  'place',
  'response',
])

/** A key of a list in another space: the same one in two coalitions would tie them together. `secret`: that space's import key. */
export const listKeyIn = (secret: Buffer, key: string): string => toHex(KDF(secret, 'list-key', fromHex(key)).subarray(0, 4))

/** How what an incident names is called in a coalition. */
export interface Abroad {
  /** Another key for one of a list (listKeyIn). */
  key(key: string): string
  /** What a record of ours that no coalition has is called; null where it is not there any more. */
  label(record: RecordId): string | null
}

/**
 * What of an incident's fields, or of changes of them, leaves the House: never HOUSE_FIELDS, nobody who was harmed, nothing that only a newer version
 * knows; perpetrators by name instead of by their record. The spreadsheet row is left to the caller.
 */
export function leaving<F extends IncidentFields | IncidentValues>(fields: F, { key, label }: Abroad): F {
  const out: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(fields)) {
    const [, list] = LIST_FIELD.exec(field) ?? []
    if (list === undefined) {
      if (!HOUSE_FIELDS.has(field)) out[field] = value
    } else if (list === 'perpetrator') out[`${list}:${key(field.slice(list.length + 1))}`] = nameless(value, label)
  }
  return out as F
}

/** Whether nothing of these fields would stay behind: only such an incident may be written into a coalition as it is. */
export const leavesWhole = (fields: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(fields).every(([field, value]) => {
    const [, list] = LIST_FIELD.exec(field) ?? []
    if (list === undefined) return !HOUSE_FIELDS.has(field) || value === null || value === ''
    return list === 'perpetrator' && !isNamed(value)
  })

const isNamed = (value: unknown): value is { perpetrator: RecordId; name?: string } =>
  typeof value === 'object' && value !== null && 'perpetrator' in value && value.perpetrator !== null

function nameless(value: unknown, label: Abroad['label']): unknown {
  if (!isNamed(value)) return value
  const { perpetrator, name, ...rest } = value
  return { ...rest, name: name || (label(perpetrator) ?? '') }
}
