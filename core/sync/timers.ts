/** Time as the sync layer sees it: injected, so that tests can move it. */
export interface Timers {
  /** ms since 1970. */
  now(): number
  /** Runs once after `ms`. Returns how to call it off. */
  after(ms: number, run: () => void): () => void
}

/** The clock of this computer. Its timers do not keep the process alive. */
export const systemTimers: Timers = {
  now: Date.now,
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

/** Resolves in a later turn of the event loop, so that long work lets others run. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
