import { BreachError } from './refusal.ts'
import type { Timers } from './timers.ts'

/** Messages of no use to us, forgiven because they cross on the way; so many within so many ms. */
const STRIKES_MAX = 64
const STRIKES_MS = 60_000

/** Counts what a peer sends that is of no use. */
export class Strikes {
  private readonly timers: Timers
  private since = 0
  private count = 0

  constructor(timers: Timers) {
    this.timers = timers
  }

  /** One more. Throws BreachError `flood` where they come too fast. */
  add(): void {
    const now = this.timers.now()
    if (now - this.since > STRIKES_MS) {
      this.since = now
      this.count = 0
    }
    this.count += 1
    if (this.count > STRIKES_MAX) throw new BreachError('flood')
  }
}
