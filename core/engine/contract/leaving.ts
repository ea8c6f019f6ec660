import { LIST_FIELD } from './field-spec.ts'
import type { RecordId } from './ids.ts'

/** Fields of an incident that stay in the House: who wrote it down, whom to go back to, the exact place, and the alert in a coalition that it came of: another must not be tied to that. */
export const HOUSE_FIELDS: ReadonlySet<string> = new Set([
  'recordedBy',
  'alert',
  'interviewedBy',
  'received',
  'feedbackDue',
  'feedbackDone',
  'place',
  'response',
])

/** A kind of incident of the organisation’s own, by the name of its record. */
export const OWN_TYPE = /^own:([0-9a-f]{32})$/

/** What a page of who did it says and an incident that names it may leave unsaid: it goes to a coalition with the name. */
export const OF_PERPETRATOR = ['kind', 'unit', 'rank', 'badge', 'vehicle'] as const

/** Whether a field of an incident, or a part of it, cannot leave the House as it is: who was harmed does not, and who did it and kinds of our own lose the tie to a record of ours. */
export function staysHere(field: string, value: unknown): boolean {
  const [, list] = LIST_FIELD.exec(field) ?? []
  if (field === 'types') return Array.isArray(value) && value.some((type) => OWN_TYPE.test(String(type)))
  if (list === undefined) return HOUSE_FIELDS.has(field) && value !== undefined && value !== null && value !== ''
  return list !== 'perpetrator' || isNamed(value)
}

/** Whether one of a list names a perpetrator by her record. */
export const isNamed = (value: unknown): value is { perpetrator: RecordId; name?: string } =>
  typeof value === 'object' && value !== null && 'perpetrator' in value && value.perpetrator !== null
