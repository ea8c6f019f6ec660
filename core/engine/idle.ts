/** Calls `lock` once nothing was touched for the allowed time. 0 minutes is never. */
export class IdleLock {
  private timer: NodeJS.Timeout | null = null
  private minutes = 0
  private readonly lock: () => void

  constructor(lock: () => void) {
    this.lock = lock
  }

  /** Starts anew with this many minutes. */
  set(minutes: number): void {
    this.minutes = minutes
    this.touch()
  }

  /** A person did something. */
  touch(): void {
    this.stop()
    if (this.minutes > 0) this.timer = setTimeout(this.lock, this.minutes * 60_000)
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
  }
}
