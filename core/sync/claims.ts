import type { Log } from '../log/log.ts'

/** Who fetches which log now: a log is fetched from one peer at a time, whoever else has it too. */
export class Claims {
  private readonly holders = new Map<Log, object>()
  private readonly waiting = new Set<() => void>()

  /** True where the log is this holder's to fetch now. */
  take(log: Log, holder: object): boolean {
    const held = this.holders.get(log)
    if (held && held !== holder) return false
    this.holders.set(log, holder)
    return true
  }

  free(log: Log, holder: object): void {
    if (this.holders.get(log) !== holder) return
    this.holders.delete(log)
    for (const wake of [...this.waiting]) wake()
  }

  /** Calls back whenever a log became free. Returns how to stop that. */
  onFree(wake: () => void): () => void {
    this.waiting.add(wake)
    return () => this.waiting.delete(wake)
  }
}
