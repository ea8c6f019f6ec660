import type { Mapping } from '../../engine/contract/exchange.ts'
import { importCodes, importSpec } from '../../engine/contract/import-fields.ts'
import { plainWords } from '../../engine/contract/plain-words.ts'
import { guessDateOrder, looksSerial, readDate } from './dates.ts'
import { fieldNamed } from './field-header-words.ts'
import {
  AREA_WORDS,
  DATE_WORDS,
  NARRATIVE_WORDS,
  NOT_DATE_WORDS,
  NOT_TITLE_WORDS,
  PERSON_WORDS,
  TITLE_WORDS,
  type WordList,
} from './header-words.ts'
import { readCodes } from './words.ts'

const AREA_MAX = 4
const NARRATIVE_MAX = 20
/** Cells to look at, of all columns together: a file of 1,000 columns must not take longer than one of ten. */
const CELLS_LOOKED_AT = 4_000
/** Headlines are shorter than this on average, in characters. */
const TITLE_AVERAGE = 150
/** Share of the cells that have to be what a further field holds. */
const FITTING = 0.5

/**
 * Guesses which column is which from its name (English, Kiswahili, French, Spanish) and from the first rows.
 * A person looks at it before anything is imported, so it prefers leaving a field open to filling it wrongly.
 */
export function guessMapping(columnNames: readonly string[], sampleRows: readonly (readonly string[])[]): Mapping {
  const names = columnNames.map(words)
  const looked = sampleRows.slice(0, Math.ceil(CELLS_LOOKED_AT / Math.max(1, names.length)))
  const cellsOf = (rows: readonly (readonly string[])[], column: number) =>
    rows.map((row) => row[column]?.trim() ?? '').filter((cell) => cell !== '')
  const samples = (column: number): string[] => cellsOf(looked, column)
  const further = names.map((name, column) => fieldFor(name, samples(column)))
  // A name that says one of the further fields and nothing else is not taken for what it has one word of.
  const isFree = (column: number, score: number): number => (further[column]?.exact && score <= 100 ? 0 : score)
  const dateOf = (column: number): number => dateScore(names[column] ?? '', samples(column))
  const date =
    best(names, (_, column) => (further[column]?.exact ? 0 : dateOf(column))) ??
    best(names, (_, column) => (further[column]?.field === 'received' ? dateOf(column) : 0))
  const others = (taken: readonly (number | null)[]) => (column: number) => !taken.includes(column)
  const title = best(names, (name, column) => (column === date ? 0 : isFree(column, titleScore(name, samples(column)))))
  const area = rank(names, (name, column) => isFree(column, matchScore(name, AREA_WORDS))).filter(others([date, title]))
  const narrative = rank(names, (name, column) => isFree(column, matchScore(name, NARRATIVE_WORDS))).filter(others([date, title, ...area]))
  const told = title ?? titleByLook(names.length, samples, [date, ...area, ...narrative])
  const taken = [told, date, ...area.slice(0, AREA_MAX), ...narrative.slice(0, NARRATIVE_MAX)]
  return {
    title: told,
    date,
    area: area.slice(0, AREA_MAX),
    // In the order of the file: that is the order in which somebody told it.
    narrative: narrative.slice(0, NARRATIVE_MAX).toSorted((a, b) => a - b),
    fields: further.flatMap((found, column) => (found === null || taken.includes(column) ? [] : [{ column, field: found.field }])),
    dateOrder: (date === null ? null : guessDateOrder(cellsOf(sampleRows, date))) ?? 'dmy',
    keepOthers: true,
  }
}

/** The further field that a column fills by its name. What has to be a word of a list, a number or a date is believed only where most cells are one. */
function fieldFor(name: string, cells: readonly string[]): ReturnType<typeof fieldNamed> {
  const found = fieldNamed(name)
  if (found === null || cells.length === 0) return found
  const list = importCodes(found.field)
  const is = importSpec(found.field)?.is
  const fits = (cell: string): boolean => {
    if (list !== null) return readCodes(list, cell).codes.length > 0
    if (is === 'date') return readDate(cell, 'dmy', true) !== null
    if (found.field === 'time') return /\d/.test(cell)
    return is !== 'count' || /^[\d\s|]{0,200}\d[\s|]{0,200}$/.test(cell)
  }
  return cells.filter(fits).length >= cells.length * FITTING ? found : null
}

/** Whether most of the filled cells of a column are days as Excel counts them. */
export function isSerialColumn(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell.trim() !== '')
  return filled.length > 0 && filled.filter(looksSerial).length >= filled.length * 0.8
}

/** A header as words: `Date_of incident` is "date of incident". */
function words(name: string): string {
  return plainWords(name.normalize('NFC').replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')).slice(0, 200)
}

/** 0 when no word of the list is in the name; more the earlier its word stands in the list, and the less else is in the name. */
function matchScore(name: string, list: WordList): number {
  let score = 0
  for (const [i, group] of list.entries()) {
    for (const word of group) {
      if (name === word) score = Math.max(score, 200 - i)
      else if (` ${name} `.includes(` ${word} `)) score = Math.max(score, 100 - i)
    }
  }
  return score
}

function titleScore(name: string, cells: readonly string[]): number {
  const score = matchScore(name, TITLE_WORDS)
  if (score === 0 || matchScore(name, PERSON_WORDS) > 0 || average(cells) > TITLE_AVERAGE) return 0
  const isWhole = score > 100
  return !isWhole && (matchScore(name, NOT_TITLE_WORDS) > 0 || matchScore(name, AREA_WORDS) > 0 || matchScore(name, NARRATIVE_WORDS) > 0)
    ? 0
    : score
}

function average(cells: readonly string[]): number {
  return cells.length === 0 ? 0 : cells.reduce((sum, cell) => sum + cell.length, 0) / cells.length
}

function dateScore(name: string, cells: readonly string[]): number {
  if (cells.length === 0) return matchScore(name, NOT_DATE_WORDS) > 0 ? 0 : matchScore(name, DATE_WORDS)
  const serial = isSerialColumn(cells)
  const share = cells.filter((cell) => readDate(cell, 'dmy', serial) !== null).length / cells.length
  // "Year" is a date, but a column of plain numbers is one only if its name says so.
  const named = matchScore(name, DATE_WORDS)
  if (share < 0.5) return 0
  if (matchScore(name, NOT_DATE_WORDS) > 0) return share * 10
  if (named > 0) return named + share * 100
  return serial || cells.every((cell) => /^\d{1,4}$/.test(cell)) ? 0 : share * 20
}

function best(names: readonly string[], score: (name: string, column: number) => number): number | null {
  return rank(names, score)[0] ?? null
}

/** The columns that score at all, best first; of equals the one on the left. */
function rank(names: readonly string[], score: (name: string, column: number) => number): number[] {
  return names
    .map((name, column) => ({ column, score: score(name, column) }))
    .filter((entry) => entry.score > 0)
    .toSorted((a, b) => b.score - a.score || a.column - b.column)
    .map(({ column }) => column)
}

/** Where no name helps and no column tells a story: the first column that reads like a headline. */
function titleByLook(columns: number, samples: (column: number) => string[], taken: readonly (number | null)[]): number | null {
  for (let column = 0; column < columns; column++) {
    if (taken.includes(column)) continue
    const cells = samples(column)
    const wordy = cells.filter((cell) => /\p{L}+\s+\p{L}+\s+\p{L}/u.test(cell) && !/^https?:/i.test(cell)).length
    if (cells.length > 0 && wordy >= cells.length * 0.6 && new Set(cells).size >= cells.length * 0.6) return column
  }
  return null
}
