import type { PartialDate } from '../engine/contract/incident.ts'
import { YEAR_MAX, YEAR_MIN } from '../engine/contract/limits.ts'
import { ParasolError } from '../error.ts'
import { unlessSame } from './value.ts'

const SHAPE = /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/
/** Length of a date of which the day is known. */
const FULL = 10
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/

/** How many days a month has (1 to 12), Gregorian. */
function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
}

/** The last day (`YYYY-MM-DD`) that a date of the contract can mean: nothing is late before it is over. */
export function lastDayOf(date: string): string {
  const [year = 0, month = 12, day] = date.split('-').map(Number)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day ?? daysIn(year, month))}`
}

/**
 * A partial date as it is kept: only what the contract names, `time` only with a full date. The same one where it is so already.
 * Throws BAD_DATE where it is not on the calendar, or out of the years 1900 to 2200.
 */
export function cleanDate(input: { date: string; time?: string | undefined; about?: boolean | undefined }, field: string): PartialDate {
  const bad = () => new ParasolError('BAD_DATE', { field })
  const { date, time, about } = input
  if (!SHAPE.test(date)) throw bad()
  const [year, month, day] = [Number(date.slice(0, 4)), Number(date.slice(5, 7) || 1), Number(date.slice(8) || 1)]
  if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) throw bad()
  if (time !== undefined && (date.length !== FULL || !TIME.test(time))) throw bad()
  return unlessSame(input as PartialDate, { date, ...(time === undefined ? {} : { time }), about: about ?? false })
}
