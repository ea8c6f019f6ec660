import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { BriefCopy } from './brief-copy.ts'
import { CHANNEL } from './channel.ts'
import { APP_ORIGIN } from './protocol.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function copying() {
  const clipboard = {
    text: '',
    readText: async () => clipboard.text,
    clear: () => {
      clipboard.text = ''
    },
  }
  const brief = new BriefCopy(clipboard)
  const heard = new Map<string, (event: unknown) => void>()
  brief.listen({ on: (name: string, listener: unknown) => void heard.set(name, listener as never) } as never)
  const say = (origin = APP_ORIGIN): void => {
    const mainFrame = { origin }
    heard.get(CHANNEL.briefCopy)?.({ sender: { mainFrame }, senderFrame: mainFrame })
  }
  /** As the page does: first it is said, then the system has it. */
  const copy = async (text: string): Promise<void> => {
    say()
    await vi.advanceTimersByTimeAsync(20)
    clipboard.text = text
  }
  return { clipboard, brief, say, copy }
}

it('empties the clipboard a minute after what was copied last', async () => {
  const { clipboard, copy } = copying()
  await copy('Grace Akinyi')
  await vi.advanceTimersByTimeAsync(50_000)
  await copy('0722 000 000')
  await vi.advanceTimersByTimeAsync(59_000)
  expect(clipboard.text).toBe('0722 000 000')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(clipboard.text).toBe('')
})

it('leaves what somebody has copied since', async () => {
  const { clipboard, copy, brief } = copying()
  await copy('Grace Akinyi')
  await vi.advanceTimersByTimeAsync(30_000)
  clipboard.text = 'a letter'
  await vi.advanceTimersByTimeAsync(60_000)
  await brief.clear()
  expect(clipboard.text).toBe('a letter')
})

it('empties it at once when the log is locked, also before the system has it, and once', async () => {
  const { clipboard, copy, brief } = copying()
  await copy('Grace Akinyi')
  await brief.clear()
  expect(clipboard.text).toBe('')
  await copy('Grace Akinyi')
  await vi.advanceTimersByTimeAsync(10_000)
  await brief.clear()
  expect(clipboard.text).toBe('')
  clipboard.text = 'Grace Akinyi'
  await vi.advanceTimersByTimeAsync(120_000)
  await brief.clear()
  expect(clipboard.text).toBe('Grace Akinyi')
})

it('takes rather a text too much where the clipboard cannot be read', async () => {
  const { clipboard, copy } = copying()
  clipboard.readText = () => Promise.reject(new Error('busy'))
  await copy('Grace Akinyi')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(clipboard.text).toBe('')
})

it('hears the page of the app alone', async () => {
  const { clipboard, say } = copying()
  clipboard.text = 'a letter'
  say('https://elsewhere.example')
  await vi.advanceTimersByTimeAsync(120_000)
  expect(clipboard.text).toBe('a letter')
})
