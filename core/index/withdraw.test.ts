import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entries, log, tombstone, write } from '../records/testing.ts'
import type { RecordVersion } from '../records/version.ts'
import type { Index } from './index.ts'
import { filters, titles, withIndex } from './testing.ts'

/** The marks that a reader of these logs sets. */
const cursorsOf = (batch: readonly RecordVersion[]) => {
  const next = new Map<string, number>()
  for (const { log: name, index } of batch) next.set(name, Math.max(index + 1, next.get(name) ?? 0))
  return [...next].map(([name, at]) => ({ log: name, next: at }))
}

/** What a person sees. Records of one moment stand in the order in which they came, which is not what is asked here. */
const shown = (index: Index) => ({
  rows: index.list(filters(), null, 200).rows.sort((a, b) => (a.recordId < b.recordId ? -1 : 1)),
  raid: titles(index, { text: 'raid' }).sort(),
  police: titles(index, { text: 'police' }).sort(),
  areas: index.areas('').sort(),
  count: index.count(filters()),
})

describe('withdrawing', () => {
  it('takes entries out as if they had never come, whatever they had done to a record', () => {
    fc.assert(
      fc.property(entries({ records: 3, max: 20 }), fc.nat(2), fc.nat(1), fc.nat(20), (all, org, device, from) => {
        const name = log(org, device)
        const left = all.filter((one) => one.log !== name || one.index < from)
        const expected = withIndex((index) => {
          index.apply(left, { cursors: cursorsOf(left) })
          return shown(index)
        })
        withIndex((index) => {
          index.apply(all, { cursors: cursorsOf(all) })
          index.withdraw(name, from)
          expect(index.cursor(name)).toBeLessThanOrEqual(from)
          // What a tombstone had taken is read again from where the cursors stand.
          index.apply(left.filter((one) => one.index >= index.cursor(one.log)))
          expect(shown(index)).toEqual(expected)
          index.apply(all)
          index.apply(all)
          expect(shown(index)).toEqual(
            withIndex((fresh) => {
              fresh.apply(all)
              return shown(fresh)
            }),
          )
        })
      }),
      { numRuns: 30 },
    )
  })

  it('sends the cursors back to what an entry had erased', () =>
    withIndex((index) => {
      const batch = [write(1, { index: 3 }), write(2, { index: 4 }), tombstone(1, { device: 1, index: 7 })]
      index.apply(batch, { cursors: [...cursorsOf(batch)] })
      index.withdraw(log(0, 1), 5)
      expect([index.cursor(log(0)), index.cursor(log(0, 1))]).toEqual([3, 5])
    }))

  it('forgets what waits for a key there', () =>
    withIndex((index) => {
      const waiting = [2, 5].map((at) => ({ log: log(1), index: at, epochId: Buffer.alloc(32, 9) }))
      index.apply([], { waiting, cursors: [{ log: log(1), next: 6 }] })
      index.withdraw(log(1), 4)
      expect(index.waiting(Buffer.alloc(32, 9), null, 10).map((one) => one.index)).toEqual([2])
      expect(index.cursor(log(1))).toBe(4)
    }))
})
