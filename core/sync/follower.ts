import type { Log } from '../log/log.ts'
import type { Space } from '../space/space.ts'

/** Watches the copies of one space and has what arrives in them read: one reading at a time, and one more for all that came meanwhile. */
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
      try {
        await this.listen()
        await this.read(this.space)
      } catch (error) {
        this.failed(error)
      }
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
