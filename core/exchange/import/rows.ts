import { Buffer } from 'node:buffer'
import type { RowIssue, RowPreview } from '../../engine/contract/exchange.ts'
import type { ImportField } from '../../engine/contract/import-fields.ts'
import type { IncidentFields, SourceRow } from '../../engine/contract/incident.ts'
import { LIMITS } from '../../engine/contract/limits.ts'
import { cleanLine, cleanText } from '../../records/text.ts'
import { undefuse } from '../export/csv.ts'
import type { RowContext } from './context.ts'
import { readDate } from './dates.ts'
import type { TableRow } from './table.ts'
import { cut } from './text.ts'
import { isPlaceTooLong, readValues } from './values.ts'

/** What a row becomes. */
export interface ReadRow {
  /** Its place in the table, and its number in the file. */
  index: number
  row: number
  /** Null when the row is not taken. */
  fields: IncidentFields | null
  /** The exact place, which lies apart; null where none is said. */
  place: string | null
  more: RowPreview['more']
  /** What the row is known by: its cells that are not empty, with the names of their columns. */
  cells: (readonly [string, string])[]
  /** What to call the row on the screen, also when it is not taken. */
  title: string
  issues: RowIssue[]
}

export const NO_TITLE = '(no title)'
const TITLE_FROM_TEXT = 80
/** What the record adds around these fields on its way into a block. */
const BODY_MARGIN = 2_000

type Cells = SourceRow['cells']

/**
 * Makes an incident of a row. No character is lost: what a field cannot hold as it stands (a date in another style, a title or an area over its
 * limit, cells without a column) is kept in `source.cells`, and a cut title stands whole at the head of the narrative. To a coalition go only the columns that
 * were chosen.
 */
export function readRow({ cells: written, ...table }: TableRow, context: RowContext): ReadRow {
  const { mapping } = context
  // As records keep texts, before anything is measured or cut: a record must not find a text too long that fitted here.
  const clean = written.map(cleanText)
  const cells = context.isOurs ? clean.map(undefuse) : clean
  const { index, row } = table
  const issues: RowIssue[] = [...(table.broken ? (['broken-quotes'] as const) : []), ...(table.hidden ? (['hidden'] as const) : [])]
  if (cells.every((cell) => cell === '' || cell.trim() === ''))
    return { index, row, fields: null, place: null, more: [], cells: [], title: '', issues: ['empty-row'] }
  const at = (column: number): string => cells[column] ?? ''
  const keep = new Set<number>()
  const title = readTitle(mapping.title === null ? '' : at(mapping.title))
  if (mapping.title !== null && !title.exact) keep.add(mapping.title)
  const area = readArea(mapping.area.map(at))
  if (!area.exact) for (const column of mapping.area) keep.add(column)
  const values = readValues(cells, context)
  const start = readStart(mapping.date === null ? '' : at(mapping.date), values.about, context)
  if (mapping.date !== null && !start.exact) keep.add(mapping.date)
  for (const column of values.keep) keep.add(column)
  const time = values.time !== null && start.date?.date.length === 10 && start.date.time === undefined ? values.time : null
  // A time without its day says nothing by itself, nor does "about", or that a day is certain which says otherwise.
  const unsaid = new Set<ImportField>()
  if (values.time !== null && time === null) unsaid.add('time')
  if (values.about !== null && start.date?.about !== values.about) unsaid.add('about')
  for (const { column, field } of mapping.fields) if (unsaid.has(field)) keep.add(column)
  const texts = mapping.narrative.map(at).filter((cell) => cell.trim() !== '')
  const narrative = (title.cut ? [title.whole, ...texts] : texts).join('\n\n')
  const tooLong = narrative.length > LIMITS.narrative
  if (tooLong) for (const column of mapping.narrative) keep.add(column)
  if (title.text === '') issues.push('no-title')
  if (start.bad || values.issues.has('bad-date')) issues.push('bad-date')
  if (title.cut) issues.push('title-cut')
  if (area.cut) issues.push('area-cut')
  if (tooLong) issues.push('narrative-cut')
  for (const issue of ['unknown-word', 'value-cut'] as const) if (values.issues.has(issue)) issues.push(issue)
  const extra = context.abroad ? [] : extraCells(cells, context.columnNames.length)
  if (extra.length > 0) issues.push('extra-cells')
  const fields: IncidentFields = {
    title: title.text || titleFrom(narrative) || cleanLine(mapping.noTitle ?? '') || NO_TITLE,
    types: values.types,
    start: start.date && time !== null ? { ...start.date, time } : start.date,
    area: area.text,
    narrative: tooLong ? cut(narrative, LIMITS.narrative) : narrative,
    source: sourceOf(row, [...keptCells(cells, context, keep), ...extra], context),
    ...values.fields,
  }
  // As the file has them, whoever wrote it: what came in once must not come in again.
  const known = namedCells(clean, context.columnNames)
  if (!fits(fields, values.fields) || isPlaceTooLong(values)) {
    // The other issues say that all is kept, which is not so.
    const left = issues.filter((issue) => issue === 'broken-quotes')
    return { index, row, fields: null, place: null, more: [], cells: known, title: fields.title, issues: [...left, 'too-large'] }
  }
  return { index, row, fields, place: values.place, more: values.told, cells: known, title: fields.title, issues }
}

