import type { Log } from '../log/log.ts'
import { LogCopy } from '../log/log-copy.ts'
import { SegmentError } from '../log/segment.ts'
import type { Segment } from '../log/types.ts'
import { LOG_LENGTH_MAX } from '../space/quota.ts'
import type { Allowance } from './allowance.ts'
import type { Claims } from './claims.ts'
import { faultCode } from './faults.ts'
import { BreachError } from './refusal.ts'
import type { Timers } from './timers.ts'
import type { TrackedLog } from './tracked-log.ts'

/** How long a segment that was asked for may take, in ms. */
const ANSWER_MS = 60_000
/** A peer that answered within so many ms is asked for the next segment at once; a slower one lets others have the log in between. */
const QUICK_MS = 1_000
/** Logs that are fetched from one peer at once. */
const FETCH_MAX = 4
/** Segments of one log that are being written when the next is asked for. */
const WRITING_MAX = 4
/** How long a log rests after a write of ours failed, in ms. */
const MEND_MS = 30_000
/** Logs whose segments may not fit what is held, before who sends them is blamed: an author who signs two branches makes honest copies differ. */
const MISFITS_MAX = 8

export interface FetcherPorts {
  claims: Claims
  timers: Timers
  /** For what a peer sends that is of no use. */
  strikes: Allowance
  /** All logs that the channel speaks of. */
  logs(): Iterable<TrackedLog>
  /** How long this log may become here. */
  limitOf(log: Log): number
  /** Whether nothing more of it may come onto this disk. */
  fillsDisk(log: Log): boolean
  /** How long, where it has said in the roster as much as counts; else infinite. */
  fullEndOf(log: Log): number
  want(logId: Buffer, start: number): void
  /** The peer may hold another branch of this log. */
  suspect(tracked: TrackedLog): void
  silent(): void
  /** Work on what the peer sent that goes on while the next message is read. */
  beside(work: Promise<void>): void
  failed(error: unknown): void
}

/** Fetches what the peer at the other end has more than we: asks for a log's next segment, and for the one after while that is written. */
export class Fetcher {
  private readonly ports: FetcherPorts
  private readonly stopClaims: () => void
  private misfits = 0
  private closed = false

  constructor(ports: FetcherPorts) {
    this.ports = ports
    this.stopClaims = ports.claims.onFree(() => this.ask())
  }

  /** In the same tick: nothing is asked for afterwards, and others may have the logs. */
  close(): void {
    this.closed = true
    this.stopClaims()
    for (const tracked of this.ports.logs()) this.release(tracked)
  }

  /** Asks for the next segments: the founder's log alone until it is level, then a few logs at once. */
  ask(): void {
    if (this.closed) return
    const logs = [...this.ports.logs()]
    const fetching = logs.filter(({ asked }) => asked !== null)
    const behind = logs.filter(
      (one) => !one.own && !one.failed && !one.forked && one.log.length < Math.min(one.offered, this.ports.limitOf(one.log)),
    )
    const founder = behind.find((one) => one.founder)
    if (founder && fetching.some((one) => one !== founder)) return
    let room = FETCH_MAX - fetching.length
    for (const tracked of founder ? [founder] : behind) {
      if (room <= 0) return
      if (tracked.asked || !this.ports.claims.take(tracked.log, this)) continue
      room -= 1
      this.want(tracked, tracked.log.length)
      this.startClock(tracked)
    }
  }

  /** Writes a segment that the peer sent. Throws BreachError where no honest peer would have sent it. */
  async take(tracked: TrackedLog, segment: Segment): Promise<void> {
    const { asked, log } = tracked
    if (tracked.own || !(log instanceof LogCopy)) throw new BreachError('own-log')
    if (segment.length > LOG_LENGTH_MAX || this.ports.fillsDisk(log)) throw new BreachError('too-long')
    if (asked && segment.start !== asked.start) throw new BreachError('gap')
    asked?.cancel()
    if (!this.isOfUse(tracked, log, segment)) {
      this.taken(tracked, segment, false)
      return
    }
    const more = asked !== null && this.ports.timers.now() - asked.since < QUICK_MS && this.wantNext(tracked, log, segment)
    const written = this.write(tracked, log, segment, more)
    if (more && tracked.writing < WRITING_MAX) this.ports.beside(written)
    else await written
  }

