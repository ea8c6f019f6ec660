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
  private readonly stopping = new AbortController()
  private running: Promise<void> | null = null
  private more = false

  constructor(space: Space, read: (space: Space) => void | Promise<void>, failed: (error: unknown) => void) {
    this.space = space
    this.read = read
    this.failed = failed
    this.stopRoster = space.onRosterChange(() => this.wake())
    this.wake()
  }

  /** Nothing is read anew; resolves when what is being read has been. */
  async stop(): Promise<void> {
    this.stopping.abort()
    this.stopRoster()
    for (const stop of this.heard.values()) stop()
    await this.running
  }

  private get stopped(): boolean {
    return this.stopping.signal.aborted
  }

  private wake(): void {
    this.more = true
    this.running ??= this.run()
  }

  private async run(): Promise<void> {
    while (this.more && !this.stopped) {
      this.more = false
      const before = performance.now()
      try {
        await this.listen()
        await this.read(this.space)
      } catch (error) {
        this.failed(error)
      }
      await this.pause(performance.now() - before)
    }
    this.running = null
  }

  private async pause(ms: number): Promise<void> {
    try {
      await setTimeout(Math.min(PAUSE_MAX, ms), undefined, { ref: false, signal: this.stopping.signal })
    } catch (error) {
      if (!this.stopped) throw error
    }
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
