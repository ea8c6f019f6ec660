import type { PartialDate } from '../engine/contract/incident.ts'
import { YEAR_MAX, YEAR_MIN } from '../engine/contract/limits.ts'

/**
 * The row number of a record in `item` and `doc`: it sorts by the time of the incident, so that newest first is the order of the tables, for
 * hits of a full-text search too. 46 bits (few, because `doc` stores distances): day since 1900, behind those of undated rows (17), place within the day (11), a number
 * that keeps records of the same moment apart in the order in which they came (18; more than that spill over into the next moment).
 *
 * Within a day: 0 a date of which only the year is known (on its 1 January), 1 only year and month (on the 1st), 2 no time, 3 and up the minute.
 * A record without a date stands where it was saved, in UTC: somebody told of it just now. One that a spreadsheet brought in says nothing of now: all
 * rows of old years may come in at once, so those without a date stand below whatever has one, by when they came in.
 */
const NUMBERS = 2 ** 18
const DAY_PLACES = 2 ** 11
const YEAR_ONLY = 0
const MONTH_ONLY = 1
const DAY_ONLY = 2
const FIRST_MINUTE = 3

const DAY_MS = 86_400_000
const FIRST_DAY = Date.UTC(YEAR_MIN, 0, 1)
const LAST_DAY = (Date.UTC(YEAR_MAX, 11, 31) - FIRST_DAY) / DAY_MS

/** Days below all that have a date, of when undated rows came in: those of before and after are the first and the last of them. */
const UNDATED_DAYS = 20_000
const FIRST_UNDATED = Date.UTC(2020, 0, 1)

const within = (day: number, last: number): number => Math.min(Math.max(Math.floor(day), 0), last)
const dayOf = (ms: number): number => UNDATED_DAYS + within((ms - FIRST_DAY) / DAY_MS, LAST_DAY)
const undatedDayOf = (ms: number): number => within((ms - FIRST_UNDATED) / DAY_MS, UNDATED_DAYS - 1)
const momentOf = (day: number, place: number): number => day * DAY_PLACES + place

/** The day of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, its first; years out of range count as the first or last day. */
function firstDay(date: string): number {
  const [year, month, day] = [Number(date.slice(0, 4)), Number(date.slice(5, 7) || 1), Number(date.slice(8) || 1)]
  // Years before 100 would be taken for those of the last century.
  return year < YEAR_MIN ? UNDATED_DAYS : dayOf(Date.UTC(year, month - 1, day))
}

/** Where in time a record stands: the upper 28 bits of its position. `savedAt` in ms since 1970; `isRow`: a spreadsheet brought it in. */
export function moment(start: PartialDate | null, savedAt: number, isRow: boolean): number {
  if (start === null) {
    const day = isRow ? undatedDayOf(savedAt) : dayOf(savedAt)
    return momentOf(day, FIRST_MINUTE + Math.floor((savedAt % DAY_MS) / 60_000))
  }
  const day = firstDay(start.date)
  if (start.date.length === 4) return momentOf(day, YEAR_ONLY)
  if (start.date.length === 7) return momentOf(day, MONTH_ONLY)
  if (start.time === undefined) return momentOf(day, DAY_ONLY)
  return momentOf(day, FIRST_MINUTE + Number(start.time.slice(0, 2)) * 60 + Number(start.time.slice(3)))
}

/** The lowest position of a moment; the next moment begins at `firstPosition(moment + 1)`. */
export const firstPosition = (at: number): number => at * NUMBERS
export const momentOfPosition = (position: number): number => Math.floor(position / NUMBERS)

/** Positions from `low` to `high`, both inclusive. */
export interface Range {
  low: number
  high: number
}

const LAST_POSITION = firstPosition(momentOf(UNDATED_DAYS + LAST_DAY + 1, 0)) - 1
export const EVERYTHING: Range = { low: 0, high: LAST_POSITION }

/**
 * Where the dated records lie that overlap a period (`YYYY-MM-DD`, both inclusive, null open), newest first. A date of which only the month or
 * year is known overlaps where that month or year does: apart from the period itself, those that hold its first day.
 */
export function periodRanges(from: string | null, to: string | null): Range[] {
  const first = from === null ? UNDATED_DAYS : firstDay(from)
  const last = to === null ? UNDATED_DAYS + LAST_DAY : firstDay(to)
  if (last < first) return []
  const ranges = [{ low: firstPosition(momentOf(first, 0)), high: firstPosition(momentOf(last + 1, 0)) - 1 }]
  if (from === null) return ranges
  for (const at of [momentOf(firstDay(from.slice(0, 7)), MONTH_ONLY), momentOf(firstDay(from.slice(0, 4)), YEAR_ONLY)]) {
    if (at < momentOf(first, 0)) ranges.push({ low: firstPosition(at), high: firstPosition(at + 1) - 1 })
  }
  return ranges
}
