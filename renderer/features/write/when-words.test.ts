import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readWhen } from './when-parts.ts'
import { readWords, type WhenContext, type WhenVocabulary } from './when-words.ts'

const english: WhenVocabulary = {
  today: ['today', 'this morning'],
  yesterday: ['yesterday'],
  dayBefore: ['day before yesterday'],
  lastNight: ['last night'],
  tomorrow: ['tomorrow'],
  ago: ['ago'],
  ahead: ['in'],
  last: ['last'],
  beforeLast: ['before last'],
  next: ['next'],
  about: ['about', 'around'],
  numbers: ['one/a/an', 'two/couple', 'three'],
  few: ['few', 'couple', 'several'],
  minutes: ['minute', 'minutes'],
  hours: ['hour', 'hours'],
  days: ['day', 'days'],
  weeks: ['week', 'weeks'],
  months: ['month', 'months'],
  years: ['year', 'years'],
}
/** A Sunday. */
const NOW = new Date(2026, 10, 29, 2, 15)
const context: WhenContext = { vocabulary: english, locales: ['en-GB'], now: NOW, toward: 'past' }
const read = (text: string, changes: Partial<WhenContext> = {}) => {
  const when = readWords(text, { ...context, ...changes })
  return when && `${when.about ? 'about ' : ''}${when.date}${when.time === undefined ? '' : ` ${when.time}`}`
}

describe('a date in words', () => {
  it.each([
    ['today', '2026-11-29'],
    ['This morning at 9:05', '2026-11-29 09:05'],
    ['yesterday, 11 pm', '2026-11-28 23:00'],
    ['Yesterday 23h10', '2026-11-28 23:10'],
    ['the day before yesterday', '2026-11-27'],
    ['last night', 'about 2026-11-28'],
    ['about two weeks ago', 'about 2026-11-15'],
    ['two weeks ago', 'about 2026-11-15'],
    ['10 days ago', '2026-11-19'],
    ['around 10 days ago', 'about 2026-11-19'],
    ['a month ago', '2026-10'],
    ['a day ago', '2026-11-28'],
    ['a few days ago', 'about 2026-11-26'],
    ['several months ago', 'about 2026-08'],
    ['a couple of days ago', 'about 2026-11-27'],
    ['an hour ago', 'about 2026-11-29 01:15'],
    ['about three hours ago', 'about 2026-11-28 23:15'],
    ['20 minutes ago', 'about 2026-11-29 01:55'],
    ['a couple of weeks ago', 'about 2026-11-15'],
    ['between 3 and 5 May', 'about 2026-05-03'],
    ['3 or 4 May 2024, 11 pm', 'about 2024-05-03 23:00'],
    ['last month', '2026-10'],
    ['last week', 'about 2026-11-22'],
    ['the week before last', 'about 2026-11-15'],
    ['month before last', '2026-09'],
    ['year before last', '2024'],
    ['3 years ago', '2023'],
    ['3 May', '2026-05-03'],
    ['3rd of May 2024', '2024-05-03'],
    ['May 3', '2026-05-03'],
    ['3 dec', '2025-12-03'],
    ['march', '2026-03'],
    ['december', '2025-12'],
    ['March 2024', '2024-03'],
    ['3 May 24', '2024-05-03'],
    ['12 June, 25', '2025-06-12'],
    ["3rd of May '24", '2024-05-03'],
    ['May 3, 24', '2024-05-03'],
    ["May '24", '2024-05'],
    ['4 June 98 23:10', '1998-06-04 23:10'],
    ['May 24', '2026-05-24'],
    ['3-12 May', 'about 2026-05-03'],
    ['May 3–12, 2024', 'about 2024-05-03'],
    ['3-5 May 24', 'about 2024-05-03'],
    ['3-12', '2025-12-03'],
    ['3 May at 10', 'about 2026-05-03'],
    ['3 May 2024 10', 'about 2024-05-03'],
    ['on Friday', '2026-11-27'],
    ['sunday', '2026-11-22'],
    ['last friday', '2026-11-27'],
    ['2024', '2024'],
    ['3/5/2025', '2025-05-03'],
    ['3.5.', '2026-05-03'],
    ['5/2025', '2025-05'],
    ['2025-05-03', '2025-05-03'],
  ])('%s', (text, date) => expect(read(text)).toBe(date))

  it.each(['', 'at night', 'some time', '31 February', '45 May', '13:61', 'raid 7', 'weeks'])('is not in "%s"', (text) =>
    expect(read(text)).toBeNull(),
  )

  it('is one to come where that is asked for', () => {
    const future = { toward: 'future' } as const
    expect(read('3 May', future)).toBe('2027-05-03')
    expect(read('3 December', future)).toBe('2026-12-03')
    expect(read('in two weeks', future)).toBe('about 2026-12-13')
    expect(read('tomorrow', future)).toBe('2026-11-30')
    expect(read('next week', future)).toBe('about 2026-12-06')
    expect(read('friday', future)).toBe('2026-12-04')
    expect(read('sunday', future)).toBe('2026-12-06')
  })

  it('is in the order of its country, and in words of other languages', () => {
    expect(read('3/5/2025', { locales: ['en-US'] })).toBe('2025-03-05')
    const french = { ...english, ago: ['il y a'], numbers: ['un/une', 'deux'], weeks: ['semaine', 'semaines'], yesterday: ['hier'] }
    const there = { vocabulary: french, locales: ['fr'] }
    expect(read('il y a deux semaines', there)).toBe('about 2026-11-15')
    expect(read('Hier, 23h10', there)).toBe('2026-11-28 23:10')
    expect(read('1er août', there)).toBe('2026-08-01')
    expect(
      read('wiki mbili zilizopita', { vocabulary: { ...english, ago: ['zilizopita'], numbers: ['moja', 'mbili'], weeks: ['wiki'] } }),
    ).toBe('about 2026-11-15')
  })

  it('is none or one that can be saved, whatever is typed', () => {
    const pieces = fc.constantFrom(
      '3',
      '31',
      '2026',
      'may',
      'feb',
      'ago',
      'weeks',
      'last',
      'friday',
      '/',
      '-',
      '.',
      ':',
      '11 pm',
      'é',
      '  ',
      '0',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((list) => list.join(' ')),
          fc.array(pieces).map((list) => list.join('')),
        ),
        (text) => {
          const when = readWords(text, context)
          if (when !== null) expect(readWhen(when.date, when.time ?? '', when.about)).toEqual({ when })
        },
      ),
    )
  })
})
