import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { clearInAMinute } from './clipboard.ts'

const MINUTE = 60_000
let written: string[]
let refuses: boolean
let focus: EventTarget

beforeEach(() => {
  vi.useFakeTimers()
  written = []
  refuses = false
  focus = new EventTarget()
  vi.stubGlobal('window', focus)
  vi.stubGlobal('navigator', {
    clipboard: {
      writeText: async (text: string) => {
        if (refuses) throw new Error('no focus')
        written.push(text)
      },
    },
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

it('empties the clipboard a minute after what was copied last', async () => {
  clearInAMinute()
  await vi.advanceTimersByTimeAsync(MINUTE - 1)
  clearInAMinute()
  await vi.advanceTimersByTimeAsync(MINUTE - 1)
  expect(written).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(written).toEqual([''])
})

it('does it when the window has the focus again, where it is refused without, and once', async () => {
  refuses = true
  clearInAMinute()
  await vi.advanceTimersByTimeAsync(MINUTE)
  expect(written).toEqual([])
  refuses = false
  focus.dispatchEvent(new Event('focus'))
  focus.dispatchEvent(new Event('focus'))
  await vi.advanceTimersByTimeAsync(0)
  expect(written).toEqual([''])
})

it('leaves what was copied in the window since', async () => {
  clearInAMinute()
  await vi.advanceTimersByTimeAsync(MINUTE / 2)
  focus.dispatchEvent(new Event('copy'))
  await vi.advanceTimersByTimeAsync(MINUTE)
  expect(written).toEqual([])
})

it('does not come back to it long after: something else may be there by then', async () => {
  refuses = true
  clearInAMinute()
  await vi.advanceTimersByTimeAsync(MINUTE)
  await vi.advanceTimersByTimeAsync(5 * MINUTE)
  refuses = false
  focus.dispatchEvent(new Event('focus'))
  await vi.advanceTimersByTimeAsync(0)
  expect(written).toEqual([])
})
