/** What a number format shows of a moment. */
export interface DateParts {
  year: boolean
  month: boolean
  day: boolean
  time: boolean
  /** Hours, minutes or seconds are counted on past the day: it is a length of time. */
  elapsed: boolean
}

const DAY_SECONDS = 86_400
/** 31 December 9999 in the system of 1900. */
const LAST_DAY = 2_958_465
/** What day 0 of the system of 1904 is in that of 1900. */
const SHIFT_1904 = 1_462
/** The day that the system of 1900 has and no calendar: 29 February 1900. */
const FALSE_DAY = 60

/**
 * A moment as spreadsheets count them, in days, in the words of ISO 8601: `2020-06-01`, with ` 21:30` or ` 21:30:15` where it has a time of day or its format
 * shows one, `21:30` for a time alone, `36:00` for a length of time. A format without a day shows the month, or the year, where that is all there is.
 * Null for what is no moment.
 */
export function momentText(value: number, parts: DateParts, from1904: boolean): string | null {
  if (!Number.isFinite(value) || value < 0 || value > LAST_DAY) return null
  if (parts.elapsed) return clockText(Math.round(value * DAY_SECONDS))
  let days = Math.floor(value)
  let seconds = Math.round((value - days) * DAY_SECONDS)
  if (seconds === DAY_SECONDS) {
    days++
    seconds = 0
  }
  const isClock = !parts.year && !parts.month && !parts.day
  if (days === 0 && (isClock || (!from1904 && seconds > 0))) return clockText(seconds)
  if (days === 0 && !from1904) return parts.time ? clockText(0) : null
  const date = dateText(from1904 ? days + SHIFT_1904 : days)
  if (seconds > 0 || parts.time) return `${date} ${clockText(seconds)}`
  if (!parts.day && parts.year && date.endsWith('-01')) {
    if (parts.month) return date.slice(0, 7)
    if (date.endsWith('-01-01')) return date.slice(0, 4)
  }
  return date
}

function clockText(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`
  return seconds % 60 === 0 ? text : `${text}:${two(seconds % 60)}`
}

/** A day of the system of 1900, which began a day too early for what comes after the false day. */
function dateText(days: number): string {
  if (days === FALSE_DAY) return '1900-02-29'
  const fromUnix = days - 25_569 + (days < FALSE_DAY ? 1 : 0)
  return new Date(fromUnix * DAY_SECONDS * 1000).toISOString().slice(0, 10)
}
