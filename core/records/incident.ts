import { z } from 'zod'
import type { IncidentFields, SourceRow } from '../engine/contract/incident.ts'
import { LIMITS } from '../engine/contract/limits.ts'
import { ParasolError } from '../error.ts'
import { cleanDate } from './date.ts'
import { cleanFields } from './fields.ts'
import { cleanLine, cleanText, withinLimit } from './text.ts'

/** Fields that every incident has, in the order of the screen. */
export const INCIDENT_FIELDS = ['title', 'types', 'start', 'area', 'narrative', 'source'] as const satisfies (keyof IncidentFields)[]

/** What some entry says of fields; others, which a newer version may have written, are carried along. */
export type IncidentValues = Partial<IncidentFields> & Record<string, unknown>

const TYPE_LENGTH = 64
const TYPES = 40
const FILE_NAME = 255

/** Shape alone: lengths and dates are checked afterwards, so that an error can name them. */
const shape = z.looseObject({
  title: z.string().optional(),
  types: z.array(z.string()).max(1_000).optional(),
  start: z.object({ date: z.string(), time: z.string().optional(), about: z.boolean().optional() }).nullable().optional(),
  area: z.string().optional(),
  narrative: z.string().optional(),
  source: z
    .object({
      fileName: z.string(),
      row: z.number().int().min(1),
      cells: z.array(z.object({ name: z.string(), value: z.string() })).max(LIMITS.importColumns),
    })
    .nullable()
    .optional(),
})

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
  const parsed = shape.safeParse(input)
  if (!parsed.success) throw new ParasolError('BAD_INPUT', { field: String(parsed.error.issues[0]?.path[0] ?? 'fields') })
  const { title, types, start, area, narrative, source, ...more } = parsed.data
  const out = cleanFields('incident', more) as IncidentValues
  if (title !== undefined) out.title = cleanTitle(title)
  if (types !== undefined) out.types = cleanTypes(types)
  if (start !== undefined) out.start = start && cleanDate(start, 'start')
  if (area !== undefined) out.area = withinLimit(cleanLine(area), 'area', LIMITS.area)
  if (narrative !== undefined) out.narrative = withinLimit(cleanText(narrative), 'narrative', LIMITS.narrative)
  if (source !== undefined) out.source = source && cleanSource(source)
  return out
}
