import type { TypedDate } from '../../../core/engine/contract/index.ts'
import { customs } from '../../i18n/language.ts'
import { useWhenVocabulary } from '../../i18n/when-vocabulary.ts'
import { datedBy, type Reads } from './dated-by.ts'
import { readWords } from './when-words.ts'

/** Takes what a person has typed of a date in her own words. `toward`: what is meant of a day that was, or one to come. */
export function useWhenWords(toward: 'past' | 'future' = 'past'): (before: TypedDate, words: string) => TypedDate {
  const vocabulary = useWhenVocabulary()
  const reads: Reads = (words) => readWords(words, { vocabulary, locales: [customs()], now: new Date(), toward })
  return (before, words) => datedBy(before, words, reads)
}
