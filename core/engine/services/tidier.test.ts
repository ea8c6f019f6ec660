import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Tidier } from './tidier.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** An index that needs `left` steps and was last used at `used`. */
function index(left: number) {
  return {
    used: Number.NEGATIVE_INFINITY,
    erased: false,
    steps: 0,
    sinceUsed() {
      return performance.now() - this.used
    },
    mustSweep() {
      return this.erased
    },
    sweep() {
      this.steps++
      return this.steps >= left
    },
  }
}

test('goes on until all is tidy, and then rests', () => {
  const swept = index(4)
  new Tidier(swept).wake()
  vi.advanceTimersByTime(10_000)
  expect(swept.steps).toBe(4)
  expect(vi.getTimerCount()).toBe(0)
})

test('waits while it is used', () => {
  const asked = index(1)
  asked.used = performance.now()
  new Tidier(asked).wake()
  vi.advanceTimersByTime(900)
  expect(asked.steps).toBe(0)
  vi.advanceTimersByTime(200)
  expect(asked.steps).toBe(1)
})

test('is put off for five seconds at most where something was erased, however much is asked', () => {
  const busy = index(1)
  busy.erased = true
  new Tidier(busy).wake()
  for (let ms = 0; ms < 4_900; ms += 100) {
    busy.used = performance.now()
    vi.advanceTimersByTime(100)
  }
  expect(busy.steps).toBe(0)
  busy.used = performance.now()
  vi.advanceTimersByTime(200)
  expect(busy.steps).toBe(1)
})

test('is put off for as long as it is used where nothing was', () => {
  const busy = index(1)
  new Tidier(busy).wake()
  for (let ms = 0; ms < 60_000; ms += 100) {
    busy.used = performance.now()
    vi.advanceTimersByTime(100)
  }
  expect(busy.steps).toBe(0)
  vi.advanceTimersByTime(2_000)
  expect(busy.steps).toBe(1)
})
