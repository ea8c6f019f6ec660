import type { DraftFields, Filters } from '../../../core/engine/contract/index.ts'
import { LIMITS } from '../../../core/engine/contract/limits.ts'
import { partsOf } from '../../i18n/when.ts'
import { readDate } from './typed-values.ts'

export type Search = Partial<Filters> & { limit: number }

/** Days around the day in which the same event may have been written down. */
const NEAR_DAYS = 3
const ASKED = 12
/** Fewer words of a title say too little. */
const WORDS_MIN = 2
const LETTERS_MIN = 4

/** Where to look for an incident that may be the same: one of that area in those days (kindsFit says of which kinds), and one with the same words in it. */
export function likeness(fields: DraftFields): [near: Search | null, words: Search | null] {
  const area = fields.area.trim()
  const days = daysAround(fields)
  const near = area === '' || area.length > LIMITS.area || days === null ? null : { area, ...days, limit: ASKED }
  const words = fields.title.split(/\s+/).filter((word) => word.length >= LETTERS_MIN)
  const text = words.join(' ').slice(0, LIMITS.searchText)
  return [near, words.length < WORDS_MIN ? null : { text, ...(days ?? {}), limit: ASKED }]
}

function daysAround(fields: DraftFields): { from: string; to: string } | null {
  const read = readDate(fields)
  const when = 'when' in read ? read.when : null
  if (when === null) return null
  const { year, month, day } = partsOf(when.date)
  if (month === null) return null
  const spread = when.about ? NEAR_DAYS * 3 : NEAR_DAYS
  const [first, last] = day === null ? [1, new Date(Date.UTC(year, month, 0)).getUTCDate()] : [day - spread, day + spread]
  const at = (date: number): string => new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10)
  return { from: at(first), to: at(last) }
}

/** Whether two incidents may be of one kind: they share one, or one of them names none. */
export const kindsFit = (ours: readonly string[], theirs: readonly string[]): boolean =>
  ours.length === 0 || theirs.length === 0 || ours.some((slug) => theirs.includes(slug))
