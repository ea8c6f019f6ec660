import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Tidier } from './tidier.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** An index that needs `left` steps and was last asked at `asked`. */
function index(left: number) {
  return {
    asked: Number.NEGATIVE_INFINITY,
    steps: 0,
    sinceAsked() {
      return performance.now() - this.asked
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

test('waits while somebody asks', () => {
  const asked = index(1)
  asked.asked = performance.now()
  new Tidier(asked).wake()
  vi.advanceTimersByTime(900)
  expect(asked.steps).toBe(0)
  vi.advanceTimersByTime(200)
  expect(asked.steps).toBe(1)
})

test('is put off for five seconds at most, however much is asked', () => {
  const busy = index(1)
  new Tidier(busy).wake()
  for (let ms = 0; ms < 4_900; ms += 100) {
    busy.asked = performance.now()
    vi.advanceTimersByTime(100)
  }
  expect(busy.steps).toBe(0)
  busy.asked = performance.now()
  vi.advanceTimersByTime(200)
  expect(busy.steps).toBe(1)
})
