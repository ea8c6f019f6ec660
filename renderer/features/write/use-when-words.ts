import { useLingui } from '@lingui/react'
import type { TypedDate } from '../../../core/engine/contract/index.ts'
import { dateLocale } from '../../i18n/when.ts'
import { useWhenVocabulary } from '../../i18n/when-vocabulary.ts'
import { datedBy, type Reads } from './dated-by.ts'
import { readWords } from './when-words.ts'

/** Takes what a person has typed of a date in her own words. `toward`: what is meant of a day that was, or one to come. */
export function useWhenWords(toward: 'past' | 'future' = 'past'): (before: TypedDate, words: string) => TypedDate {
  const { i18n } = useLingui()
  const vocabulary = useWhenVocabulary()
  const locales = [...new Set([dateLocale(i18n.locale), i18n.locale])]
  const reads: Reads = (words) => readWords(words, { vocabulary, locales, now: new Date(), toward })
  return (before, words) => datedBy(before, words, reads)
}
