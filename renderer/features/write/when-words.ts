import type { PartialDate } from '../../../core/engine/contract/incident.ts'
import { YEAR_MAX, YEAR_MIN } from '../../../core/engine/contract/limits.ts'
import { folded } from '../../i18n/fold.ts'
import { readTime, readWhen } from './when-parts.ts'

/** The words of a language for dates: lists of words or short phrases, in small letters. `numbers` from one on, each with its other forms after a `/`. */
export interface WhenVocabulary {
  today: readonly string[]
  yesterday: readonly string[]
  dayBefore: readonly string[]
  lastNight: readonly string[]
  tomorrow: readonly string[]
  ago: readonly string[]
  ahead: readonly string[]
  last: readonly string[]
  beforeLast: readonly string[]
  next: readonly string[]
  about: readonly string[]
  numbers: readonly string[]
  /** Said in place of a number that nobody counted. */
  few: readonly string[]
  minutes: readonly string[]
  hours: readonly string[]
  days: readonly string[]
  weeks: readonly string[]
  months: readonly string[]
  years: readonly string[]
}

export interface WhenContext {
  vocabulary: WhenVocabulary
  /** Languages of the names of months and days, the first of which also says in which order a date is written. */
  locales: readonly string[]
  now: Date
  /** Which of two days is meant that fit alike: one that was, or one to come. */
  toward: 'past' | 'future'
}

/** Reads "last night", "about two weeks ago", "3 May", "march" as a date as far as it is known; null where there is none in it. */
export function readWords(text: string, context: WhenContext): PartialDate | null {
  const { vocabulary } = context
  const clock = takeTime(fold(text))
  let rest = clock.rest
  let about = false
  for (const word of [...vocabulary.about, '~']) {
    const without = take(rest, word)
    about ||= without !== null
    rest = without ?? rest
  }
  const found =
    beforeLast(rest, context) ?? namedDay(rest, context) ?? counted(rest, context) ?? numeric(rest, context) ?? named(rest, context)
  if (found === null) return null
  const isDay = found.date.length === 10
  const time = clock.time ?? found.time
  const when = { date: found.date, about: about || found.about, ...(isDay && time !== undefined ? { time } : {}) }
  return 'when' in readWhen(when.date, when.time ?? '', when.about) ? when : null
}

type Found = PartialDate

/** Small letters without accents, one space between words. */
const fold = (text: string): string => folded(text.replace(/[,;]/g, ' '))

/** A text without a phrase, where that stands in it as whole words. */
function take(text: string, phrase: string): string | null {
  const [padded, word] = [` ${text} `, ` ${fold(phrase)} `]
  const at = word.trim() === '' ? -1 : padded.indexOf(word)
  return at < 0 ? null : `${padded.slice(0, at)} ${padded.slice(at + word.length)}`.replace(/\s+/g, ' ').trim()
}

const hasAny = (text: string, phrases: readonly string[]): boolean => phrases.some((phrase) => take(text, phrase) !== null)

/** A clock time in it: 23:10, 23h10, 11 pm. Points are left to dates. */
function takeTime(text: string): { time?: string; rest: string } {
  const half = /(?:^|\s)(\d{1,2})(?:[:.](\d{2}))?\s?(am|pm)(?=\s|$)/.exec(text)
  const match = half ?? /(?:^|\s)(\d{1,2})[:h](\d{2})(?=\s|$)/.exec(text)
  if (match === null) return { rest: text }
  const hours = Number(match[1])
  if (half !== null && (hours < 1 || hours > 12)) return { rest: text }
  const full = half === null ? hours : (hours % 12) + (half[3] === 'pm' ? 12 : 0)
  const time = readTime(`${full}:${match[2] ?? '00'}`)
  return time === null ? { rest: text } : { time, rest: text.replace(match[0], ' ').replace(/\s+/g, ' ').trim() }
}

const pad = (number: number, digits = 2): string => String(number).padStart(digits, '0')
const dayOf = (day: Date): string => `${pad(day.getFullYear(), 4)}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`
const shifted = (now: Date, days: number): string => dayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() + days))

/** A day that has a word of its own. Last night may have been before midnight or after. */
function namedDay(text: string, { vocabulary, now }: WhenContext): Found | null {
  if (hasAny(text, vocabulary.dayBefore)) return { date: shifted(now, -2), about: false }
  if (hasAny(text, vocabulary.lastNight)) return { date: shifted(now, -1), about: true }
  if (hasAny(text, vocabulary.yesterday)) return { date: shifted(now, -1), about: false }
  if (hasAny(text, vocabulary.today)) return { date: shifted(now, 0), about: false }
  if (hasAny(text, vocabulary.tomorrow)) return { date: shifted(now, 1), about: false }
  return null
}

