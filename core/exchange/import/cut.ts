/** How the records of one file are told apart. */
export interface Dialect {
  delimiter: string
  /** The character that ends a record. A carriage return before a line feed belongs to the end. */
  lineEnd: '\n' | '\r'
}

export interface CutRecord {
  cells: string[]
  /** Where the next record begins. */
  next: number
  /** The quotes did not pair up: one line was read, and a quote that makes no sense stays in its cell. */
  broken: boolean
}

/** A record longer than this, in characters, is taken for an open quote that swallowed the rest of the file. */
export const RECORD_MAX = 2 * 1024 * 1024

const QUOTE = 34
const SPACE = 32

/**
 * Cuts one record out of CSV text (RFC 4180, and the ways in which real files break it). Written here because no CSV library finds its way back
 * after a broken quote: they drop the record, merge it with the ones behind it, or stop.
 * - Quoted cells may hold delimiters, line ends and doubled quotes; blanks around the quotes are let go.
 * - Where a quote is never closed, or closed before more text, the record is its first line, read cell by cell as well as it goes.
 *
 * @param at where the record begins
 * @param final no more text will come
 * @returns null when the text ends inside the record and more may come
 */
export function cutRecord(text: string, at: number, final: boolean, dialect: Dialect): CutRecord | null {
  const cells: string[] = []
  let from = at
  for (;;) {
    const cell = isQuoted(text, from) ? quotedCell(text, from, final, dialect) : plainCell(text, from, final, dialect)
    if (cell === null && !final && text.length - at < RECORD_MAX) return null
    if (cell === null || cell === 'broken' || cell.next - at > RECORD_MAX) return cutLine(text, at, final, dialect)
    cells.push(cell.value)
    from = cell.next
    if (cell.last) return { cells, next: from, broken: false }
  }
}

interface Cell {
  value: string
  next: number
  /** The record ends with this cell. */
  last: boolean
}

function isQuoted(text: string, from: number): boolean {
  let at = from
  while (text.charCodeAt(at) === SPACE) at++
  return text.charCodeAt(at) === QUOTE
}

function plainCell(text: string, from: number, final: boolean, { delimiter, lineEnd }: Dialect): Cell | null {
  const delimiterCode = delimiter.charCodeAt(0)
  const endCode = lineEnd.charCodeAt(0)
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === delimiterCode) return { value: text.slice(from, at), next: at + 1, last: false }
    if (code === endCode) return { value: withoutReturn(text, from, at, lineEnd), next: at + 1, last: true }
  }
  return final ? { value: withoutReturn(text, from, text.length, lineEnd), next: text.length, last: true } : null
}

function withoutReturn(text: string, from: number, end: number, lineEnd: string): string {
  return text.slice(from, lineEnd === '\n' && end > from && text[end - 1] === '\r' ? end - 1 : end)
}

/** What stands behind a closing quote: the end of the cell, or something that does not belong there. Null: not known yet. */
function endOfCell(
  text: string,
  from: number,
  final: boolean,
  { delimiter, lineEnd }: Dialect,
): { next: number; last: boolean } | 'junk' | null {
  let at = from
  while (text.charCodeAt(at) === SPACE) at++
  if (lineEnd === '\n' && text[at] === '\r' && (text[at + 1] === '\n' || at + 1 === text.length)) at++
  if (at >= text.length) return final ? { next: text.length, last: true } : null
  if (text[at] === delimiter) return { next: at + 1, last: false }
  return text[at] === lineEnd ? { next: at + 1, last: true } : 'junk'
}

function quotedCell(text: string, from: number, final: boolean, dialect: Dialect): Cell | 'broken' | null {
  const open = text.indexOf('"', from)
  let doubled = false
  for (let at = open + 1; ; ) {
    const quote = text.indexOf('"', at)
    if (quote === -1) return null
    if (text.charCodeAt(quote + 1) === QUOTE) {
      doubled = true
      at = quote + 2
      continue
    }
    const end = endOfCell(text, quote + 1, final, dialect)
    if (end === null) return null
    if (end === 'junk') return 'broken'
    const value = text.slice(open + 1, quote)
    return { value: doubled ? value.replaceAll('""', '"') : value, ...end }
  }
}

/** Reads one line whose quotes are broken. Every character of it comes to stand in a cell, but for quotes that can be made sense of. */
function cutLine(text: string, at: number, final: boolean, dialect: Dialect): CutRecord | null {
  const feed = text.indexOf(dialect.lineEnd, at)
  if (feed === -1 && !final) return null
  const end = feed === -1 ? text.length : feed
  const line = withoutReturn(text, at, end, dialect.lineEnd)
  const cells: string[] = []
  let from = 0
  for (;;) {
    const close = line[from] === '"' ? closingQuote(line, from + 1, dialect.delimiter) : -1
    if (close !== -1) {
      cells.push(line.slice(from + 1, close).replaceAll('""', '"'))
      from = close + 2
      if (close + 1 === line.length) break
      continue
    }
    const delimiter = line.indexOf(dialect.delimiter, from)
    cells.push(line.slice(from, delimiter === -1 ? line.length : delimiter))
    if (delimiter === -1) break
    from = delimiter + 1
  }
  return { cells, next: feed === -1 ? text.length : feed + 1, broken: true }
}

/** The first quote at which a cell can end: before a delimiter or the end of the line. */
function closingQuote(line: string, from: number, delimiter: string): number {
  for (let at = line.indexOf('"', from); at !== -1; at = line.indexOf('"', at + 1)) {
    if (at + 1 === line.length || line[at + 1] === delimiter) return at
  }
  return -1
}
