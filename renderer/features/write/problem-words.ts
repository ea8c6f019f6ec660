import { useLingui } from '@lingui/react/macro'
import { YEAR_MAX, YEAR_MIN } from '../../../core/engine/contract/limits.ts'
import type { Problem } from './typed-values.ts'

/** Says what to change about a field. `length` and `limit`: of what is too long, in characters; `limit` of a number, the highest. */
export function useProblemWords(): (problem: Problem, length?: number, limit?: number) => string {
  const { t, i18n } = useLingui()
  return (problem, length = 0, limit = 0) => {
    switch (problem) {
      case 'missing':
        return t`Write a few words about what happened.`
      case 'too-long': {
        const [characters, most] = [i18n.number(length), i18n.number(limit)]
        return t`This is ${characters} characters long, and at most ${most} can be saved. It is kept here: make it shorter, or put the rest in a second incident.`
      }
      case 'no-count': {
        const most = i18n.number(limit)
        return t`Write a number, from 0 to ${most}.`
      }
      case 'no-words':
        return t`Parasol finds no date in these words. Write one like 3 May 2026, or put your words into the story and leave this empty.`
      case 'year-missing':
        return t`Add the year, or leave the whole date empty.`
      case 'year-range':
        return t`Write the year with four digits, from ${YEAR_MIN} to ${YEAR_MAX}.`
      case 'month-missing':
        return t`Add the month, or take away the day.`
      case 'no-such-day':
        return t`There is no such day. Check the day and the month.`
      case 'not-a-number':
        return t`Write day, month and year as numbers, for example 24, 11 and 2026.`
      case 'time':
        return t`Write the time like 23:10.`
      case 'time-needs-day':
        return t`A time needs the whole date. Add day, month and year, or take away the time.`
    }
  }
}
