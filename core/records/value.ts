import { REFS_MAX, SLUG_MAX, SLUGS_MAX, type Spec } from '../engine/contract/field-spec.ts'

const DATE = /^\d{4}(-\d{2}(-\d{2})?)?$/
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/
const ID = /^[0-9a-f]{64}$/
const MARK = /^[0-9a-f]{8}$/

/**
 * Whether a value has the shape that `schemaOf` says for a field, which a test compares. A log of 100,000 incidents has some million and a half
 * values, and to make a schema for each takes as long as all the rest of reading it.
 */
export function fits(spec: Spec, value: unknown): boolean {
  switch (spec.is) {
    case 'line':
    case 'text':
      return typeof value === 'string'
    case 'code':
      return value === null || isSlug(value)
    case 'codes':
      return isListOf(value, SLUGS_MAX, isSlug)
    case 'date':
      return value === null || isDate(value)
    case 'count':
      return value === null || (Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= spec.max)
    case 'flag':
      return typeof value === 'boolean'
    case 'ref':
      return value === null || isId(value)
    case 'refs':
      return isListOf(value, REFS_MAX, isId)
    case 'mark':
    case 'key':
      return value === null || (typeof value === 'string' && MARK.test(value))
  }
}

const isSlug = (value: unknown): boolean => typeof value === 'string' && value.length >= 1 && value.length <= SLUG_MAX
const isId = (value: unknown): boolean => typeof value === 'string' && ID.test(value)

const isListOf = (value: unknown, max: number, is: (one: unknown) => boolean): boolean =>
  Array.isArray(value) && value.length <= max && value.every(is)

/** What was given where it is as `clean`, property by property, and else that. */
export function unlessSame<T extends object>(given: T, clean: T): T {
  const names = Object.keys(clean) as (keyof T)[]
  return names.length === Object.keys(given).length && names.every((name) => given[name] === clean[name]) ? given : clean
}

/** Whether it is an object of fields, as JSON has them. */
export const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function isDate(value: unknown): boolean {
  if (!isPlain(value)) return false
  const { date, time, about } = value
  return (
    typeof date === 'string' &&
    DATE.test(date) &&
    (time === undefined || (typeof time === 'string' && TIME.test(time))) &&
    (about === undefined || typeof about === 'boolean')
  )
}
