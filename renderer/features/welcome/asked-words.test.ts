import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { askedWords } from './asked-words.ts'

describe('askedWords', () => {
  it('asks for three different words, in order, from 0 to 23', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => {
        const [first, second, third] = askedWords(() => random)
        expect(first).toBeGreaterThanOrEqual(0)
        expect(second).toBeGreaterThan(first)
        expect(third).toBeGreaterThan(second)
        expect(third).toBeLessThanOrEqual(23)
      }),
    )
  })
})
