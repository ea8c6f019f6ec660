import { importCodes, importSpec } from '../../engine/contract/import-fields.ts'
import { cleanLine } from '../../records/text.ts'
import { type Cell, type ReadValues, tell } from './context.ts'
import { cut } from './text.ts'
import { readCodes } from './words.ts'

/** People of one row; the rest of a longer list stays with the row as text. */
const ITEMS_MAX = 40

type Item = Record<string, unknown>

/** Reads those who were harmed, or who did it: the first of each cell is the first person, what stands behind `|` the next. */
export function readList(list: 'harmed' | 'perpetrator', columns: readonly Cell[], read: ReadValues): void {
  const items: Item[] = []
  for (const column of columns) {
    const parts = column.text.split('|').map((part) => part.trim())
    if (parts.length > ITEMS_MAX) {
      read.keep.add(column.column)
      read.issues.add('value-cut')
    }
    for (const [at, part] of parts.slice(0, ITEMS_MAX).entries()) {
      if (part === '') continue
      items[at] ??= {}
      readPart(column, part, items[at], read)
    }
  }
  items.forEach((item, at) => {
    if (Object.keys(item).length > 0) Object.assign(read.fields, { [`${list}:${(at + 1).toString(16).padStart(8, '0')}`]: item })
  })
}

function readPart({ column, field }: Cell, part: string, item: Item, read: ReadValues): void {
  const keep = (issue: 'unknown-word' | 'value-cut' | null): void => {
    read.keep.add(column)
    if (issue !== null) read.issues.add(issue)
  }
  const name = field.split('.')[1] ?? ''
  const spec = importSpec(field)
  const list = importCodes(field)
  if (list !== null) {
    const { codes, unknown } = readCodes(list, part)
    const isOne = spec?.is === 'code'
    if (codes.length > 0) item[name] = isOne ? codes[0] : [...new Set([...((item[name] as string[] | undefined) ?? []), ...codes])]
    if (codes.length > 0) tell(read, field, '', isOne ? codes.slice(0, 1) : codes)
    if (unknown || (isOne && codes.length > 1)) keep('unknown-word')
  } else if (spec?.is === 'count') {
    const count = /^\d{1,6}$/.test(part.replace(/[\s.,](?=\d{3}$)/, '')) ? Number(part.replace(/[\s.,]/, '')) : Number.NaN
    if (count <= spec.max) {
      item[name] = count
      tell(read, field, String(count))
      if (String(count) !== part) keep(null)
    } else keep('unknown-word')
  } else {
    const isText = spec?.is === 'text'
    const clean = isText ? part : cleanLine(part)
    const before = item[name] as string | undefined
    const whole = before === undefined ? clean : before + (isText ? '\n' : ', ') + clean
    const max = spec?.is === 'line' || spec?.is === 'text' ? spec.max : 0
    if (whole.length > max) keep('value-cut')
    else if (clean !== part) keep(null)
    item[name] = whole.length > max ? cut(whole, max) : whole
    tell(read, field, clean)
  }
}
