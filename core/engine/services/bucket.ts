/** How much is free at once, and how much comes back in a minute. */
export interface Allowance {
  most: number
  aMinute: number
}

const MINUTE_MS = 60_000

/** What may be taken of something: it fills again with time, up to a most. */
export class Bucket {
  private readonly allowance: Allowance
  private readonly now: () => number
  private left: number
  private since: number

  /** `now`: ms, going on whatever somebody does to the clock. */
  constructor(allowance: Allowance, now: () => number) {
    this.allowance = allowance
    this.now = now
    this.left = allowance.most
    this.since = now()
  }

  /** Takes all of it or nothing. */
  take(amount: number): boolean {
    const { most, aMinute } = this.allowance
    const at = this.now()
    this.left = Math.min(most, this.left + ((at - this.since) / MINUTE_MS) * aMinute)
    this.since = at
    if (amount > this.left) return false
    this.left -= amount
    return true
  }

  fill(): void {
    this.left = this.allowance.most
  }
}
