import { type GroupSpec, LIST_FIELD } from '../../../core/engine/contract/field-spec.ts'
import {
  type DraftFields,
  INCIDENT_LISTS,
  INCIDENT_MORE,
  type IncidentChanges,
  type IncidentFields,
  LIMITS,
  type Typed,
  type TypedGroup,
} from '../../../core/engine/contract/index.ts'
import { isNothing } from './order.ts'
import { emptyOf, isBlank, type Problem, readDate, readGroup, textIn, typedDate, typedGroup } from './typed-values.ts'

export const EMPTY_FIELDS: DraftFields = {
  title: '',
  types: [],
  words: '',
  date: '',
  time: '',
  about: false,
  area: '',
  narrative: '',
  more: {},
  lists: {},
  noPlace: false,
}

/** Lists of people and units. */
export type List = Exclude<keyof typeof INCIDENT_LISTS, 'evidence'>
/** By field, and by field of one of a list: `harmed:0a1b2c3d.name`. */
export type FieldProblems = Readonly<Record<string, Problem>>
type NewFields = Omit<IncidentFields, 'source'>

export interface Written {
  fields: NewFields
  /** The exact place; null where none is said. */
  place: string | null
}

/** Values of one of a list that stand only in the form: the name of a record that is to be written, what a chosen record is called, and the kind taken from it. */
export const PASSING = { add: 'add', shown: 'shown', kind: 'itsKind' } as const

/** What tells who did it apart, of whom an incident may say it as a page of their own does. */
export const APART = ['unit', 'rank', 'badge', 'vehicle'] as const

/** By which field one of a list names a record. */
export const refOf = (list: List): 'person' | 'perpetrator' => (list === 'harmed' ? 'person' : 'perpetrator')

/** What one of a list is called: by the chosen record, or by the words that were typed. */
export const calledIn = (list: List, item: TypedGroup): string =>
  textIn(textIn(item[refOf(list)]) === '' ? item['name'] : item[PASSING.shown])

/** The list that a field is one of. */
export function listOf(field: string): List | null {
  const list = LIST_FIELD.exec(field)?.[1]
  return list === 'harmed' || list === 'perpetrator' ? list : null
}

/** What one of any list of an incident holds; null for a field that is none. */
export function groupOf(field: string): GroupSpec | null {
  const list = LIST_FIELD.exec(field)?.[1] ?? ''
  return Object.hasOwn(INCIDENT_LISTS, list) ? INCIDENT_LISTS[list as keyof typeof INCIDENT_LISTS] : null
}

/** Those of a list, in the order in which they were added. */
export const itemsOf = (draft: DraftFields, list: List): [string, TypedGroup][] =>
  Object.entries(draft.lists).filter(([field]) => listOf(field) === list)

/** Whether a draft holds nothing that would be missed. */
export function isEmptyDraft(draft: DraftFields): boolean {
  const { title, words, date, time, area, narrative, types, more, lists } = draft
  return (
    types.length === 0 &&
    [title, words, date, time, area, narrative].every((text) => text.trim() === '') &&
    [more, ...Object.values(lists)].every((group) => Object.values(group).every(isBlank))
  )
}

/** Reads the form as an incident, or says which fields cannot be saved as they are. */
export function readForm(draft: DraftFields): Written | { problems: FieldProblems } {
  const problems: Record<string, Problem> = {}
  const within = (field: string, text: string, limit: number): string => {
    if (text.length > limit) problems[field] = 'too-long'
    return text
  }
  const title = within('title', draft.title.trim(), LIMITS.title)
  if (title === '') problems['title'] = 'missing'
  const area = within('area', draft.area.trim(), LIMITS.area)
  const narrative = within('narrative', draft.narrative, LIMITS.narrative)
  const place = within('place', placeIn(draft.more), LIMITS.place)
  const start = readDate(draft)
  if ('problem' in start) problems['start'] = start.problem
  const more = readGroup(INCIDENT_MORE, draft.more)
  Object.assign(problems, more.problems)
  const lists = readLists(draft, problems)
  if (Object.keys(problems).length > 0 || 'problem' in start) return { problems }
  const fields = { title, types: draft.types, start: start.when, area, narrative, ...more.values, ...lists } as NewFields
  return { fields, place: place === '' ? null : place }
}

