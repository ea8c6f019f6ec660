import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PWHASH_FLOOR } from '../crypto/pwhash.ts'
import { costFor } from './calibrate.ts'

const GIB = 1024 ** 3

describe('the cost of a passphrase', () => {
  it("is never under libsodium's MODERATE, however slow or fast the computer", () => {
    expect(PWHASH_FLOOR).toEqual({ opslimit: 3, memlimit: 256 * 1024 * 1024 })
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.integer({ min: 0, max: 2 ** 40 }), (ms, memory) => {
        const cost = costFor(ms, memory)
        expect(cost.opslimit).toBeGreaterThanOrEqual(PWHASH_FLOOR.opslimit)
        expect(cost.memlimit).toBeGreaterThanOrEqual(PWHASH_FLOOR.memlimit)
        expect(cost.opslimit).toBeLessThanOrEqual(40)
      }),
    )
  })

  it('takes half a second to a second on a fast computer, with more memory where there is plenty', () => {
    for (const floorMs of [60, 120, 240, 300, 370]) {
      const { opslimit, memlimit } = costFor(floorMs, 16 * GIB)
      const ms = floorMs * (opslimit / PWHASH_FLOOR.opslimit) * (memlimit / PWHASH_FLOOR.memlimit)
      expect(ms).toBeGreaterThan(490)
      expect(ms).toBeLessThan(1000)
      expect(memlimit).toBe(2 * PWHASH_FLOOR.memlimit)
    }
    expect(costFor(60, 4 * GIB).memlimit).toBe(PWHASH_FLOOR.memlimit)
    expect(costFor(2000, 64 * GIB)).toEqual(PWHASH_FLOOR)
  })
})
