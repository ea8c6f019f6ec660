import type { Timers } from './timers.ts'

/** How many strangers may be in the hall at once, and how many may come in a burst and then in a second. */
export interface DoorBounds {
  hall: number
  burst: number
  perSecond: number
}

const STRICT: DoorBounds = { hall: 32, burst: 64, perSecond: 2 }
/** Where each address has a door of its own before this one: wide enough that many of them do not fill it. */
export const WIDE: DoorBounds = { hall: 128, burst: 512, perSecond: 64 }

/** Bounds how many connections are looked at before they have proven anything. */
export class Doorkeeper {
  private readonly timers: Timers
  private readonly bounds: DoorBounds
  private tokens: number
  private counted: number
  private hall = 0

  constructor(timers: Timers, bounds = STRICT) {
    this.timers = timers
    this.bounds = bounds
    this.tokens = bounds.burst
    this.counted = timers.now()
  }

  /** Whether one more may come in. `leave` must follow once it has proven itself or is gone. */
  enter(): boolean {
    const now = this.timers.now()
    const { hall, burst, perSecond } = this.bounds
    this.tokens = Math.min(burst, this.tokens + (Math.max(0, now - this.counted) / 1000) * perSecond)
    this.counted = now
    if (this.hall >= hall || this.tokens < 1) return false
    this.tokens -= 1
    this.hall += 1
    return true
  }

  leave(): void {
    this.hall -= 1
  }
}
