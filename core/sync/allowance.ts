import { BreachError } from './refusal.ts'
import type { Timers } from './timers.ts'

const SPAN_MS = 60_000

/** How much of something a peer may send in a minute. */
export class Allowance {
  private readonly timers: Timers
  private readonly max: number
  private since = 0
  private used = 0

  constructor(timers: Timers, max: number) {
    this.timers = timers
    this.max = max
  }

  /** So much more came. Throws BreachError `flood` where that is too much. */
  use(count = 1): void {
    const now = this.timers.now()
    if (now - this.since > SPAN_MS) {
      this.since = now
      this.used = 0
    }
    this.used += count
    if (this.used > this.max) throw new BreachError('flood')
  }
}
