import { setImmediate } from 'node:timers/promises'

/** The usual stretch, in milliseconds. A key that locks must never wait for a spreadsheet. */
const STRETCH_MS = 12

/** Lets long work give way: between small pieces of it, `if (pacer.due) await pacer.breathe()`. */
export class Pacer {
  #since = performance.now()
  readonly #stretch: number

  /** `stretch`: longest stretch of work between two breaths, in milliseconds. */
  constructor(stretch = STRETCH_MS) {
    this.#stretch = stretch
  }

  /** The stretch is over: `breathe` is due. Cheap enough to be asked for every row. */
  get due(): boolean {
    return performance.now() - this.#since > this.#stretch
  }

  /** Lets everything else that waits run first. */
  async breathe(): Promise<void> {
    await setImmediate()
    this.#since = performance.now()
  }
}
