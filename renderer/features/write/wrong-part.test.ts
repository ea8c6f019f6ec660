import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readWhen, splitWhen } from './when-parts.ts'
import { wrongPart } from './wrong-part.ts'

const wrongIn = (date: string, time = ''): string | null => {
  const read = readWhen(date, time, false)
  return 'problem' in read ? wrongPart(read.problem, splitWhen(date)) : null
}

describe('wrongPart', () => {
  it('names the field to change', () => {
    expect(wrongIn('-3-4')).toBe('year')
    expect(wrongIn('1-3-4')).toBe('year')
    expect(wrongIn('2026--4')).toBe('month')
    expect(wrongIn('2026-13-')).toBe('month')
    expect(wrongIn('2026-2-30')).toBe('day')
    expect(wrongIn('2026-May-1')).toBe('month')
    expect(wrongIn('2026-5-1st')).toBe('day')
    expect(wrongIn('2026-5-1', 'late')).toBe('time')
    expect(wrongIn('2026-5-', '23:10')).toBe('day')
    expect(wrongIn('', '23:10')).toBe('year')
    expect(wrongPart('no-words', splitWhen(''))).toBe('words')
  })

  it('names none that is right already: with another value there, and the rest as it is, the date can be read or another field is wrong', () => {
    const part = fc.oneof(fc.constant(''), fc.constant('May'), fc.nat(40).map(String), fc.constant('2026'))
    fc.assert(
      fc.property(part, part, part, (year, month, day) => {
        const date = `${year}-${month}-${day}`
        const wrong = wrongIn(date)
        if (wrong === null) return
        const fixed = { year: '2026', month: '5', day: '1' }
        const parts = { ...splitWhen(date), [wrong]: fixed[wrong as keyof typeof fixed] }
        expect(wrongIn(`${parts.year}-${parts.month}-${parts.day}`)).not.toBe(wrong)
      }),
    )
  })
})
