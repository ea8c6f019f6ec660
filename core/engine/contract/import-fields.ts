import type { CodeList } from './codes.ts'
import type { Spec } from './field-spec.ts'
import { HOUSE_FIELDS } from './leaving.ts'
import { INCIDENT_LISTS, INCIDENT_MORE } from './record-kinds.ts'

/** Fields of an incident that hold one value each. */
export const SINGLE_FIELDS = [
  'end',
  'summary',
  'method',
  'reason',
  'certainty',
  'placeKind',
  'recordedBy',
  'knownBy',
  'reliability',
  'language',
  'received',
  'interviewedBy',
  'feedbackDue',
  'feedbackDone',
  'response',
  'outcome',
  'detention',
  'heldAt',
  'custody',
  'contactOutside',
  'lawyer',
  'statement',
  'statementExplained',
  'medical',
  'caseNumber',
  'bail',
  'released',
] as const satisfies (keyof typeof INCIDENT_MORE)[]

/** Fields of those who were harmed and of who did it: several in one cell stand with `|` between them. */
export const PART_FIELDS = [
  'harmed.name',
  'harmed.role',
  'harmed.people',
  'harmed.injuries',
  'harmed.what',
  'harmed.needs',
  'perpetrator.name',
  'perpetrator.kind',
  'perpetrator.degree',
  'perpetrator.people',
  'perpetrator.unit',
  'perpetrator.rank',
  'perpetrator.badge',
  'perpetrator.vehicle',
  'perpetrator.note',
] as const

/**
 * What a column of a spreadsheet may fill, beside title, date, area and narrative. `types`: kinds of incident. `time`: the time of day of the date. `about`: whether that date is
 * only about right. `place`: the exact
 * place, which lies apart. `none`: the column is left out, whatever becomes of others.
 */
export const IMPORT_FIELDS = ['types', 'time', 'about', 'place', 'none', ...SINGLE_FIELDS, ...PART_FIELDS] as const
export type ImportField = (typeof IMPORT_FIELDS)[number]

/** What such a field holds; null for what is none of a record. */
export function importSpec(field: ImportField): Spec | null {
  const [list, part = ''] = field.split('.')
  if (list === 'harmed' || list === 'perpetrator') {
    const group: Readonly<Record<string, Spec>> = INCIDENT_LISTS[list]
    return group[part] ?? { is: 'line', max: 500 }
  }
  const single: Readonly<Record<string, Spec>> = INCIDENT_MORE
  return field === 'place' || !Object.hasOwn(single, field) ? null : (single[field] ?? null)
}

/** The list that the words of such a field come from. */
export function importCodes(field: ImportField): CodeList | 'types' | null {
  const spec = importSpec(field)
  if (field === 'types') return field
  if (field === 'about') return 'yesNo'
  return spec?.is === 'code' || spec?.is === 'codes' ? spec.of : null
}

/** Whether what goes there can be read by our organisation only: such rows come in for us, and are shared from there. */
export const importStaysHere = (field: ImportField): boolean => field.startsWith('harmed.') || HOUSE_FIELDS.has(field)
