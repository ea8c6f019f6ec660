import type { GroupSpec, Spec } from '../../../core/engine/contract/field-spec.ts'
import {
  CARDS,
  type CardKind,
  type PartialDate,
  partialDateSchema,
  type RecordId,
  recordIdSchema,
} from '../../../core/engine/contract/index.ts'

/** What stands in the fields of a form, finished or not. A field that is not there is empty. */
export interface CardForm {
  /** Lines, texts, codes and single records that are named. */
  texts: Readonly<Record<string, string>>
  /** Codes and records of which there can be several. */
  lists: Readonly<Record<string, readonly string[]>>
  /** `YYYY-MM-DD`, or less where less is known. */
  dates: Readonly<Record<string, string>>
  flags: Readonly<Record<string, boolean>>
}

export type FieldProblem = { is: 'missing' } | { is: 'too-long'; length: number; limit: number }
export type FieldProblems = Readonly<Record<string, FieldProblem>>
export type Fields = Readonly<Record<string, unknown>>

export const EMPTY_FORM: CardForm = { texts: {}, lists: {}, dates: {}, flags: {} }

const specsOf = (kind: CardKind): [string, Spec][] => Object.entries(CARDS[kind].fields satisfies GroupSpec)

/** What takes changes of a record back: what each field said before, or that it said nothing. */
export function saidBefore(kind: CardKind, fields: Fields, changes: Fields): Fields {
  const specs = new Map(specsOf(kind))
  return Object.fromEntries(Object.keys(changes).map((field) => [field, fields[field] ?? nothingIn(specs.get(field))]))
}

/** How a field says that nothing is known; one of a list is taken out. */
function nothingIn(spec: Spec | undefined): unknown {
  if (spec?.is === 'line' || spec?.is === 'text') return ''
  if (spec?.is === 'codes' || spec?.is === 'refs') return []
  return spec?.is === 'flag' ? false : null
}

/** The form for a record as it stands. Fields of other versions and lists are left out: what a form does not show it does not change. */
export function formOf(kind: CardKind, fields: Fields): CardForm {
  const texts: Record<string, string> = {}
  const lists: Record<string, string[]> = {}
  const dates: Record<string, string> = {}
  const flags: Record<string, boolean> = {}
  for (const [field, spec] of specsOf(kind)) {
    const value = fields[field]
    if (spec.is === 'flag') flags[field] = value === true
    else if (spec.is === 'date') dates[field] = dateIn(value)?.date ?? ''
    else if (spec.is === 'codes' || spec.is === 'refs') lists[field] = Array.isArray(value) ? value.map(String) : []
    else if (spec.is === 'count') texts[field] = typeof value === 'number' ? String(value) : ''
    else if (spec.is !== 'mark') texts[field] = typeof value === 'string' ? value : ''
  }
  return { texts, lists, dates, flags }
}

/** Reads a form as the fields of a record, those that are empty as "not known"; or says which cannot be saved as they are. */
export function readForm(kind: CardKind, form: CardForm): { fields: Fields } | { problems: FieldProblems } {
  const fields: Record<string, unknown> = {}
  const problems: Record<string, FieldProblem> = {}
  for (const [field, spec] of specsOf(kind)) {
    if (spec.is === 'mark') continue
    if (spec.is === 'line' || spec.is === 'text') {
      const text = (form.texts[field] ?? '').trim()
      if (text.length > spec.max) problems[field] = { is: 'too-long', length: text.length, limit: spec.max }
      else if (text === '' && spec.is === 'line' && spec.required) problems[field] = { is: 'missing' }
      else fields[field] = text
    } else fields[field] = typed(field, spec, form)
  }
  return Object.keys(problems).length > 0 ? { problems } : { fields }
}

function typed(field: string, spec: Spec, { texts, lists, dates, flags }: CardForm): unknown {
  const text = texts[field] ?? ''
  switch (spec.is) {
    case 'flag':
      return flags[field] ?? false
    case 'date':
      return dates[field] ? { date: dates[field], about: false } : null
    case 'codes':
      return lists[field] ?? []
    case 'refs':
      return idsIn(lists[field] ?? [])
    case 'ref':
      return idsIn([text])[0] ?? null
    case 'count':
      return text === '' ? null : Number(text)
    default:
      return text === '' ? null : text
  }
}

const idsIn = (texts: readonly string[]): RecordId[] => texts.flatMap((text) => recordIdSchema.safeParse(text).data ?? [])

/** The fields of a new record: what is empty is left out. */
export const saidOf = (fields: Fields): Fields => Object.fromEntries(Object.entries(fields).filter(([, value]) => !isNothing(value)))

/** Whether a value of a field names another record. What a coalition has must name none of ours. */
export const isTie = ({ is }: Spec): boolean => is === 'ref' || is === 'refs'

/** The fields of a record without those that name others. */
export function withoutTies(kind: CardKind, fields: Fields): Fields {
  const specs: GroupSpec = CARDS[kind].fields
  return Object.fromEntries(
    Object.entries(fields).filter(([field]) => {
      const spec = specs[field]
      return spec === undefined || !isTie(spec)
    }),
  )
}

/** Whether a form names other records. */
export const hasTies = (kind: CardKind, form: CardForm): boolean =>
  specsOf(kind).some(([field, spec]) => isTie(spec) && !isNothing(typed(field, spec, form)))

/** What an amendment changes: only the fields that differ from the record as it stands. */
export const changesOf = (before: Fields, after: Fields): Fields =>
  Object.fromEntries(Object.entries(after).filter(([field, value]) => !isSame(before[field], value)))

/** Those of the problems that were said which the form still has. */
export function stillThere(said: FieldProblems, kind: CardKind, form: CardForm): FieldProblems {
  const now = readForm(kind, form)
  if (!('problems' in now)) return {}
  return Object.fromEntries(Object.entries(now.problems).filter(([field, problem]) => said[field]?.is === problem.is))
}

/** Whether a value says nothing: not known, and no more. */
export const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || value === false || (Array.isArray(value) && value.length === 0)

function isSame(before: unknown, after: unknown): boolean {
  if (isNothing(before) || isNothing(after)) return isNothing(before) && isNothing(after)
  // A form shows the day and no more: the same day keeps its time, and that it is only about.
  const [was, is] = [dateIn(before), dateIn(after)]
  if (was !== null && is !== null) return was.date === is.date
  return JSON.stringify(before) === JSON.stringify(after)
}

/** A date as a field of a record has it; null for anything else. */
export const dateIn = (value: unknown): PartialDate | null => partialDateSchema.safeParse(value).data ?? null

/** The text, code or id in a field; empty where there is none. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The records or codes that a field names, one or several. */
export const idsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : textOf(value) === '' ? [] : [textOf(value)])
