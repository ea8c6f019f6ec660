import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Log } from './log.ts'
import { RecentBlocks } from './recent-blocks.ts'

const logs = ['a', 'b', 'c'].map((id) => ({ id }) as unknown as Log)
const MAX = 40

type Step = { log: number; forget: true } | { log: number; from?: number; sizes: number[] }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ log: fc.nat(2), forget: fc.constant(true as const) }) },
  { weight: 9, arbitrary: fc.record({ log: fc.nat(2), sizes: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      log: fc.nat(2),
      from: fc.nat(9),
      sizes: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 }),
    }),
  },
)

describe('what came last', () => {
  it('is read as it was written, whole stretches only, and never more than fits', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const recent = new RecentBlocks(MAX)
        /** All that is on the disk of each log. */
        const written: Buffer[][] = [[], [], []]
        let count = 0
        for (const one of steps) {
          const log = logs[one.log] as Log
          const disk = written[one.log] as Buffer[]
          if ('forget' in one) recent.forget(log)
          else {
            // A power cut may have taken the end.
            const from = Math.min(one.from ?? disk.length, disk.length)
            disk.length = from
            const blocks = one.sizes.map((size) => Buffer.alloc(size, ++count))
            recent.add(log, from, blocks)
            disk.push(...blocks)
          }
          let kept = 0
          for (const [at, all] of written.entries()) {
            for (let from = 0; from < all.length; from += 1) {
              for (let to = from + 1; to <= all.length; to += 1) {
                const found = recent.read(logs[at] as Log, from, to)
                if (found) expect(found).toEqual(all.slice(from, to))
              }
            }
            const first = all.findIndex((_, from) => recent.read(logs[at] as Log, from, all.length) !== null)
            if (first !== -1) kept += all.slice(first).reduce((sum, { length }) => sum + length, 0)
            expect(recent.read(logs[at] as Log, 0, all.length + 1)).toBeNull()
          }
          expect(kept).toBeLessThanOrEqual(MAX)
        }
      }),
    )
  })

  it('makes room by what came first, of whichever log', () => {
    const [a, b] = logs as [Log, Log]
    const recent = new RecentBlocks(MAX)
    recent.add(a, 5, [Buffer.alloc(20, 1)])
    recent.add(b, 0, [Buffer.alloc(20, 2)])
    expect([recent.read(a, 5, 6), recent.read(b, 0, 1)]).toEqual([[Buffer.alloc(20, 1)], [Buffer.alloc(20, 2)]])
    recent.add(b, 1, [Buffer.alloc(20, 3)])
    expect([recent.read(a, 5, 6), recent.read(b, 0, 2)]).toEqual([null, [Buffer.alloc(20, 2), Buffer.alloc(20, 3)]])
  })

  it('keeps nothing of a stretch that is longer than all that is kept', () => {
    const [a] = logs as [Log]
    const recent = new RecentBlocks(MAX)
    recent.add(a, 0, [Buffer.alloc(MAX + 1)])
    expect(recent.read(a, 0, 1)).toBeNull()
    recent.add(a, 1, [Buffer.alloc(1)])
    expect(recent.read(a, 1, 2)).toEqual([Buffer.alloc(1)])
  })
})
