import { type ImportField, importCodes, importSpec, SINGLE_FIELDS } from '../../engine/contract/import-fields.ts'
import type { PartialDate } from '../../engine/contract/incident.ts'
import { LIMITS } from '../../engine/contract/limits.ts'
import { cleanLine } from '../../records/text.ts'
import { type Cell, type ReadValues, type RowContext, tell } from './context.ts'
import { readDate } from './dates.ts'
import { readList } from './parts.ts'
import { cut } from './text.ts'
import { type ReadCodes, readCodes } from './words.ts'

const TYPES_MAX = 40
/** A time by itself; a number is a share of a day, as Excel has it. */
const CLOCK_SHARE = /^0?[.,]\d{1,17}$/

/** Reads the cells of a row that fill further fields. What a field cannot hold is named in `keep`, so that its cell stays with the row. */
export function readValues(cells: readonly string[], context: RowContext): ReadValues {
  const read: ReadValues = { fields: {}, types: [], place: null, time: null, about: null, keep: new Set(), issues: new Set(), told: [] }
  if (context.mapping.fields.length === 0) return read
  const byField = new Map<ImportField, Cell[]>()
  for (const { column, field } of context.mapping.fields) {
    const text = cells[column]?.trim() ?? ''
    if (text !== '' && field !== 'none') byField.set(field, [...(byField.get(field) ?? []), { column, field, text }])
  }
  readTypes(byField.get('types') ?? [], context, read)
  readTime(byField.get('time') ?? [], read)
  readAbout(byField.get('about') ?? [], read)
  readPlace(byField.get('place') ?? [], read)
  for (const field of SINGLE_FIELDS) for (const cell of joined(byField.get(field) ?? [], read)) readSingle(cell, field, context, read)
  for (const list of ['harmed', 'perpetrator'] as const) {
    const columns = [...byField].flatMap(([field, all]) => (field.startsWith(`${list}.`) ? all : []))
    readList(list, columns, read)
  }
  return read
}

/** Columns that hold one text together; of other fields the first counts, and the rest stays with the row. */
function joined(cells: readonly Cell[], read: ReadValues): Cell[] {
  const [first, ...rest] = cells
  if (first === undefined || rest.length === 0) return [...cells]
  const spec = importSpec(first.field)
  if (spec?.is === 'line' || spec?.is === 'text') {
    const text = cells.map((cell) => (spec.is === 'line' ? cleanLine(cell.text) : cell.text)).join(spec.is === 'line' ? ', ' : '\n\n')
    for (const cell of cells) if (spec.is === 'line' && cleanLine(cell.text) !== cell.text) read.keep.add(cell.column)
    if (text.length <= spec.max) return [{ ...first, text }]
  }
  for (const { column } of rest) read.keep.add(column)
  return [first]
}

function readTypes(cells: readonly Cell[], context: RowContext, read: ReadValues): void {
  for (const cell of cells) {
    const found = readCodes('types', cell.text, context.ownTypes)
    read.types.push(...found.codes)
    note(found, cell, read)
  }
  read.types = [...new Set(read.types)]
  if (read.types.length <= TYPES_MAX) return
  read.types.length = TYPES_MAX
  for (const { column } of cells) read.keep.add(column)
  read.issues.add('value-cut')
}

function note({ codes, unknown }: ReadCodes, { column, field }: Cell, read: ReadValues): void {
  if (codes.length > 0) tell(read, field, '', codes)
  if (!unknown) return
  read.keep.add(column)
  read.issues.add('unknown-word')
}

function readTime(cells: readonly Cell[], read: ReadValues): void {
  for (const { column, text } of cells) {
    const time = CLOCK_SHARE.test(text)
      ? readDate(`43831${text.replace(/^0?[.,](\d{1,12})\d*$/, '.$1')}`, 'dmy', true)?.time
      : readDate(`2020-01-01 ${text}`, 'dmy')?.time
    if (time !== undefined && read.time === null) {
      read.time = time
      tell(read, 'time', time)
    }
    if (time !== text) read.keep.add(column)
    if (time === undefined) read.issues.add('bad-date')
  }
}

/** Of several columns one that says yes is enough. */
function readAbout(cells: readonly Cell[], read: ReadValues): void {
  for (const cell of cells) {
    const found = readCodes('yesNo', cell.text)
    note(found, cell, read)
    if (found.codes.includes('yes')) read.about = true
    else if (found.codes.includes('no')) read.about ??= false
    else read.keep.add(cell.column)
  }
}

/** Never kept elsewhere: an exact place stands in no text that is searched, exported or shared. */
function readPlace(cells: readonly Cell[], read: ReadValues): void {
  const text = cells.map((cell) => cleanLine(cell.text)).join(', ')
  if (text === '') return
  read.place = text
  tell(read, 'place', '')
}

function readSingle({ column, text }: Cell, field: (typeof SINGLE_FIELDS)[number], context: RowContext, read: ReadValues): void {
  const spec = importSpec(field)
  const set = (value: string | PartialDate): void => void Object.assign(read.fields, { [field]: value })
  if (spec?.is === 'line' || spec?.is === 'text') {
    const clean = spec.is === 'line' ? cleanLine(text) : text
    const isLong = clean.length > spec.max
    if (isLong || clean !== text) read.keep.add(column)
    if (isLong) read.issues.add('value-cut')
    const said = isLong ? cut(clean, spec.max) : clean
    set(said)
    tell(read, field, said)
  } else if (spec?.is === 'date') {
    const date = readDate(text, context.mapping.dateOrder, context.serialColumns.has(column))
    if (date === null) read.issues.add('bad-date')
    else {
      set(date)
      tell(read, field, dateText(date))
    }
    if (date === null || date.about || dateText(date) !== text.replace('T', ' ')) read.keep.add(column)
  } else {
    const list = importCodes(field)
    const found: ReadCodes = list === null ? { codes: [], unknown: true } : readCodes(list, text)
    const [code, ...others] = found.codes
    if (code !== undefined) set(code)
    note({ codes: found.codes.slice(0, 1), unknown: found.unknown || others.length > 0 }, { column, field, text }, read)
  }
}

const dateText = ({ date, time }: PartialDate): string => (time === undefined ? date : `${date} ${time}`)

/** Whether an exact place is too long to be kept. */
export const isPlaceTooLong = ({ place }: ReadValues): boolean => place !== null && place.length > LIMITS.place
