import type { Spec } from '../engine/contract/field-spec.ts'
import { type Field, fieldOf } from '../engine/contract/record-fields.ts'
import { CARD_KINDS, type CardKind, specOf } from '../engine/contract/record-kinds.ts'
import { ParasolError } from '../error.ts'
import { cleanDate } from './date.ts'
import { type KeyedFile, keyedFileSchema } from './keyed-file.ts'
import { cleanLine, cleanText, withinLimit } from './text.ts'
import { fits, unlessSame } from './value.ts'

type Values = Readonly<Record<string, unknown>>
/** Makes a value of a field as it is kept: the same one where it is so already. */
export type Clean = (value: unknown) => unknown
const NONE: ReadonlyMap<string, Clean> = new Map()

/**
 * Values of a kind's fields and lists as they are kept: texts cleaned (text.ts), choices without repeats, dates checked; `besides` says how fields are that
 * are not in record-kinds.ts. What is undefined stays away; fields that the kind does not have are kept as they are. Cleaning twice changes nothing: what is
 * clean, as nearly all that is read, is answered itself and not copied.
 * Throws TEXT_TOO_LONG with field and limit, BAD_DATE or BAD_INPUT with the field.
 */
export const cleanFields = (kind: CardKind | 'incident', input: Values, besides: ReadonlyMap<string, Clean> = NONE): Values =>
  cleanEach(input, (field, value) => {
    if (field === '__proto__') throw new ParasolError('BAD_INPUT', { field })
    const clean = besides.get(field)
    if (clean) return clean(value)
    const known = fieldOf(kind, field)
    if (known?.is === 'own') return cleanValue(known.spec, value, field)
    if (known?.is === 'file') return cleanFile(value, field)
    return known && value !== null ? cleanItem(known, value, field) : value
  })

/** Whether a kind of this version knows a field. */
export const isKnown = (kind: CardKind | 'incident', field: string): boolean => fieldOf(kind, field) !== undefined

const REQUIRED = Object.fromEntries(
  CARD_KINDS.map((kind) => [
    kind,
    Object.entries(specOf(kind).fields).flatMap(([field, spec]) => (spec.is === 'line' && spec.required ? [field] : [])),
  ]),
) as unknown as Readonly<Record<CardKind, readonly string[]>>

/** Fields without which there is no record of the kind. */
export const requiredOf = (kind: CardKind): readonly string[] => REQUIRED[kind]

/** The object with each value as `clean` makes it, without what is undefined; itself where that changes nothing. */
function cleanEach(input: Values, clean: (name: string, value: unknown) => unknown): Values {
  const names = Object.keys(input)
  let changed: Map<string, unknown> | null = null
  for (const name of names) {
    const value = input[name]
    const kept = value === undefined ? undefined : clean(name, value)
    if (kept === undefined || kept !== value) {
      changed ??= new Map()
      changed.set(name, kept)
    }
  }
  if (changed === null) return input
  const out: Record<string, unknown> = {}
  for (const name of names) {
    const value = changed.has(name) ? changed.get(name) : input[name]
    if (value !== undefined) out[name] = value
  }
  return out
}

const fileOrNone = keyedFileSchema.nullable()

function cleanFile(value: unknown, field: string): KeyedFile | null {
  const parsed = fileOrNone.safeParse(value)
  if (!parsed.success) throw new ParasolError('BAD_INPUT', { field })
  return parsed.data && unlessSame(value as KeyedFile, parsed.data)
}

function cleanItem({ specs }: Extract<Field, { is: 'item' }>, value: unknown, field: string): Values {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ParasolError('BAD_INPUT', { field })
  return cleanEach(value as Values, (name, one) => {
    if (name === '__proto__') throw new ParasolError('BAD_INPUT', { field })
    const spec = specs.get(name)
    return spec ? cleanValue(spec, one, `${field}.${name}`) : one
  })
}

function cleanValue(spec: Spec, value: unknown, field: string): unknown {
  if (!fits(spec, value)) throw new ParasolError('BAD_INPUT', { field })
  switch (spec.is) {
    case 'line': {
      const clean = withinLimit(cleanLine(value as string), field, spec.max)
      if (spec.required && clean === '') throw new ParasolError('BAD_INPUT', { field })
      return clean
    }
    case 'text':
      return withinLimit(cleanText(value as string), field, spec.max)
    case 'code':
      return value === null ? null : slug(value as string, field)
    case 'codes':
      return cleanList(value as string[], (one) => slug(one, field))
    case 'date':
      return value === null ? null : cleanDate(value as Parameters<typeof cleanDate>[0], field)
    case 'refs':
      return cleanList(value as string[], (one) => one)
    default:
      return value
  }
}

/** A list with each as `clean` makes it, without repeats; itself where that changes nothing. */
export function cleanList(list: readonly string[], clean: (one: string) => string): readonly string[] {
  const cleaned = [...new Set(list.map(clean))]
  return cleaned.length === list.length && cleaned.every((one, at) => one === list[at]) ? list : cleaned
}

function slug(text: string, field: string): string {
  const clean = cleanLine(text)
  if (clean === '') throw new ParasolError('BAD_INPUT', { field })
  return clean
}
