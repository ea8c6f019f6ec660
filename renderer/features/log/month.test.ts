import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isSame, NO_FILTERS } from './log-state.tsx'
import { monthOf } from './month.ts'

it('a month goes from its first day to its last, whatever day of it is asked for', () => {
  expect(monthOf(new Date(2026, 1, 25))).toEqual({ from: '2026-02-01', to: '2026-02-28' })
  expect(monthOf(new Date(2024, 1, 29, 23, 59))).toEqual({ from: '2024-02-01', to: '2024-02-29' })
  expect(monthOf(new Date(2026, 11, 31))).toEqual({ from: '2026-12-01', to: '2026-12-31' })
  fc.assert(
    fc.property(fc.integer({ min: 1900, max: 2200 }), fc.nat(11), fc.integer({ min: 1, max: 28 }), (year, month, day) => {
      const { from, to } = monthOf(new Date(year, month, day))
      expect(new Date(`${to}T12:00Z`).getTime() + 86_400_000).toBe(Date.UTC(year, month + 1, 1, 12))
      expect(from.slice(0, 7)).toBe(to.slice(0, 7))
    }),
  )
})

it('filters are the same whatever the order of what they name, and not where one thing differs', () => {
  expect(isSame({ ...NO_FILTERS, types: ['arrest', 'threats'] }, { ...NO_FILTERS, types: ['threats', 'arrest'] })).toBe(true)
  expect(isSame({ ...NO_FILTERS, types: ['arrest'] }, { ...NO_FILTERS, types: ['arrest', 'threats'] })).toBe(false)
  expect(isSame(NO_FILTERS, { ...NO_FILTERS, waits: true })).toBe(false)
})