/** "the week before last". */
function beforeLast(text: string, { vocabulary, now }: WhenContext): Found | null {
  const unit = (['weeks', 'months', 'years'] as const).find((each) => hasAny(text, vocabulary[each]))
  return unit !== undefined && hasAny(text, vocabulary.beforeLast) ? unitsFrom(now, unit, -2) : null
}

const UNITS = ['minutes', 'hours', 'days', 'weeks', 'months', 'years'] as const

/** "two weeks ago", "in 3 days", "last month": a number, a unit and a direction, in any order. */
function counted(text: string, context: WhenContext): Found | null {
  const { vocabulary, now } = context
  const unit = UNITS.find((each) => hasAny(text, vocabulary[each]))
  if (unit === undefined) return null
  const one = hasAny(text, vocabulary.last) ? -1 : hasAny(text, vocabulary.next) ? 1 : null
  const sign = hasAny(text, vocabulary.ago) ? -1 : hasAny(text, vocabulary.ahead) ? 1 : null
  const isFew = hasAny(text, vocabulary.few)
  const number = numberIn(text, vocabulary)
  // "A few" has a one before it.
  const count = isFew && (number ?? 1) === 1 ? FEW : number
  const by = sign !== null && count !== null ? sign * count : one
  if (by === null) return null
  const found = unitsFrom(now, unit, by)
  return { ...found, about: found.about || isFew }
}

/** What "a few" may be taken for. */
const FEW = 3

function unitsFrom(now: Date, unit: (typeof UNITS)[number], by: number): Found {
  if (unit === 'minutes' || unit === 'hours') {
    const moment = new Date(now.getTime() + by * (unit === 'hours' ? 3_600_000 : 60_000))
    return { date: dayOf(moment), time: `${pad(moment.getHours())}:${pad(moment.getMinutes())}`, about: true }
  }
  if (unit === 'days') return { date: shifted(now, by), about: false }
  if (unit === 'weeks') return { date: shifted(now, by * 7), about: true }
  const month = now.getMonth() + (unit === 'months' ? by : 0)
  const first = new Date(now.getFullYear() + (unit === 'years' ? by : 0), month, 1)
  return { date: dayOf(first).slice(0, unit === 'years' ? 4 : 7), about: false }
}

function numberIn(text: string, { numbers }: WhenVocabulary): number | null {
  const digits = /(?:^|\s)(\d{1,3})(?=\s|$)/.exec(text)?.[1]
  if (digits !== undefined) return Number(digits)
  // "A" stands before other numbers too: "a few days ago", "a couple of weeks ago".
  const at = numbers.findLastIndex((forms) => hasAny(text, forms.split('/')))
  return at < 0 ? null : at + 1
}

