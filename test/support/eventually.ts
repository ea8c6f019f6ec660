import { vi } from 'vitest'

/** So long a test waits for what it expects, in ms: no busy machine is a reason to fail, and what comes at once costs no more. */
const LIMIT_MS = 60_000
const EVERY_MS = 25

/** Resolves with what `check` gives as soon as it does not throw; rejects with what it threw last, after a minute if nothing else is said. */
export function eventually<T>(check: () => T | Promise<T>, { limitMs = LIMIT_MS, everyMs = EVERY_MS } = {}): Promise<T> {
  return vi.waitFor(check, { timeout: limitMs, interval: everyMs })
}
