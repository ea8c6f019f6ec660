import type { PartialDate } from '../../../core/engine/contract/incident.ts'
import { YEAR_MAX, YEAR_MIN } from '../../../core/engine/contract/limits.ts'
import { today } from '../follow/day-groups.ts'

/** What stands in the fields for a date, unfinished or not. */
export interface WhenParts {
  day: string
  month: string
  year: string
}

export type WhenProblem = 'year-missing' | 'year-range' | 'month-missing' | 'no-such-day' | 'not-a-number' | 'time' | 'time-needs-day'

/** Takes a draft's date apart: `YYYY-MM-DD` with any part as it was typed. */
export function splitWhen(date: string): WhenParts {
  const [year = '', month = '', day = ''] = date.split('-')
  return { year, month, day }
}

/** The other way round; empty when nothing was typed. */
export function joinWhen({ year, month, day }: WhenParts): string {
  if (year === '' && month === '' && day === '') return ''
  return [year, month, day].map((part) => part.replaceAll('-', '')).join('-')
}

/** A time as people type it ("9:05", "23.10", "2310", "23", "23h", "11pm", "11:10 p.m.") as `HH:MM`; null where it is none. */
export function readTime(typed: string): string | null {
  const match = /^(\d{1,2})(?:[:.\sh]?(\d{2}))?\s*(?:h|([ap])\.?\s?m\.?)?$/i.exec(typed.trim())
  if (match === null) return null
  const half = match[3]?.toLowerCase()
  const said = Number(match[1])
  // With its half of the day said, a clock knows twelve hours and no zero.
  if (half !== undefined && (said < 1 || said > 12)) return null
  const hours = half === undefined ? said : (said % 12) + (half === 'p' ? 12 : 0)
  const minutes = Number(match[2] ?? 0)
  if (!(hours <= 23 && minutes <= 59)) return null
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
}

/** Reads the fields of the form as a date as far as it is known; `null` where nothing was typed. */
export function readWhen(date: string, time: string, about: boolean): { when: PartialDate | null } | { problem: WhenProblem } {
  const parts = splitWhen(date)
  const typed = { year: parts.year.trim(), month: parts.month.trim(), day: parts.day.trim() }
  if (Object.values(typed).some((part) => part !== '' && !/^\d{1,4}$/.test(part))) return { problem: 'not-a-number' }
  if (typed.year === '') {
    if (typed.month !== '' || typed.day !== '') return { problem: 'year-missing' }
    return time.trim() === '' ? { when: null } : { problem: 'time-needs-day' }
  }
  const year = Number(typed.year)
  if (typed.year.length !== 4 || year < YEAR_MIN || year > YEAR_MAX) return { problem: 'year-range' }
  if (typed.month === '' && typed.day !== '') return { problem: 'month-missing' }
  const known = [typed.year]
  if (typed.month !== '') {
    const month = Number(typed.month)
    if (month < 1 || month > 12) return { problem: 'no-such-day' }
    known.push(String(month).padStart(2, '0'))
    if (typed.day !== '') {
      const day = Number(typed.day)
      if (day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return { problem: 'no-such-day' }
      known.push(String(day).padStart(2, '0'))
    }
  }
  if (time.trim() === '') return { when: { date: known.join('-'), about } }
  const clock = readTime(time)
  if (clock === null) return { problem: 'time' }
  if (known.length < 3) return { problem: 'time-needs-day' }
  return { when: { date: known.join('-'), time: clock, about } }
}

/** A day of this computer's calendar, so many days ago, as a draft holds it. */
export function dayAgo(days: number, now = new Date()): string {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() - days)
  return joinWhen({ year: String(day.getFullYear()), month: String(day.getMonth() + 1), day: String(day.getDate()) })
}

/** Whether what stands in the fields is a whole date, as far as it is known, of which no day has come yet. */
export function isToCome(date: string, now = new Date()): boolean {
  const read = readWhen(date, '', false)
  if (!('when' in read) || read.when === null) return false
  return read.when.date > today(now).slice(0, read.when.date.length)
}
