import type { Clock } from '../log/types.ts'

/** How far ahead of ours a clock may be and still be adopted, in ms (docs/protocol.md 4.4). */
const CLOCK_AHEAD_MAX = 24 * 60 * 60 * 1000
const COUNTER_MAX = 0xffff

/** A hybrid logical clock (Kulkarni et al., "Logical Physical Clocks", 2014): later than all it has seen, close to the wall clock. */
export class HybridClock {
  private last: Clock = { ms: 0, counter: 0 }

  /** An entry with this clock was seen at `now`. One more than 24 h ahead is not adopted. */
  see(clock: Clock, now: number): void {
    if (clock.ms > now + CLOCK_AHEAD_MAX) return
    if (clock.ms > this.last.ms || (clock.ms === this.last.ms && clock.counter > this.last.counter)) this.last = clock
  }

  /** The clock of the next entry. */
  tick(now: number): Clock {
    if (now > this.last.ms) this.last = { ms: now, counter: 0 }
    else if (this.last.counter < COUNTER_MAX) this.last = { ms: this.last.ms, counter: this.last.counter + 1 }
    else this.last = { ms: this.last.ms + 1, counter: 0 }
    return this.last
  }
}
