import type { Timers } from './timers.ts'

/** How many strangers may be in the hall at once, and how many may come in a burst and then in a second. */
const HALL = 32
const BURST = 64
const PER_SECOND = 2

/** Bounds how many connections are looked at before they have proven anything. */
export class Doorkeeper {
  private readonly timers: Timers
  private tokens = BURST
  private counted: number
  private hall = 0

  constructor(timers: Timers) {
    this.timers = timers
    this.counted = timers.now()
  }

  /** Whether one more may come in. `leave` must follow once it has proven itself or is gone. */
  enter(): boolean {
    const now = this.timers.now()
    this.tokens = Math.min(BURST, this.tokens + (Math.max(0, now - this.counted) / 1000) * PER_SECOND)
    this.counted = now
    if (this.hall >= HALL || this.tokens < 1) return false
    this.tokens -= 1
    this.hall += 1
    return true
  }

  leave(): void {
    this.hall -= 1
  }
}
