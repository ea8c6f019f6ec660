import type { Index } from '../../index/index.ts'
import { logFault } from '../faults.ts'

/** Between two steps, each of about 10 ms. */
const PAUSE_MS = 50
/** So long nobody has asked anything, and nothing was fed: time for a step. Somebody who types or scrolls asks more often. */
const QUIET_MS = 1_000
/** For so long steps are put off however much it is used: where they must not wait, as what was erased is to leave the file, and elsewhere. */
const PATIENCE_MS = { must: 5_000, may: 60_000 } as const

/** Tidies the index in small steps while nobody asks it anything and nothing is fed, so that no later save and no search has to wait for it. */
export class Tidier {
  private readonly index: Pick<Index, 'sweep' | 'mustSweep' | 'sinceUsed'>
  private timer: NodeJS.Timeout | null = null
  private isStopped = false

  constructor(index: Pick<Index, 'sweep' | 'mustSweep' | 'sinceUsed'>) {
    this.index = index
  }

  /** There may be something to tidy. */
  wake(): void {
    if (!this.timer && !this.isStopped) this.wait(performance.now())
  }

  /** Nothing is tidied any more: the index is about to be closed. */
  stop(): void {
    this.isStopped = true
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
  }

  /** `since`: when it last was quiet, or was woken. */
  private wait(since: number): void {
    this.timer = setTimeout(() => {
      this.timer = null
      try {
        const now = performance.now()
        const isQuiet = this.index.sinceUsed() >= QUIET_MS
        if (!isQuiet && now - since < PATIENCE_MS[this.index.mustSweep() ? 'must' : 'may']) this.wait(since)
        else if (!this.index.sweep()) this.wait(isQuiet ? now : since)
      } catch (error) {
        // A full disk: what is left to tidy is tidied after the next save. Nobody waits for it, so nobody else would catch this.
        logFault('tidying', error)
      }
    }, PAUSE_MS).unref()
  }
}
