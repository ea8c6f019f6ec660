import { segmentPieces } from '../log/segment.ts'
import type { Segment } from '../log/types.ts'
import type { Space } from '../space/space.ts'
import { encodeHeads, HEADS_MAX, type HeadMessage } from './messages.ts'
import type { SpaceLine } from './space-line.ts'
import type { TrackedLog } from './tracked-log.ts'

export interface GiverPorts {
  space: Space
  line: SpaceLine
  /** All logs that the channel speaks of. */
  logs(): Iterable<TrackedLog>
}

/** Gives one peer what it has less of than we: says how long our logs are, sends what is new, and then what was asked for. */
export class Giver {
  private readonly ports: GiverPorts
  private readonly wanted = new Map<TrackedLog, number>()
  private telling = false
  /** Whether the peer has heard which logs we hold. */
  greeted = false

  constructor(ports: GiverPorts) {
    this.ports = ports
  }

  /** Whether the other side was given all of our own log. */
  get gaveOwn(): boolean {
    return [...this.ports.logs()].some(({ own, held, log }) => own && log.length > 0 && held === log.length)
  }

  /** A log of ours grew: tell the peer in the next turn, whatever else grows until then. */
  grown(): void {
    const { line } = this.ports
    if (this.telling || line.closed) return
    this.telling = true
    line.later(async () => {
      if (await line.room()) await this.news()
    })
  }

  /** Says the heads of these logs, within a task of the line's. */
  async tell(tracked: readonly TrackedLog[]): Promise<void> {
    const { space, line } = this.ports
    const heads: HeadMessage[] = []
    for (const one of tracked) {
      const head = one.log.head()
      if (!head || space.isDisputed(one.log.id)) continue
      one.told = head.length
      heads.push({ ...head, logId: one.log.id, signer: one.log.signer })
    }
    for (let start = 0; start === 0 || start < heads.length; start += HEADS_MAX) {
      if (!(await line.room())) return
      line.say('heads', encodeHeads(heads.slice(start, start + HEADS_MAX)))
    }
    this.greeted = true
  }

  /** The peer asks for what a log holds from a block on; a later wish for the same log takes the place of the one before. False where one waits already. */
  want(tracked: TrackedLog, start: number): boolean {
    const fresh = !this.wanted.has(tracked)
    tracked.held = start
    const idle = this.wanted.size === 0
    this.wanted.set(tracked, start)
    if (idle) this.ports.line.later(() => this.serve())
    return fresh
  }

  /** What grew and was not told yet. It may be an alert: nothing that was asked for goes before it (docs/protocol.md section 8). */
  private async news(): Promise<void> {
    if (!this.telling) return
    this.telling = false
    const heads: TrackedLog[] = []
    for (const tracked of this.ports.logs()) {
      if (tracked.theirs || tracked.forked || tracked.log.length <= Math.max(tracked.told, tracked.held ?? 0)) continue
      if (!(await this.push(tracked))) heads.push(tracked)
    }
    if (heads.length > 0) await this.tell(heads)
  }

  /** A new own entry goes at once to who is level with us. False where it has to be announced instead. */
  private async push(tracked: TrackedLog): Promise<boolean> {
    const { log, held, told } = tracked
    if (!tracked.own || !held || held < told) return false
    const segment = await log.segmentFrom(held)
    if (!segment || segment.length !== log.length || this.ports.line.closed) return false
    // It is what was asked for, if anything was.
    if (this.wanted.get(tracked) === held) this.wanted.delete(tracked)
    this.give(tracked, segment)
    return true
  }

  /** Gives what was asked for, the founder's log first, each when the peer has read what went before, and news between. */
  private async serve(): Promise<void> {
    const { line } = this.ports
    while (this.wanted.size > 0) {
      if (!(await line.room())) return
      await this.news()
      if (!(await line.room())) return
      const next = [...this.wanted.keys()].find((one) => one.founder) ?? this.wanted.keys().next().value
      if (!next) return
      const start = this.wanted.get(next) ?? 0
      const segment = await next.log.segmentFrom(start)
      if (line.closed) return
      if (segment && this.wanted.get(next) === start) this.give(next, segment)
      if (this.wanted.get(next) === start) this.wanted.delete(next)
    }
  }

  private give(tracked: TrackedLog, segment: Segment): void {
    this.ports.line.say('segment', ...segmentPieces(segment))
    tracked.held = segment.length
    tracked.told = Math.max(tracked.told, segment.length)
  }
}
