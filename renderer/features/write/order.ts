import { LIST_FIELD } from '../../../core/engine/contract/field-spec.ts'
import type { IncidentFields } from '../../../core/engine/contract/index.ts'
import { ARREST_FIELDS, MORE_FIELDS, RESPONSE_FIELDS, SOURCE_FIELDS } from './field-groups.ts'

/** Fields and lists in the order of the form. */
const ORDER: readonly string[] = [
  'title',
  'types',
  'area',
  'placeKind',
  'start',
  'harmed',
  'narrative',
  'file',
  'evidence',
  'perpetrator',
  ...ARREST_FIELDS,
  'place',
  ...SOURCE_FIELDS,
  ...RESPONSE_FIELDS,
  ...MORE_FIELDS,
  'recordedBy',
]

const nameOf = (field: string): string => LIST_FIELD.exec(field)?.[1] ?? field
const placeOf = (field: string): number => (ORDER.indexOf(nameOf(field)) + ORDER.length + 1) % (ORDER.length + 1)

/** What an incident says in the order of the form; what has no place there comes last. */
export const inFormOrder = (fields: IncidentFields): [string, unknown][] =>
  Object.entries(fields).toSorted(([a], [b]) => placeOf(a) - placeOf(b))

/**
 * Fields of our own incident of which less is in what leaves: by list, for the ones of lists have other keys there. `files`: the fields of those files
 * that leave, of which copies are made only then.
 */
export function stayingOf(ours: IncidentFields, leaving: IncidentFields, files: readonly string[] = []): string[] {
  const count = (fields: IncidentFields, name: string): number =>
    Object.entries(fields).filter(([field, value]) => nameOf(field) === name && !isNothing(value)).length
  const said = inFormOrder(ours).filter(([field, value]) => field !== 'source' && !isNothing(value))
  return said
    .map(([field]) => field)
    .filter((field) => !files.includes(field) && count(leaving, nameOf(field)) < count(ours, nameOf(field)))
}

/** Whether a value says nothing. */
export const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
