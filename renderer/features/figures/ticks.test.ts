import fc from 'fast-check'
import { expect, it } from 'vitest'
import { wholeTicks } from './ticks.ts'

it('ticks are whole, evenly apart, five at most, and leave less than one step above them', () => {
  expect([1, 3, 4, 5, 9, 12, 100].map(wholeTicks)).toEqual([
    [0, 1],
    [0, 1, 2, 3],
    [0, 1, 2, 3, 4],
    [0, 2, 4],
    [0, 2, 4, 6, 8],
    [0, 5, 10],
    [0, 50, 100],
  ])
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 40 }), (most) => {
      const ticks = wholeTicks(most)
      const step = ticks[1] ?? Number.NaN
      expect(ticks).toEqual(ticks.map((_, at) => at * step))
      expect(Number.isInteger(step)).toBe(true)
      expect(ticks.length).toBeLessThanOrEqual(5)
      expect(most - (ticks.at(-1) ?? 0)).toBeLessThan(step)
    }),
  )
})
