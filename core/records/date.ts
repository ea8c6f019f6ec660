import type { PartialDate } from '../engine/contract/incident.ts'
import { daysIn } from '../engine/contract/last-day.ts'
import { YEAR_MAX, YEAR_MIN } from '../engine/contract/limits.ts'
import { ParasolError } from '../error.ts'
import { unlessSame } from './value.ts'

const SHAPE = /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/
/** Length of a date of which the day is known. */
const FULL = 10
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/

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
