import { describe, expect, it } from 'vitest'
import { dateOrder, dayOnly, exactWords, fullDay, liesAhead, momentWords, partialWords } from './when.ts'

const NOW = new Date(2026, 10, 24, 2, 5)
const at = (...parts: [number, number, number, number, number]): string => new Date(...parts).toISOString()

describe('momentWords', () => {
  it('says days near by as people do', () => {
    expect(momentWords(at(2026, 10, 24, 1, 0), NOW, 'en-GB')).toBe('today, 01:00')
    expect(momentWords(at(2026, 10, 23, 23, 10), NOW, 'en-GB')).toBe('yesterday, 23:10')
    expect(momentWords(at(2026, 10, 25, 0, 30), NOW, 'en-GB')).toBe('tomorrow, 00:30')
  })

  it('names other days, and the year only when it is another one', () => {
    expect(momentWords(at(2026, 10, 20, 9, 5), NOW, 'en-GB')).toBe('20 November, 09:05')
    expect(momentWords(at(2025, 2, 4, 9, 5), NOW, 'en-GB')).toBe('4 March 2025, 09:05')
    expect(momentWords(at(2026, 10, 20, 9, 5), NOW, 'en-US')).toBe('November 20, 09:05')
  })

  it('shows what is no moment as it is, instead of failing', () => {
    expect(momentWords('soon', NOW, 'en-GB')).toBe('soon')
    expect(exactWords('soon', 'en-GB')).toBe('soon')
  })
})

describe('dayOnly', () => {
  it('says a day alone, near by as people do', () => {
    const days = ['2026-11-24', '2026-11-23', '2026-11-30', '2025-03-04']
    expect(days.map((day) => dayOnly(day, NOW, 'en-GB'))).toEqual(['today', 'yesterday', '30 November', '4 March 2025'])
  })
})

describe('liesAhead', () => {
  it('is so where no zone of the earth could explain it', () => {
    expect(liesAhead(at(2026, 10, 25, 2, 0), NOW)).toBe(false)
    expect(liesAhead(at(2026, 10, 25, 2, 6), NOW)).toBe(true)
    expect(liesAhead('soon', NOW)).toBe(false)
  })
})

describe('exactWords', () => {
  it('counts the hours as the shorter words do, in every order of day and month', () => {
    expect(exactWords(at(2026, 10, 20, 15, 5), 'en-US')).toContain('15:05:00')
    expect(exactWords(at(2026, 10, 20, 15, 5), 'en-GB')).toContain('15:05:00')
  })
})

describe('partialWords', () => {
  it('says no more than is known', () => {
    expect(partialWords({ date: '2026', about: false }, 'en-GB')).toBe('2026')
    expect(partialWords({ date: '2026-11', about: false }, 'en-GB')).toBe('November 2026')
    expect(partialWords({ date: '2026-11-01', about: false }, 'en-GB')).toBe('1 November 2026')
    expect(partialWords({ date: '2026-11-01', time: '23:10', about: true }, 'en-GB')).toBe('1 November 2026, 23:10')
  })
})

describe('fullDay', () => {
  it('says a day with its name, in the order and words of the language, and nothing before it is a day', () => {
    expect(fullDay('2026-05-03', 'en-GB')).toMatch(/^Sunday,? 3 May 2026$/)
    expect(fullDay('2026-05-03', 'es')).toBe('domingo, 3 de mayo de 2026')
    expect(['', '2026-05', '0020-05-03'].map((day) => fullDay(day))).toEqual(['', '', ''])
  })
})

describe('dateOrder', () => {
  it('is that of the person’s region', () => {
    expect(dateOrder('en-GB')).toEqual(['day', 'month', 'year'])
    expect(dateOrder('en-US')).toEqual(['month', 'day', 'year'])
  })
})
