import { setTimeout } from 'node:timers/promises'
import type { Log } from '../log/log.ts'
import type { Space } from '../space/space.ts'

/** Longest pause between two readings, ms. */
const PAUSE_MAX = 100

/**
 * Watches the copies of one space and has what arrives in them read: one reading at a time, and one more for all that came meanwhile.
 * After a reading it pauses for as long as that took: nothing can come while blocks are read, and each reading ends with a commit, so in a flood
 * few long readings are far cheaper than many short ones. What comes alone is read at once.
 */
export class Follower {
  private readonly space: Space
  private readonly read: (space: Space) => void | Promise<void>
  private readonly failed: (error: unknown) => void
  private readonly heard = new Map<Log, () => void>()
  private readonly stopRoster: () => void
  private running = false
  private more = false
  private stopped = false

  constructor(space: Space, read: (space: Space) => void | Promise<void>, failed: (error: unknown) => void) {
    this.space = space
    this.read = read
    this.failed = failed
    this.stopRoster = space.onRosterChange(() => this.wake())
    this.wake()
  }

  stop(): void {
    this.stopped = true
    this.stopRoster()
    for (const stop of this.heard.values()) stop()
  }

  private wake(): void {
    this.more = true
    if (!this.running) void this.run()
  }

  private async run(): Promise<void> {
    this.running = true
    while (this.more && !this.stopped) {
      this.more = false
      const before = performance.now()
      try {
        await this.listen()
        await this.read(this.space)
      } catch (error) {
        this.failed(error)
      }
      await setTimeout(Math.min(PAUSE_MAX, performance.now() - before), undefined, { ref: false })
    }
    this.running = false
  }

  /** A roster entry may have brought new logs. */
  private async listen(): Promise<void> {
    for (const log of await this.space.openLogs()) {
      if (log === this.space.own || this.heard.has(log) || this.stopped) continue
      this.heard.set(
        log,
        log.onAppend(() => this.wake()),
      )
    }
  }
}
