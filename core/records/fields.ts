import type { GroupSpec, Spec } from '../engine/contract/field-spec.ts'
import { FILE_FIELD } from '../engine/contract/file.ts'
import { CARD_KINDS, type CardKind, listOf, specOf } from '../engine/contract/record-kinds.ts'
import { ParasolError } from '../error.ts'
import { cleanDate } from './date.ts'
import { type KeyedFile, keyedFileSchema } from './keyed-file.ts'
import { cleanLine, cleanText, withinLimit } from './text.ts'
import { fits } from './value.ts'

type Values = Record<string, unknown>
const NONE: ReadonlySet<string> = new Set()

/**
 * Values of a kind's fields and lists as they are kept, `besides` left out: texts cleaned (text.ts), choices without repeats, dates checked. What is not
 * there stays away; fields that the kind does not have are kept as they are. Cleaning twice changes nothing.
 * Throws TEXT_TOO_LONG with field and limit, BAD_DATE or BAD_INPUT with the field.
 */
export function cleanFields(kind: CardKind | 'incident', input: Readonly<Values>, besides: ReadonlySet<string> = NONE): Values {
  const { fields } = specOf(kind)
  const out: Values = {}
  for (const field of Object.keys(input)) {
    const value = input[field]
    if (value === undefined || besides.has(field)) continue
    if (field === '__proto__') throw new ParasolError('BAD_INPUT', { field })
    const spec = Object.hasOwn(fields, field) ? fields[field] : undefined
    const group = spec ? undefined : listOf(kind, field)
    if (spec) out[field] = cleanValue(spec, value, field)
    else if (isFile(kind, field)) out[field] = cleanFile(value, field)
    else out[field] = group && value !== null ? cleanGroup(group, value, field) : value
  }
  return out
}

/** Whether a kind of this version knows a field. */
export const isKnown = (kind: CardKind | 'incident', field: string): boolean =>
  Object.hasOwn(specOf(kind).fields, field) || listOf(kind, field) !== undefined || isFile(kind, field)

const REQUIRED = Object.fromEntries(
  CARD_KINDS.map((kind) => [
    kind,
    Object.entries(specOf(kind).fields).flatMap(([field, spec]) => (spec.is === 'line' && spec.required ? [field] : [])),
  ]),
) as unknown as Readonly<Record<CardKind, readonly string[]>>

/** Fields without which there is no record of the kind. */
export const requiredOf = (kind: CardKind): readonly string[] => REQUIRED[kind]

/** Whether a field of the kind names a file. */
const isFile = (kind: CardKind | 'incident', field: string): boolean => kind === 'incident' && FILE_FIELD.test(field)

function cleanFile(value: unknown, field: string): KeyedFile | null {
  const parsed = keyedFileSchema.nullable().safeParse(value)
  if (!parsed.success) throw new ParasolError('BAD_INPUT', { field })
  return parsed.data
}

function cleanGroup(group: GroupSpec, value: unknown, field: string): Values {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ParasolError('BAD_INPUT', { field })
  const out: Values = {}
  for (const name of Object.keys(value)) {
    const one = (value as Values)[name]
    const spec = Object.hasOwn(group, name) ? group[name] : undefined
    if (name === '__proto__') throw new ParasolError('BAD_INPUT', { field })
    if (one !== undefined) out[name] = spec ? cleanValue(spec, one, `${field}.${name}`) : one
  }
  return out
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
      return [...new Set((value as string[]).map((one) => slug(one, field)))]
    case 'date':
      return value === null ? null : cleanDate(value as Parameters<typeof cleanDate>[0], field)
    case 'refs':
      return [...new Set(value as string[])]
    default:
      return value
  }
}

function slug(text: string, field: string): string {
  const clean = cleanLine(text)
  if (clean === '') throw new ParasolError('BAD_INPUT', { field })
  return clean
}
