import type { Mapping } from '../../engine/contract/exchange.ts'
import type { PartialDate } from '../../engine/contract/incident.ts'
import { YEAR_MAX, YEAR_MIN } from '../../engine/contract/limits.ts'
import { monthOf } from './month-names.ts'

type DateOrder = Mapping['dateOrder']

/** Longer texts are no dates, and nobody should wait for a regular expression to find that out. */
const LONGEST = 80

const ABOUT =
  /^\(?\s*(?:about|approximately|approx|around|circa|ca|c|believed to be|probably|vers|environ|hacia|alrededor de|aproximadamente|aprox|karibu|takriban|~)(?=[\s.~\d)])[.\s]*\)?\s*/
const WEEKDAY =
  /\b(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|lun|mer|jeu|ven|sam|dim|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miercoles|jueves|viernes|sabado|domingo|jumatatu|jumanne|jumatano|alhamisi|ijumaa|jumamosi|jumapili)\b[.,]?\s*/
const TIME =
  /(?:^|[\s,t]|\bat\b|\ba\b)\s*(\d{1,2})(?:[:h](\d{2})(?::\d{2}(?:[.,]\d+)?)?|\.(\d{2})(?=\s*[ap]\.?m)|h(?!\w)|(?=\s*[ap]\.?m))\s*([ap])?(?:\.?m\.?)?\s*(?:z|utc|gmt)?(?:[+-]\d{2}:?\d{2})?\s*(?:\([^)]*\))?\s*$/

/**
 * Reads a date as people write it, as far as it is known: `2020-06-01`, `03/04/2020` by the order given, `3.4.2020`, `June 1, 2020`,
 * `1er juin 2020`, `Jun 2020`, `2020`, with or without a time of day, a weekday and "about". A time zone is let go: what counts is the clock
 * where it happened. Where only one order of day and month makes a date, that is taken.
 *
 * @param serial whether a bare number of five digits is a day as Excel counts them
 * @returns null for what is no date, or one outside the years 1900 to 2200
 */
export function readDate(text: string, order: DateOrder, serial = false): PartialDate | null {
  if (text.length > LONGEST) return null
  let rest = plain(text)
  let about = false
  const marked = ABOUT.exec(rest)
  if (marked) rest = rest.slice(marked[0].length)
  if (marked || /\?$/.test(rest)) about = true
  rest = rest.replace(/\?+$/, '').trim()
  if (serial) {
    const day = readSerial(rest, about)
    if (day) return day
  }
  rest = rest.replace(WEEKDAY, '')
  const clock = TIME.exec(rest)
  const time = clock ? readTime(clock) : undefined
  if (clock && time === undefined) return null
  if (clock) rest = rest.slice(0, clock.index)
  const date = readDay(rest.replace(/[\s,]+$/, ''), order)
  if (date === null) return null
  return { date, about, ...(time !== undefined && date.length === 10 ? { time } : {}) }
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
}

function readTime(clock: RegExpExecArray): string | undefined {
  let hour = Number(clock[1])
  const minute = clock[2] ?? clock[3] ?? '00'
  const half = clock[4]
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined
    hour = (hour % 12) + (half === 'p' ? 12 : 0)
  }
  if (hour > 23 || Number(minute) > 59) return undefined
  return `${String(hour).padStart(2, '0')}:${minute}`
}

function readDay(text: string, order: DateOrder): string | null {
  return readNumbers(text, order) ?? readWords(text)
}

function readNumbers(text: string, order: DateOrder): string | null {
  let match = /^(\d{4})$/.exec(text)
  if (match) return build(match[1], undefined, undefined)
  match = /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (match) return build(match[1], match[2], match[3])
  match = /^(\d{4})\s?[-/.]\s?(\d{1,2})(?:\s?[-/.]\s?(\d{1,2}))?\.?$/.exec(text)
  if (match) return build(match[1], match[2], match[3])
  match = /^(\d{1,2})[-/.](\d{4})$/.exec(text)
  if (match) return build(match[2], match[1], undefined)
  match = /^(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})\.?$/.exec(text)
  if (!match) return null
  const [, first, separator, second, year] = match
  const dayFirst = build(year, second, first)
  // Nobody who writes dots writes the month first.
  if (separator === '.') return dayFirst
  const monthFirst = build(year, first, second)
  return order === 'dmy' ? (dayFirst ?? monthFirst) : (monthFirst ?? dayFirst)
}

