import type { Index } from '../../index/index.ts'
import { logFault } from '../faults.ts'

/** Between two steps, each of about 10 ms. */
const PAUSE_MS = 50
/** So long nobody has asked anything, and nothing was fed: time for a step. Somebody who types or scrolls asks more often. */
const QUIET_MS = 1_000
/** After an erasure a step is put off for no longer than this: what was erased is to leave the file however much is asked. */
const PATIENCE_MS = 5_000

/** Tidies the index in small steps while nobody asks it anything, so that no later save and no search has to wait for it. */
export class Tidier {
  private readonly index: Pick<Index, 'sweep' | 'mustSweep' | 'sinceUsed'>
  private timer: NodeJS.Timeout | null = null
  private isOver = false

  constructor(index: Pick<Index, 'sweep' | 'mustSweep' | 'sinceUsed'>) {
    this.index = index
  }

  /** There may be something to tidy. */
  wake(): void {
    if (!this.timer && !this.isOver) this.wait(performance.now() + PATIENCE_MS)
  }

  /** Nothing is tidied any more: the index is about to be closed. */
  stop(): void {
    this.isOver = true
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
  }

  private wait(latest: number): void {
    this.timer = setTimeout(() => {
      this.timer = null
      try {
        const isLate = performance.now() >= latest && this.index.mustSweep()
        if (this.index.sinceUsed() < QUIET_MS && !isLate) this.wait(latest)
        else if (!this.index.sweep()) this.wake()
      } catch (error) {
        // A full disk: what is left to tidy is tidied after the next save. Nobody waits for it, so nobody else would catch this.
        logFault('tidying', error)
      }
    }, PAUSE_MS).unref()
  }
}
