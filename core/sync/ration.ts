import type { Timers } from './timers.ts'

const SPAN_MS = 60_000

/** How much is said of one kind in a minute: a partner takes who says more for a flood (allowance.ts). What there is no room for waits for the next. */
export class Ration {
  private readonly timers: Timers
  private readonly most: number
  private readonly anew: () => void
  private left: number
  private cancel: (() => void) | null = null

  /** `anew` is called when a minute in which something was said is over, and there is room again. */
  constructor(timers: Timers, most: number, anew: () => void) {
    this.timers = timers
    this.most = most
    this.left = most
    this.anew = anew
  }

  /** How many of those that there are may be said now. They are counted as said. */
  take(wanted: number): number {
    const granted = Math.min(wanted, this.left)
    if (granted === 0) return 0
    this.left -= granted
    this.cancel ??= this.timers.after(SPAN_MS, () => {
      this.cancel = null
      this.left = this.most
      this.anew()
    })
    return granted
  }

  /** `anew` is not called afterwards for what was taken before. */
  close(): void {
    this.cancel?.()
  }
}
