import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import type { WhenVocabulary } from '../features/write/when-words.ts'

/** Words that people type for dates. Each message is a list with commas; a translator writes all that people say, in small letters or not. */
const WORDS: Record<keyof WhenVocabulary, MessageDescriptor> = {
  today: msg({ message: 'today, tonight, this morning, this evening, this afternoon, just now', comment: 'Typed dates: today' }),
  yesterday: msg({ message: 'yesterday', comment: 'Typed dates: the day before today' }),
  dayBefore: msg({ message: 'day before yesterday, two nights ago', comment: 'Typed dates: two days before today' }),
  lastNight: msg({ message: 'last night, yesterday night', comment: 'Typed dates: the night before today' }),
  tomorrow: msg({ message: 'tomorrow', comment: 'Typed dates: the day after today' }),
  ago: msg({ message: 'ago, back, before', comment: 'Typed dates: as in "two weeks ago"' }),
  ahead: msg({ message: 'in, from now', comment: 'Typed dates: as in "in two weeks"' }),
  last: msg({ message: 'last, past', comment: 'Typed dates: as in "last week"' }),
  beforeLast: msg({ message: 'before last', comment: 'Typed dates: as in "the week before last"' }),
  next: msg({ message: 'next', comment: 'Typed dates: as in "next week"' }),
  about: msg({ message: 'about, around, maybe, perhaps, probably, roughly, some time, sometime', comment: 'Typed dates: not exactly' }),
  numbers: msg({
    message: 'one/a/an, two/couple, three, four, five, six, seven, eight, nine, ten, eleven, twelve',
    comment: 'Typed dates: numbers from one on, in order; other forms of the same number behind a /',
  }),
  few: msg({ message: 'few, couple, several', comment: 'Typed dates: a number that nobody counted, as in "a few days ago"' }),
  minutes: msg({ message: 'minute, minutes', comment: 'Typed dates: as in "20 minutes ago"' }),
  hours: msg({ message: 'hour, hours', comment: 'Typed dates: as in "two hours ago"' }),
  days: msg({ message: 'day, days, night, nights', comment: 'Typed dates: as in "two days ago"' }),
  weeks: msg({ message: 'week, weeks', comment: 'Typed dates: as in "two weeks ago"' }),
  months: msg({ message: 'month, months', comment: 'Typed dates: as in "two months ago"' }),
  years: msg({ message: 'year, years', comment: 'Typed dates: as in "two years ago"' }),
}

/** The words of the person's language for dates that are typed. */
export function useWhenVocabulary(): WhenVocabulary {
  const { i18n } = useLingui()
  const lists = Object.entries(WORDS).map(([name, words]) => [
    name,
    i18n
      ._(words)
      .split(',')
      .map((word) => word.trim()),
  ])
  return Object.fromEntries(lists) as WhenVocabulary
}
