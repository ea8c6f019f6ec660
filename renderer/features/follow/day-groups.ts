import type { Due } from '../../../core/engine/contract/index.ts'

/** `named`: a name that somebody outside has and is not to know any more. */
export type DayGroup = 'named' | 'late' | 'today' | 'week' | 'later' | 'undated'

const DAYS_OF_A_WEEK = 7

/** A day of this computer's calendar, so many days ahead, as `YYYY-MM-DD`. */
export function dayAhead(days: number, now = new Date()): string {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days)
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${String(day.getFullYear()).padStart(4, '0')}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}

export const today = (now = new Date()): string => dayAhead(0, now)

/** Where something stands that is due on a day (`YYYY-MM-DD`, null: no day was said). "This week" are the seven days after today. */
export function groupOf(day: string | null, now = new Date()): Exclude<DayGroup, 'named'> {
  if (day === null) return 'undated'
  if (day < today(now)) return 'late'
  if (day === today(now)) return 'today'
  return day <= dayAhead(DAYS_OF_A_WEEK, now) ? 'week' : 'later'
}

/** What waits, names first, then put together by day, in the order in which it came. Groups of nothing are left out. */
export function byDay(rows: readonly Due[], now = new Date()): { group: DayGroup; rows: Due[] }[] {
  const groups = Map.groupBy(rows, ({ why, day }): DayGroup => (why === 'name' ? 'named' : groupOf(day, now)))
  return (['named', 'late', 'today', 'week', 'later', 'undated'] as const).flatMap((group) => {
    const found = groups.get(group)
    return found === undefined ? [] : [{ group, rows: found }]
  })
}
