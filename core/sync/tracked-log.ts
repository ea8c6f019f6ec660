import type { Log } from '../log/log.ts'

/** One log as a space channel sees it: what we hold, and what the peer at the other end does. */
export interface TrackedLog {
  readonly log: Log
  /** This computer writes it: nothing that comes from outside is ever appended. */
  readonly own: boolean
  /** The founder's: first of all, because it says who else belongs. */
  readonly founder: boolean
  /** The peer writes it: it has no need to hear of it. */
  readonly theirs: boolean
  /** Length that the peer has proven to hold. */
  offered: number
  /** Length that the peer has by what it said and what we sent; null before its first heads. */
  held: number | null
  /** Where a segment that we asked for will begin, since when we wait for it, and how to call off its time limit. */
  asked: { start: number; since: number; cancel: () => void } | null
  /** Segments of it that came and are being written. */
  writing: number
  /** Our length when we last told the peer. */
  told: number
  /** A write of ours failed: what the peer sends next may not fit, and that is not its fault. */
  failed: boolean
  /** The peer holds another branch of this log: its author has signed two, and nothing more of it is asked for or told here. */
  forked: boolean
  stop(): void
}