/** A month by name, a year, and perhaps a day, in any order: `1 june 2020`, `june 1st, 2020`, `1 de junio de 2020`, `1-jun-20`, `2020 june`. */
function readWords(text: string): string | null {
  const tokens = text
    .replace(/\b(?:of|de|del|the|le|el|tarehe|mwezi wa)\b/g, ' ')
    .split(/[\s,./-]+/)
    .filter((token) => token !== '')
  if (tokens.length < 2 || tokens.length > 3) return null
  const months = tokens.filter((token) => monthOf(token) !== undefined)
  const numbers = tokens
    .filter((token) => monthOf(token) === undefined)
    .map((token) => token.replace(/^(\d{1,2})(?:st|nd|rd|th|er|ro|o)$/, '$1'))
  const month = monthOf(months[0] ?? '')
  if (months.length !== 1 || month === undefined || !numbers.every((token) => /^'?\d{1,4}$/.test(token))) return null
  const years = numbers.map((token) => token.replace(/^'/, ''))
  const at = years.findIndex((token) => token.length === 4)
  const year = at === -1 ? years.at(-1) : years[at]
  const day = years.length === 2 ? years[at === 0 ? 1 : 0] : undefined
  // "June 12" names a day of an unknown year, or a year: not known which.
  if (years.length === 1 && at === -1 && !numbers[0]?.startsWith("'")) return null
  return build(year, String(month), day)
}

/** Days since 30 December 1899, with a fraction for the time of day: only 1927 to 2119, so that no phone number becomes a day. */
function readSerial(text: string, about: boolean): PartialDate | null {
  const match = /^([1-7]\d{4})(?:[.,](\d{1,12}))?$/.exec(text)
  if (!match) return null
  const minutes = Math.round(Number(`0.${match[2] ?? 0}`) * 1440)
  const day = new Date(Date.UTC(1899, 11, 30) + Number(match[1]) * 86_400_000 + minutes * 60_000).toISOString()
  return { date: day.slice(0, 10), about, ...(minutes > 0 ? { time: day.slice(11, 16) } : {}) }
}

/** Whether a cell may be such a number. Plain small numbers are not. */
export function looksSerial(text: string): boolean {
  return /^[234]\d{4}(?:[.,]\d{1,12})?$/.test(text.trim())
}

function build(yearText: string | undefined, monthText: string | undefined, dayText: string | undefined): string | null {
  if (yearText === undefined || yearText.length === 3 || yearText.length === 1) return null
  const short = Number(yearText)
  const year = yearText.length === 2 ? short + (short < 70 ? 2000 : 1900) : short
  if (year < YEAR_MIN || year > YEAR_MAX) return null
  if (monthText === undefined) return String(year)
  const month = Number(monthText)
  if (month < 1 || month > 12) return null
  const prefix = `${year}-${String(month).padStart(2, '0')}`
  if (dayText === undefined) return prefix
  const day = Number(dayText)
  if (day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return null
  return `${prefix}-${String(day).padStart(2, '0')}`
}

/** The order in which a column writes day and month, from the cells where only one is possible. Null when no cell, or as many each way, tells. */
export function guessDateOrder(cells: readonly string[]): DateOrder | null {
  let dayFirst = 0
  let monthFirst = 0
  for (const cell of cells) {
    const match = /^\D*(\d{1,2})[-/](\d{1,2})[-/]\d{2,4}\b/.exec(cell.slice(0, LONGEST))
    if (!match) continue
    const [first, second] = [Number(match[1]), Number(match[2])]
    if (first > 12 && second <= 12) dayFirst++
    if (second > 12 && first <= 12) monthFirst++
  }
  if (dayFirst === monthFirst) return null
  return dayFirst > monthFirst ? 'dmy' : 'mdy'
}
