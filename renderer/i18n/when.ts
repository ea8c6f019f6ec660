import type { PartialDate } from '../../core/engine/contract/index.ts'
import { customs } from './language.ts'

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Making a formatter costs more than using it a hundred times, and a list uses the same few for every row. */
function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formatters.set(key, known)
  return known
}

/** A moment as people say it: "today, 23:10", "yesterday, 23:10", "20 November, 23:10", with the year when it is another one. */
export function momentWords(iso: string, now = new Date(), locale = customs()): string {
  const moment = new Date(iso)
  if (Number.isNaN(moment.getTime())) return iso
  const time = formatter(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(moment)
  return `${dayWords(moment, now, locale)}, ${time}`
}

/** The same moment with nothing left out, for hover and focus. */
export function exactWords(iso: string, locale = customs()): string {
  const moment = new Date(iso)
  if (Number.isNaN(moment.getTime())) return iso
  return formatter(locale, { dateStyle: 'full', timeStyle: 'long', hourCycle: 'h23' }).format(moment)
}

const DAY_MS = 86_400_000

/** Whether a moment lies so far ahead that the clock it was read from, or this one, is wrong: no zone is a day ahead of another. */
export const liesAhead = (iso: string, now = new Date()): boolean => new Date(iso).getTime() > now.getTime() + DAY_MS

/** A day (`YYYY-MM-DD`) where there is little room: "today", "yesterday", "20 November", with the year when it is another one. */
export function dayOnly(day: string, now = new Date(), locale = customs()): string {
  const { year, month, day: dayOfMonth } = partsOf(day)
  return dayWords(new Date(year, (month ?? 1) - 1, dayOfMonth ?? 1), now, locale)
}

function dayWords(day: Date, now: Date, locale: string): string {
  const apart = Math.round((startOfDay(day) - startOfDay(now)) / DAY_MS)
  if (apart === 0 || apart === -1 || apart === 1) return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(apart, 'day')
  return formatter(locale, {
    day: 'numeric',
    month: 'long',
    ...(day.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
  }).format(day)
}

function startOfDay(moment: Date): number {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime()
}

/** The parts of a partial date; months and days count from 1, null where not known. */
export function partsOf(date: string): { year: number; month: number | null; day: number | null } {
  const [year, month, day] = date.split('-')
  return { year: Number(year), month: month === undefined ? null : Number(month), day: day === undefined ? null : Number(day) }
}

/** A date as far as it is known: "20 November 2026, 23:10", "November 2026", "2026". "About" is left to the caller. */
export function partialWords(when: PartialDate, locale = customs()): string {
  const { year, month, day } = partsOf(when.date)
  const date = new Date(Date.UTC(year, (month ?? 1) - 1, day ?? 1))
  const words = formatter(locale, {
    timeZone: 'UTC',
    year: 'numeric',
    ...(month === null ? {} : { month: 'long' }),
    ...(day === null ? {} : { day: 'numeric' }),
  }).format(date)
  return when.time === undefined ? words : `${words}, ${when.time}`
}

/** A day (`YYYY-MM-DD`) that cannot be taken for another one: "Sunday, 3 May 2026". Empty for none, and while its year is still being typed. */
export function fullDay(day: string, locale = customs()): string {
  const { year, month, day: dayOfMonth } = partsOf(day)
  if (month === null || dayOfMonth === null || year < 1900) return ''
  return formatter(locale, { timeZone: 'UTC', dateStyle: 'full' }).format(new Date(Date.UTC(year, month - 1, dayOfMonth)))
}

/** A month where there is little room: "Nov 2026". */
export function shortMonthWords(date: string, locale = customs()): string {
  const { year, month } = partsOf(date)
  return formatter(locale, { timeZone: 'UTC', year: 'numeric', month: 'short' }).format(new Date(Date.UTC(year, (month ?? 1) - 1, 1)))
}

/** In which order the person writes day, month and year. */
export function dateOrder(locale = customs()): ('day' | 'month' | 'year')[] {
  const parts = formatter(locale, { day: 'numeric', month: 'numeric', year: 'numeric' }).formatToParts(new Date(0))
  return parts.map((part) => part.type).filter((type) => type === 'day' || type === 'month' || type === 'year')
}
