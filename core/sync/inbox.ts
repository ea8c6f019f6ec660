import { Queue } from '../log/queue.ts'
import type { Wire } from './wire.ts'

/** Messages that wait for their turn before the stream is held. */
const BACKLOG_MAX = 8

/** Work on what a peer sends, one message after the other; the stream is held while too many wait. */
export class Inbox {
  private readonly wire: Wire
  private readonly queue = new Queue()
  private backlog = 0

  constructor(wire: Wire) {
    this.wire = wire
  }

  /** `task` must not fail. */
  run(task: () => Promise<void>): void {
    this.backlog += 1
    if (this.backlog > BACKLOG_MAX) this.wire.hold(this)
    void this.queue.run(async () => {
      await task()
      this.backlog -= 1
      if (this.backlog <= BACKLOG_MAX) this.wire.release(this)
    })
  }

  /** Lets the stream go on for others at once, whatever still waits here. */
  letGo(): void {
    this.wire.release(this)
  }

  /** Resolves when everything that waits now has ended. */
  idle(): Promise<void> {
    return this.queue.idle()
  }
}
