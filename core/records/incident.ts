import type { IncidentFields, SourceRow } from '../engine/contract/incident.ts'
import { LIMITS } from '../engine/contract/limits.ts'
import { ParasolError } from '../error.ts'
import { cleanDate } from './date.ts'
import { type Clean, cleanFields, cleanList } from './fields.ts'
import { cleanLine, cleanText, withinLimit } from './text.ts'
import { isPlain, unlessSame } from './value.ts'

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

const isText = (value: unknown): value is string => typeof value === 'string'

type Start = Parameters<typeof cleanDate>[0]

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

/** What has the shape that each of these fields needs. Shape alone: lengths and dates are checked afterwards, so that an error can name the field. */
const SHAPES: Readonly<Record<(typeof INCIDENT_FIELDS)[number], (value: unknown) => boolean>> = {
  title: isText,
  types: (value) => Array.isArray(value) && value.length <= TYPES_LOOKED_AT && value.every(isText),
  start: (value) => value === null || isStart(value),
  area: isText,
  narrative: isText,
  source: (value) => value === null || isSource(value),
}

function cleanTypes(types: readonly string[]): readonly string[] {
  const clean = cleanList(types, cleanLine)
  if (clean.length > TYPES || clean.includes('')) throw new ParasolError('BAD_INPUT', { field: 'types' })
  for (const type of clean) withinLimit(type, 'types', TYPE_LENGTH)
  return clean
}

function cleanSource(source: SourceRow): SourceRow {
  const cells = source.cells.map((cell) => unlessSame(cell, { name: cleanText(cell.name), value: cleanText(cell.value) }))
  const isClean = cells.every((cell, at) => cell === source.cells[at])
  const fileName = withinLimit(cleanLine(source.fileName), 'source', FILE_NAME)
  return unlessSame(source, { fileName, row: source.row, cells: isClean ? source.cells : cells })
}

function cleanTitle(title: string): string {
  const clean = withinLimit(cleanLine(title), 'title', LIMITS.title)
  if (clean === '') throw new ParasolError('BAD_INPUT', { field: 'title' })
  return clean
}

/** As what each of them is kept that has its shape. */
const CLEAN: ReadonlyMap<string, Clean> = new Map(
  Object.entries({
    title: (title) => cleanTitle(title as string),
    types: (types) => cleanTypes(types as string[]),
    start: (start) => start && cleanDate(start as Start, 'start'),
    area: (area) => withinLimit(cleanLine(area as string), 'area', LIMITS.area),
    narrative: (narrative) => withinLimit(cleanText(narrative as string), 'narrative', LIMITS.narrative),
    source: (source) => source && cleanSource(source as SourceRow),
  } satisfies Record<(typeof INCIDENT_FIELDS)[number], Clean>),
)

/**
 * Fields as they are kept: texts cleaned (text.ts), types without repeats, dates checked. Fields that are not there stay away; unknown ones
 * are kept as they are. Cleaning twice changes nothing, and what is clean is not copied.
 * Throws TEXT_TOO_LONG with field and limit, BAD_DATE or BAD_INPUT with the field.
 */
export function cleanIncident(input: unknown): IncidentValues {
  if (!isPlain(input)) throw new ParasolError('BAD_INPUT', { field: 'fields' })
  for (const field of INCIDENT_FIELDS)
    if (input[field] !== undefined && !SHAPES[field](input[field])) throw new ParasolError('BAD_INPUT', { field })
  return cleanFields('incident', input, CLEAN) as IncidentValues
}
