import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { IdleLock } from './idle.ts'

const MINUTE = 60_000

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('locks once after the minutes that are allowed, and a touch starts them anew', () => {
  const lock = vi.fn()
  const idle = new IdleLock(lock)
  idle.set(5)
  vi.advanceTimersByTime(5 * MINUTE - 1)
  idle.touch()
  vi.advanceTimersByTime(5 * MINUTE - 1)
  expect(lock).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(lock).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(60 * MINUTE)
  expect(lock).toHaveBeenCalledTimes(1)
})

it('takes new minutes from the moment they are set, and 0 as never', () => {
  const lock = vi.fn()
  const idle = new IdleLock(lock)
  idle.set(240)
  vi.advanceTimersByTime(239 * MINUTE)
  idle.set(1)
  vi.advanceTimersByTime(MINUTE)
  expect(lock).toHaveBeenCalledTimes(1)
  idle.set(0)
  idle.touch()
  vi.advanceTimersByTime(10_000 * MINUTE)
  expect(lock).toHaveBeenCalledTimes(1)
})

it('does nothing before it is set, and nothing once it is stopped', () => {
  const lock = vi.fn()
  const idle = new IdleLock(lock)
  idle.touch()
  vi.advanceTimersByTime(1_000 * MINUTE)
  idle.set(1)
  idle.stop()
  vi.advanceTimersByTime(1_000 * MINUTE)
  expect(lock).not.toHaveBeenCalled()
})