/** 2026-05-03, 3/5/2026 in the person's own order, 3.5., 5/2026, and a year alone. */
function numeric(text: string, { locales, now, toward }: WhenContext): Found | null {
  const iso = /(?:^|\s)(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?=\s|$)/.exec(text)
  if (iso !== null) return { date: [iso[1], ...iso.slice(2).flatMap((part) => (part ? [pad(Number(part))] : []))].join('-'), about: false }
  const parts = /(?:^|\s)(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?\.?(?=\s|$)/.exec(text)
  // "3-12 May" has two days of May, and no December.
  const isOfMonth = parts?.[3] === undefined && parts?.[0].includes('-') === true && monthIn(text, monthsOf(locales)) > 0
  if (parts !== null && !isOfMonth) {
    const isMonthFirst = monthFirst(locales[0])
    const [day, month] = isMonthFirst ? [Number(parts[2]), Number(parts[1])] : [Number(parts[1]), Number(parts[2])]
    const year = parts[3] === undefined ? nearYear(month, day, now, toward) : Number(parts[3])
    return { date: `${pad(year, 4)}-${pad(month)}-${pad(day)}`, about: false }
  }
  const monthYear = /(?:^|\s)(\d{1,2})[/.](\d{4})(?=\s|$)/.exec(text)
  if (monthYear !== null) return { date: `${monthYear[2]}-${pad(Number(monthYear[1]))}`, about: false }
  const year = /^(?:\D*\s)?(\d{4})$/.exec(text)
  return year !== null && !/\p{L}{3}/u.test(text) ? yearOnly(Number(year[1])) : null
}

const yearOnly = (year: number): Found | null => (year >= YEAR_MIN && year <= YEAR_MAX ? { date: String(year), about: false } : null)

/** A month or a day of the week by its name. */
function named(text: string, context: WhenContext): Found | null {
  const { locales, now, toward } = context
  const months = monthsOf(locales)
  const month = monthIn(text, months)
  if (month > 0) {
    const short = shortYear(text, months[month - 1] ?? [])
    const year = short?.year ?? /(?:^|\s)(\d{4})(?=\s|$)/.exec(text)?.[1]
    const [day, other] = daysIn(short?.rest ?? text)
    const known = year === undefined ? nearYear(month, day ?? null, now, toward) : Number(year)
    // Of "between 3 and 5 May" the first is kept, and that it is not exact.
    return { date: [pad(known, 4), pad(month), ...(day === undefined ? [] : [pad(day)])].join('-'), about: other !== undefined }
  }
  const weekday = weekdaysOf(locales).findIndex((names) => hasAny(text, names))
  if (weekday < 0) return null
  const back = (now.getDay() - weekday + 7) % 7 || 7
  return { date: shifted(now, toward === 'past' ? -back : 7 - (back % 7)), about: false }
}

/** The month that a text names, from 1 on; 0 where it names none. */
const monthIn = (text: string, months: readonly (readonly string[])[]): number =>
  1 + months.findIndex((names) => hasAny(text.replace(/\./g, ''), names))

/** The days of a month that a text names. */
const daysIn = (text: string): number[] =>
  [...text.replace(/(\d)[-–](?=\d)/g, '$1 ').matchAll(/(?:^|\s)(\d{1,2})(?:st|nd|rd|th|er|e|\.|º)?(?=\s|$)/g)].map(([, digits]) =>
    Number(digits),
  )

/** A year of two digits at the end, of the century that an import takes too, and what stands before it: behind an apostrophe, or behind a day and its month. */
function shortYear(text: string, month: readonly string[]): { year: string; rest: string } | null {
  const [, rest = '', mark, digits] = /^(.*)\s(['’])?(\d{2})$/.exec(text) ?? []
  if (digits === undefined) return null
  const before = rest.replace(/\.|\s(?:of|de|del)$/g, '')
  const isBehind =
    daysIn(rest).length > 0 && (/(?:^|\s)\d{1,2}(?:st|nd|rd|th|er|e|º)?$/.test(before) || month.some((name) => before.endsWith(name)))
  return mark === undefined && !isBehind ? null : { year: String(Number(digits) + (Number(digits) < 70 ? 2000 : 1900)), rest }
}

/** The year in which a day or a month lies nearest, before now or after. */
function nearYear(month: number, day: number | null, now: Date, toward: 'past' | 'future'): number {
  const here = (now.getMonth() + 1) * 100 + (day === null ? 0 : now.getDate())
  const there = month * 100 + (day ?? 0)
  if (toward === 'past') return now.getFullYear() - (there > here ? 1 : 0)
  return now.getFullYear() + (there < here ? 1 : 0)
}

const names = (locale: string, options: Intl.DateTimeFormatOptions, days: readonly Date[]): string[] => {
  const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
  return days.map((day) => fold(format.format(day)).replace(/\./g, ''))
}

const MONTHS = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2026, month, 1)))
/** From a Sunday on. */
const WEEKDAYS = Array.from({ length: 7 }, (_, day) => new Date(Date.UTC(2026, 1, 1 + day)))

/** By month, its names long and short. */
function monthsOf(locales: readonly string[]): string[][] {
  const all = locales.flatMap((locale) => [
    names(locale, { month: 'long' }, MONTHS),
    names(locale, { month: 'short' }, MONTHS),
    // As it is called within a date, where a language bends it.
    names(locale, { month: 'long', day: 'numeric' }, MONTHS).map((words) =>
      words
        .replace(/(^|\s)1(er|º|st)?(\s|$)/, ' ')
        .replace(/^\s*de\s/, '')
        .trim(),
    ),
  ])
  return MONTHS.map((_, month) => all.flatMap((list) => list[month] ?? []))
}

function weekdaysOf(locales: readonly string[]): string[][] {
  const all = locales.flatMap((locale) => [names(locale, { weekday: 'long' }, WEEKDAYS), names(locale, { weekday: 'short' }, WEEKDAYS)])
  return WEEKDAYS.map((_, day) => all.flatMap((list) => list[day] ?? []))
}

const monthFirst = (locale = 'en'): boolean => {
  const order = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'numeric' }).formatToParts(new Date(0)).map(({ type }) => type)
  return order.indexOf('month') < order.indexOf('day')
}
