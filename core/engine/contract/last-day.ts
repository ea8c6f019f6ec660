/** How many days a month has (1 to 12), Gregorian. */
export function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
}

const two = (n: number): string => String(n).padStart(2, '0')
const dayWords = (year: number, month: number, day: number): string => `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`

/** The day (`YYYY-MM-DD`) on which a moment (ms since 1970) is where this computer is. */
export function localDay(ms: number): string {
  const at = new Date(ms)
  return dayWords(at.getFullYear(), at.getMonth() + 1, at.getDate())
}

/** The first day (`YYYY-MM-DD`) that a date of the contract can mean. */
export function firstDayOf(date: string): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  return dayWords(year, month, day)
}

/** The last day (`YYYY-MM-DD`) that a date of the contract can mean: nothing is late before it is over. */
export function lastDayOf(date: string): string {
  const [year = 0, month = 12, day] = date.split('-').map(Number)
  return dayWords(year, month, day ?? daysIn(year, month))
}
