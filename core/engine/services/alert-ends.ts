import type { Index } from '../../index/index.ts'

/** The longest wait until the clock is read again: it may have been put right meanwhile, and a computer that slept has not counted. */
const WAIT_MAX_MS = 10 * 60_000

/** Tells when an alert is past its time: no entry says so. */
export class AlertEnds {
  private readonly index: Pick<Index, 'nextAlertEnd'>
  private readonly tell: () => void
  private timer: NodeJS.Timeout | null = null

  constructor(index: Pick<Index, 'nextAlertEnd'>, tell: () => void) {
    this.index = index
    this.tell = tell
  }

  /** Waits for the next end, as far as it is known now. To be called whenever open alerts were read: whoever shows them is to be told. */
  await(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    const end = this.index.nextAlertEnd()
    if (end === null) return
    const wait = Math.min(Math.max(end - Date.now(), 1), WAIT_MAX_MS)
    this.timer = setTimeout(() => this.tell(), wait).unref()
  }
}
