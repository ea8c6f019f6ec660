import type { Problem } from './typed-values.ts'
import type { WhenParts } from './when-parts.ts'

const PARTS = ['year', 'month', 'day'] as const

/** Which of the fields for a date is to be changed, so that what is wrong with it no longer is. */
export function wrongPart(problem: Problem, parts: WhenParts): keyof WhenParts | 'words' | 'time' {
  switch (problem) {
    case 'time':
      return 'time'
    case 'year-missing':
    case 'year-range':
      return 'year'
    case 'month-missing':
      return 'month'
    case 'no-such-day':
      return Number(parts.month) >= 1 && Number(parts.month) <= 12 ? 'day' : 'month'
    case 'time-needs-day':
      return PARTS.find((part) => parts[part].trim() === '') ?? 'day'
    case 'not-a-number':
      return PARTS.find((part) => !/^\d{0,4}$/.test(parts[part].trim())) ?? 'year'
    default:
      return 'words'
  }
}
