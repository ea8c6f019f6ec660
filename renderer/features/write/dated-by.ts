import type { PartialDate, TypedDate } from '../../../core/engine/contract/index.ts'
import { NO_DATE, typedDate } from './typed-values.ts'

export type Reads = (words: string) => PartialDate | null

/** A date with other words for it. What was read from the words before goes with them; what was typed into the fields themselves stays. */
export function datedBy(before: TypedDate, words: string, reads: Reads): TypedDate {
  const when = reads(words)
  if (when !== null) return typedDate(when, words)
  const old = reads(before.words)
  const isFromWords = old !== null && old.date === before.date && (old.time ?? '') === before.time && old.about === before.about
  return isFromWords ? { ...NO_DATE, words } : { ...before, words }
}