function readLists(draft: DraftFields, problems: Record<string, Problem>): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const [field, typed] of Object.entries(draft.lists)) {
    const group = groupOf(field)
    if (group === null) continue
    const read = readGroup(group, typed)
    for (const [name, problem] of Object.entries(read.problems)) problems[`${field}.${name}`] = problem
    if (Object.keys(read.values).length > 0) out[field] = read.values
  }
  return out
}

const placeIn = ({ place }: TypedGroup): string => (typeof place === 'string' ? place.trim() : '')

/** Those of the problems that were said which the form still has: what is put right is said no longer, and nothing new before the next try. */
export function stillThere(said: FieldProblems, draft: DraftFields): FieldProblems {
  const now = readForm(draft)
  if (!('problems' in now)) return {}
  return Object.fromEntries(Object.entries(said).filter(([field, problem]) => now.problems[field] === problem))
}

/** An incident as the form shows it. `names`: what the records are called that it names. */
export function formOf(fields: IncidentFields, names: Readonly<Record<string, string>> = {}): DraftFields {
  const { title, types, start, area, narrative } = fields
  const lists = Object.entries(fields).flatMap(([field, value]): [string, TypedGroup][] => {
    const [group, list] = [groupOf(field), listOf(field)]
    if (group === null || typeof value !== 'object' || value === null) return []
    const typed = typedGroup(group, value as Readonly<Record<string, unknown>>)
    const record = list === null ? undefined : typed[refOf(list)]
    const shown = typeof record === 'string' ? { [PASSING.shown]: names[record] ?? '' } : {}
    return [[field, { ...typed, ...shown }]]
  })
  return {
    ...EMPTY_FIELDS,
    title,
    types,
    area,
    narrative,
    ...(start === null ? {} : typedDate(start)),
    more: typedGroup(INCIDENT_MORE, fields),
    lists: Object.fromEntries(lists),
  }
}

const ALWAYS = ['title', 'types', 'start', 'area', 'narrative'] as const

/** What an amendment changes: only what differs from the incident as it stands. One of a list goes whole, with what only a newer version knows of it. */
export function changesOf(before: IncidentFields, after: NewFields, noPlace = false): IncidentChanges {
  const out: Record<string, unknown> = {}
  const [old, now] = [before as Readonly<Record<string, unknown>>, after as Readonly<Record<string, unknown>>]
  for (const field of ALWAYS) if (!same(old[field], now[field])) out[field] = now[field]
  for (const [field, spec] of Object.entries(INCIDENT_MORE)) {
    if (spec.is !== 'mark' && !same(old[field], now[field])) out[field] = now[field] ?? emptyOf(spec)
  }
  if (noPlace && !isNothing(old['place'])) out['place'] = null
  for (const field of new Set([...Object.keys(old), ...Object.keys(now)])) {
    const group = groupOf(field)
    if (group === null) continue
    const one = now[field] === undefined ? null : { ...unknownIn(group, old[field]), ...(now[field] as object) }
    if (!same(old[field], one)) out[field] = one
  }
  return out as IncidentChanges
}

function unknownIn(group: GroupSpec, value: unknown): object {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(Object.entries(value).filter(([name]) => !Object.hasOwn(group, name)))
}

/** Whether two values say the same. Codes have no order; a date that is not an estimate may say so or not. */
function same(a: unknown, b: unknown): boolean {
  if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b)
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one) => b.includes(one))
  if (typeof a === 'object' && typeof b === 'object') {
    const [left, right] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>]
    return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((name) => same(left[name], right[name]))
  }
  return a === b
}

/** A name for one more of a list. */
export function newKey(list: List): string {
  return `${list}:${hex(crypto.getRandomValues(new Uint8Array(4)))}`
}

/** A name for a record that is to be written with the incident, so that a second try finds the first. */
export const newCardName = (): string => hex(crypto.getRandomValues(new Uint8Array(16)))

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** A draft with one value of one of a list changed; one that has nothing left to say stays until it is taken out. */
export function withItem(draft: DraftFields, field: string, change: Readonly<Record<string, Typed>>): Pick<DraftFields, 'lists'> {
  return { lists: { ...draft.lists, [field]: { ...draft.lists[field], ...change } } }
}

export function withoutItem(draft: DraftFields, field: string): Pick<DraftFields, 'lists'> {
  return { lists: Object.fromEntries(Object.entries(draft.lists).filter(([each]) => each !== field)) }
}
