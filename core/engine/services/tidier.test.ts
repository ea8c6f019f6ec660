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

test('is put off for a minute at most where nothing was, and then goes on to its end', () => {
  const busy = index(3)
  new Tidier(busy).wake()
  for (let ms = 0; ms < 59_900; ms += 100) {
    busy.used = performance.now()
    vi.advanceTimersByTime(100)
  }
  expect(busy.steps).toBe(0)
  for (let ms = 0; ms < 500; ms += 100) {
    busy.used = performance.now()
    vi.advanceTimersByTime(100)
  }
  expect(busy.steps).toBe(3)
})

test('goes on with what was erased without another five seconds for each step', () => {
  const busy = index(10)
  busy.erased = true
  new Tidier(busy).wake()
  for (let ms = 0; ms < 6_000; ms += 50) {
    busy.used = performance.now()
    vi.advanceTimersByTime(50)
  }
  expect(busy.steps).toBe(10)
})

test('does nothing once it is stopped', () => {
  const swept = index(4)
  const tidier = new Tidier(swept)
  tidier.wake()
  tidier.stop()
  tidier.wake()
  vi.advanceTimersByTime(10_000)
  expect(swept.steps).toBe(0)
  expect(vi.getTimerCount()).toBe(0)
})
