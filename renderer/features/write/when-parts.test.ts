import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { partialDateSchema } from '../../../core/engine/contract/incident.ts'
import { dayAgo, isToCome, joinWhen, readTime, readWhen, splitWhen } from './when-parts.ts'

describe('readWhen', () => {
  it('takes a date as far as it is known', () => {
    expect(readWhen('', '', false)).toEqual({ when: null })
    expect(readWhen('2026--', '', true)).toEqual({ when: { date: '2026', about: true } })
    expect(readWhen('2026-3-', '', false)).toEqual({ when: { date: '2026-03', about: false } })
    expect(readWhen('2026-3-4', '2310', false)).toEqual({ when: { date: '2026-03-04', time: '23:10', about: false } })
    expect(readWhen('2024-2-29', '', false)).toEqual({ when: { date: '2024-02-29', about: false } })
  })

  it('says what is wrong with any other', () => {
    expect(readWhen('-3-4', '', false)).toEqual({ problem: 'year-missing' })
    expect(readWhen('1-3-4', '', false)).toEqual({ problem: 'year-range' })
    expect(readWhen('9999-3-4', '', false)).toEqual({ problem: 'year-range' })
    expect(readWhen('2026--4', '', false)).toEqual({ problem: 'month-missing' })
    expect(readWhen('2026-13-', '', false)).toEqual({ problem: 'no-such-day' })
    expect(readWhen('2026-2-29', '', false)).toEqual({ problem: 'no-such-day' })
    expect(readWhen('2026-0-1', '', false)).toEqual({ problem: 'no-such-day' })
    expect(readWhen('2026-May-1', '', false)).toEqual({ problem: 'not-a-number' })
    expect(readWhen('2026-5-1', 'late', false)).toEqual({ problem: 'time' })
    expect(readWhen('2026-5-', '23:10', false)).toEqual({ problem: 'time-needs-day' })
    expect(readWhen('', '23:10', false)).toEqual({ problem: 'time-needs-day' })
  })

  it('never gives a date that the engine would refuse', () => {
    const part = fc.oneof(fc.string({ maxLength: 5 }), fc.nat(3000).map(String))
    fc.assert(
      fc.property(part, part, part, fc.string({ maxLength: 6 }), (year, month, day, time) => {
        const read = readWhen(joinWhen({ year, month, day }), time, false)
        if ('when' in read && read.when !== null) expect(partialDateSchema.safeParse(read.when).success).toBe(true)
      }),
    )
  })
})

describe('a date in a draft', () => {
  it('comes back as it was typed', () => {
    const part = fc.string({ maxLength: 8 }).map((text) => text.replaceAll('-', ''))
    fc.assert(
      fc.property(part, part, part, (year, month, day) => {
        expect(splitWhen(joinWhen({ year, month, day }))).toEqual({ year, month, day })
      }),
    )
  })

  it('knows today and yesterday over the turn of a year', () => {
    const now = new Date(2026, 0, 1, 0, 5)
    expect(dayAgo(0, now)).toBe('2026-1-1')
    expect(dayAgo(1, now)).toBe('2025-12-31')
  })
})

describe('isToCome', () => {
  it('is said of a date of which no day has come, and of nothing that is no date yet', () => {
    const now = new Date(2026, 10, 30, 9)
    for (const date of ['2026-12-1', '2026-12-', '2027--', '2027-5-1']) expect(isToCome(date, now)).toBe(true)
    for (const date of ['', '2026-11-30', '2026-11-', '2026--', '2025-12-31', '2026-13-1', '20277--', '-12-1'])
      expect(isToCome(date, now)).toBe(false)
  })
})

describe('readTime', () => {
  it('takes a time as people write it', () => {
    for (const typed of ['9:05', '09:05', '9.05', '905', '0905', '9h05', ' 9 05 ']) expect(readTime(typed)).toBe('09:05')
    for (const typed of ['23', '23h', '2300', '23.00', '11pm', '11 PM', '11:00 p.m.', '11.00pm']) expect(readTime(typed)).toBe('23:00')
    for (const typed of ['9', '9am', '9h']) expect(readTime(typed)).toBe('09:00')
    expect(readTime('12am')).toBe('00:00')
    expect(readTime('12:30 pm')).toBe('12:30')
    for (const typed of ['24:00', '24', '9:60', '13pm', '0am', '123456', 'nine', 'pm', '']) expect(readTime(typed)).toBeNull()
  })
})
