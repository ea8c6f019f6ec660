import { setImmediate } from 'node:timers/promises'

/** Longest stretch of work between two breaths, in milliseconds. A key that locks must never wait for a spreadsheet. */
const STRETCH_MS = 12

/** Lets long work give way: call `breathe` between small pieces of it. */
export class Pacer {
  #since = performance.now()

  /** Returns at once while the stretch is short; else lets everything else that waits run first. */
  async breathe(): Promise<void> {
    if (performance.now() - this.#since < STRETCH_MS) return
    await setImmediate()
    this.#since = performance.now()
  }
}
