import type { IncidentFields, SourceRow } from '../engine/contract/incident.ts'
import { LIMITS } from '../engine/contract/limits.ts'
import { ParasolError } from '../error.ts'
import { cleanDate } from './date.ts'
import { cleanFields } from './fields.ts'
import { cleanLine, cleanText, withinLimit } from './text.ts'
import { isPlain } from './value.ts'

/** Fields that every incident has, in the order of the screen. */
export const INCIDENT_FIELDS = ['title', 'types', 'start', 'area', 'narrative', 'source'] as const satisfies (keyof IncidentFields)[]

/** The same, to be looked up. */
export const ALWAYS: ReadonlySet<string> = new Set(INCIDENT_FIELDS)

/** What some entry says of fields; others, which a newer version may have written, are carried along. */
export type IncidentValues = Partial<IncidentFields> & Record<string, unknown>

const TYPE_LENGTH = 64
const TYPES = 40
/** With their repeats. */
const TYPES_LOOKED_AT = 1_000
const FILE_NAME = 255

/** What has the shape that each of these fields needs. Shape alone: lengths and dates are checked afterwards, so that an error can name them. */
const SHAPES: Readonly<Record<(typeof INCIDENT_FIELDS)[number], (value: unknown) => boolean>> = {
  title: isText,
  types: (value) => Array.isArray(value) && value.length <= TYPES_LOOKED_AT && value.every(isText),
  start: (value) => value === null || isStart(value),
  area: isText,
  narrative: isText,
  source: (value) => value === null || isSource(value),
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

const isStart = (value: unknown): boolean =>
  isPlain(value) &&
  isText(value.date) &&
  (value.time === undefined || isText(value.time)) &&
  (value.about === undefined || typeof value.about === 'boolean')

const isSource = (value: unknown): boolean =>
  isPlain(value) &&
  isText(value.fileName) &&
  Number.isSafeInteger(value.row) &&
  (value.row as number) >= 1 &&
  Array.isArray(value.cells) &&
  value.cells.length <= LIMITS.importColumns &&
  value.cells.every((cell: unknown) => isPlain(cell) && isText(cell.name) && isText(cell.value))

function cleanTypes(types: readonly string[]): string[] {
  const clean = [...new Set(types.map(cleanLine))]
  if (clean.length > TYPES || clean.includes('')) throw new ParasolError('BAD_INPUT', { field: 'types' })
  for (const type of clean) withinLimit(type, 'types', TYPE_LENGTH)
  return clean
}

function cleanSource(source: SourceRow): SourceRow {
  const cells = source.cells.map(({ name, value }) => ({ name: cleanText(name), value: cleanText(value) }))
  return { fileName: withinLimit(cleanLine(source.fileName), 'source', FILE_NAME), row: source.row, cells }
}

function cleanTitle(title: string): string {
  const clean = withinLimit(cleanLine(title), 'title', LIMITS.title)
  if (clean === '') throw new ParasolError('BAD_INPUT', { field: 'title' })
  return clean
}

/**
 * Fields as they are kept: texts cleaned (text.ts), types without repeats, dates checked. Fields that are not there stay away; unknown ones
 * are kept as they are. Cleaning twice changes nothing.
 * Throws TEXT_TOO_LONG with field and limit, BAD_DATE or BAD_INPUT with the field.
 */
export function cleanIncident(input: unknown): IncidentValues {
  if (!isPlain(input)) throw new ParasolError('BAD_INPUT', { field: 'fields' })
  for (const field of INCIDENT_FIELDS)
    if (input[field] !== undefined && !SHAPES[field](input[field])) throw new ParasolError('BAD_INPUT', { field })
  const { title, types, start, area, narrative, source } = input as Partial<IncidentFields>
  const out = cleanFields('incident', input, ALWAYS) as IncidentValues
  if (title !== undefined) out.title = cleanTitle(title)
  if (types !== undefined) out.types = cleanTypes(types)
  if (start !== undefined) out.start = start && cleanDate(start, 'start')
  if (area !== undefined) out.area = withinLimit(cleanLine(area), 'area', LIMITS.area)
  if (narrative !== undefined) out.narrative = withinLimit(cleanText(narrative), 'narrative', LIMITS.narrative)
  if (source !== undefined) out.source = source && cleanSource(source)
  return out
}
