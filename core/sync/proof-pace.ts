import { toHex } from '../crypto/bytes.ts'
import type { Fork } from '../space/forks.ts'
import type { Timers } from './timers.ts'

/** Proofs of one log that are passed on as they come; each later one waits, twice as long as the one before. */
const AT_ONCE = 8
const FIRST_WAIT_MS = 1_000

interface Pace {
  passed: number
  /** Calls off what waits; null where nothing does. */
  cancel: (() => void) | null
}

/**
 * When proofs are passed on to one peer. An author may sign one branch after the other, each forked off earlier than the last: whoever passed all of
 * them on would be taken for the one who floods. Only the last counts, so what came meanwhile is left out.
 */
export class ProofPace {
  private readonly timers: Timers
  private readonly now: (logId: Buffer) => Fork | undefined
  private readonly send: (forks: readonly Fork[]) => void
  private readonly paces = new Map<string, Pace>()

  /** `now`: the proof that counts of a log when its time has come. */
  constructor(timers: Timers, now: (logId: Buffer) => Fork | undefined, send: (forks: readonly Fork[]) => void) {
    this.timers = timers
    this.now = now
    this.send = send
  }

  pass(forks: readonly Fork[]): void {
    const due = forks.filter(({ logId }) => this.isDue(logId))
    if (due.length > 0) this.send(due)
  }

  /** Nothing is sent afterwards. */
  close(): void {
    for (const { cancel } of this.paces.values()) cancel?.()
  }

  private isDue(logId: Buffer): boolean {
    const name = toHex(logId)
    const pace = this.paces.get(name) ?? { passed: 0, cancel: null }
    this.paces.set(name, pace)
    if (pace.cancel) return false
    pace.passed += 1
    if (pace.passed <= AT_ONCE) return true
    pace.cancel = this.timers.after(FIRST_WAIT_MS * 2 ** (pace.passed - AT_ONCE - 1), () => {
      pace.cancel = null
      const fork = this.now(logId)
      if (fork) this.send([fork])
    })
    return false
  }
}