  private async write(tracked: TrackedLog, copy: LogCopy, segment: Segment, more: boolean): Promise<void> {
    tracked.writing += 1
    try {
      await this.append(tracked, copy, segment)
    } finally {
      tracked.writing -= 1
    }
    if (!this.closed) this.taken(tracked, segment, more)
  }

  /** What came is in, or is of no use. `more`: the next was asked for. */
  private taken(tracked: TrackedLog, segment: Segment, more: boolean): void {
    this.offer(tracked, segment.length)
    if (!more) this.release(tracked)
    else if (tracked.writing === 0) this.startClock(tracked)
    this.ask()
  }

  /** The peer has a log up to there. Throws BreachError where it has written into its own what nobody can take any more. */
  offer(tracked: TrackedLog, length: number): void {
    tracked.offered = Math.max(tracked.offered, length)
    tracked.held = Math.max(tracked.held ?? 0, length)
    const { log, offered, theirs } = tracked
    if (theirs && offered > log.length && log.length >= this.ports.fullEndOf(log)) throw new BreachError('flood')
  }

  private want(tracked: TrackedLog, start: number): void {
    tracked.asked = { start, since: this.ports.timers.now(), cancel: () => undefined }
    this.ports.want(tracked.log.id, start)
  }

  /** From now on the peer may take so long to answer. */
  private startClock({ asked }: TrackedLog): void {
    if (!asked) return
    asked.cancel()
    asked.since = this.ports.timers.now()
    asked.cancel = this.ports.timers.after(ANSWER_MS, () => this.ports.silent())
  }

  /** Asks for what follows a segment that is about to be written; its time begins when all that is to be written is. */
  private wantNext(tracked: TrackedLog, copy: LogCopy, { start, length }: Segment): boolean {
    if (start !== copy.reach || length >= Math.min(tracked.offered, this.ports.limitOf(copy))) return false
    this.want(tracked, length)
    return true
  }

  private release(tracked: TrackedLog): void {
    tracked.asked?.cancel()
    tracked.asked = null
    this.ports.claims.free(tracked.log, this)
  }

  /** Where another peer was quicker, or a write of ours failed, a segment does not fit, and nobody is to blame. */
  private isOfUse(tracked: TrackedLog, copy: LogCopy, segment: Segment): boolean {
    const { reach } = copy
    if (reach >= this.ports.limitOf(copy)) return false
    if (segment.start === reach || segment.length <= reach) return true
    if (segment.start > reach && !tracked.failed && !tracked.asked) throw new BreachError('gap')
    this.ports.strikes.use()
    return false
  }

  private async append(tracked: TrackedLog, copy: LogCopy, segment: Segment): Promise<void> {
    try {
      await copy.append(segment)
    } catch (error) {
      // Another peer brought the same between our look and the write.
      if (error instanceof SegmentError && error.fault === 'gap') return
      if (error instanceof SegmentError && !tracked.theirs) return this.misfit(tracked, error)
      if (faultCode(error)) throw error
      tracked.failed = true
      this.ports.timers.after(MEND_MS, () => {
        tracked.failed = false
        this.ask()
      })
      this.ports.failed(error)
    }
  }

  /**
   * Another branch's segment looks just like garbage, and who passes it on may have checked it: from who did not write it, none more of this log is
   * taken here, and the rest goes on.
   */
  private misfit(tracked: TrackedLog, error: SegmentError): void {
    this.ports.suspect(tracked)
    this.misfits += 1
    if (this.misfits > MISFITS_MAX) throw error
  }
}