/** What a coalition gets says of the file only what it is: its name may say whose it was. */
const sourceOf = (row: number, cells: Cells, { fileName, abroad }: RowContext): SourceRow => ({
  fileName: !abroad ? fileName : /\.xlsx$/i.test(fileName) ? 'table.xlsx' : 'table.csv',
  row,
  cells,
})

/** A cell without a column is called by its number behind a line feed, which no name of a column has. */
function namedCells(cells: readonly string[], columnNames: readonly string[]): ReadRow['cells'] {
  return cells.flatMap((cell, i) => {
    const value = cell.trim()
    return value === '' ? [] : [[columnNames[i] ?? `\n${i + 1}`, value] as const]
  })
}

function readTitle(cell: string): { text: string; whole: string; cut: boolean; exact: boolean } {
  const whole = cell.trim()
  const line = cleanLine(cell)
  const isCut = line.length > LIMITS.title
  return { text: isCut ? cut(line, LIMITS.title) : line, whole, cut: isCut, exact: line === whole && !isCut }
}

function readArea(cells: readonly string[]): { text: string; cut: boolean; exact: boolean } {
  const parts = cells.map(cleanLine)
  const text = parts.filter((part) => part !== '').join(', ')
  const isCut = text.length > LIMITS.area
  const exact = !isCut && parts.every((part, i) => part === cells[i]?.trim())
  return { text: isCut ? cut(text, LIMITS.area) : text, cut: isCut, exact }
}

/** `about`: what a column of its own says of it. */
function readStart(
  cell: string,
  about: boolean | null,
  context: RowContext,
): { date: IncidentFields['start']; bad: boolean; exact: boolean } {
  const text = cell.trim()
  if (text === '') return { date: null, bad: false, exact: true }
  const date = readDate(text, context.mapping.dateOrder, context.serialDates)
  if (date === null) return { date, bad: true, exact: false }
  const written = date.time === undefined ? date.date : `${date.date} ${date.time}`
  const said = { ...date, about: date.about || about === true }
  return { date: said, bad: false, exact: !date.about && text.replace('T', ' ') === written }
}

/** The first words of a text, for a row without a title; empty where there are none. */
function titleFrom(narrative: string): string {
  const line = cleanLine(narrative.slice(0, 4 * TITLE_FROM_TEXT)).replace(/\s+/g, ' ')
  if (line.length <= TITLE_FROM_TEXT) return line
  const space = line.lastIndexOf(' ', TITLE_FROM_TEXT - 1)
  return space > TITLE_FROM_TEXT / 2 ? `${line.slice(0, space)}…` : cut(line, TITLE_FROM_TEXT)
}

function keptCells(cells: readonly string[], { columnNames, mapping, abroad }: RowContext, keep: ReadonlySet<number>): Cells {
  const keepOthers = mapping.keepOthers && !abroad
  const mapped = new Set([
    mapping.title,
    mapping.date,
    ...mapping.area,
    ...mapping.narrative,
    ...mapping.fields.map(({ column }) => column),
  ])
  return columnNames.flatMap((name, column) => {
    const value = cells[column]
    if (value === undefined || value.trim() === '') return []
    return keep.has(column) || (keepOthers && !mapped.has(column)) ? [{ name, value }] : []
  })
}

/** Cells to the right of the last column; all in one when there are more than a record may hold. */
function extraCells(cells: readonly string[], columns: number): Cells {
  const extra = cells.slice(columns).flatMap((value, i) => (value.trim() === '' ? [] : [{ name: `Column ${columns + i + 1}`, value }]))
  if (columns + extra.length <= LIMITS.importColumns) return extra
  return columns < LIMITS.importColumns ? [{ name: `Column ${columns + 1}`, value: extra.map(({ value }) => value).join('\n') }] : extra
}

function fits(fields: IncidentFields, more: Partial<IncidentFields>): boolean {
  if ((fields.source?.cells.length ?? 0) > LIMITS.importColumns) return false
  const limit = LIMITS.bodyBytes - BODY_MARGIN
  let characters = fields.title.length + fields.area.length + fields.narrative.length + 500
  if (Object.keys(more).length > 0) characters += JSON.stringify(more).length
  for (const { name, value } of fields.source?.cells ?? []) characters += name.length + value.length + 30
  // No character takes more than six bytes in JSON.
  if (characters * 6 <= limit) return true
  return characters <= limit && Buffer.byteLength(JSON.stringify(fields)) <= limit
}
