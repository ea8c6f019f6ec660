import { afterEach, describe, expect, it, vi } from 'vitest'
import { logFault } from './faults.ts'

afterEach(() => vi.restoreAllMocks())

function logged(error: unknown): string {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  logFault('test', error)
  return write.mock.calls.map(([text]) => String(text)).join('')
}

describe('what is logged of a fault', () => {
  it('is its kind and its frames, and nothing of a message, though a line of it looks like a frame', () => {
    const error = new TypeError('bad\n    at the Hibiscus house (kitchen.ts:1:1)\n    at Asha (x.ts:2:2)')
    const text = logged(error)
    expect(text).toMatch(/^parasol engine: test: TypeError ENGINE_FAULT\n\s+at .*faults-log\.test\.ts:\d+:\d+/)
    expect(text).not.toMatch(/Hibiscus|Asha/)
  })

  it('holds no message that was changed after the stack was taken', () => {
    const error = new Error('Hibiscus\n    at Asha (x.ts:2:2)')
    void error.stack
    error.message = 'another'
    expect(logged(error)).toBe('parasol engine: test: Error ENGINE_FAULT\n\n')
  })
})
