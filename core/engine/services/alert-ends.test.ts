import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { NOW, withIndex } from '../../index/testing.ts'
import { raise } from '../../records/alert-testing.ts'
import { AlertEnds } from './alert-ends.ts'

const HOUR = 3_600_000

beforeEach(() => {
  vi.useFakeTimers()
  vi.setSystemTime(NOW)
})
afterEach(() => void vi.useRealTimers())

it('tells when the next alert is past its time, for as long as somebody goes on reading', () => {
  withIndex(
    (index) => {
      index.apply([raise(1, {}, { lasts: 60 }), raise(2, { index: 1 }, { lasts: 360 })])
      const open: number[] = []
      const ends = new AlertEnds(index, () => read())
      const read = (): void => {
        open.push(index.alerts(true, null, 9).alerts.length)
        ends.await()
      }
      read()
      vi.advanceTimersByTime(HOUR - 1)
      expect(new Set(open)).toEqual(new Set([2]))
      vi.advanceTimersByTime(1)
      expect(open.at(-1)).toBe(1)
      vi.advanceTimersByTime(5 * HOUR)
      expect(open.at(-1)).toBe(0)
      const reads = open.length
      vi.advanceTimersByTime(100 * HOUR)
      expect(open).toHaveLength(reads)
    },
    { now: Date.now },
  )
})

it('tells soon after the clock was put forward', () => {
  withIndex(
    (index) => {
      index.apply([raise(1, {}, { lasts: 4_320 })])
      const told = vi.fn()
      new AlertEnds(index, told).await()
      vi.setSystemTime(NOW + 100 * HOUR)
      vi.advanceTimersByTime(HOUR)
      expect(told).toHaveBeenCalledTimes(1)
      expect(index.alerts(true, null, 9).alerts).toEqual([])
    },
    { now: Date.now },
  )
})
