import { Doorkeeper } from '../doorkeeper.ts'
import type { Timers } from '../timers.ts'

/** Addresses that are kept apart. */
const ADDRESSES_MAX = 256

/** A doorkeeper for each address: who floods us from one keeps nobody else out. */
export class Porch {
  private readonly timers: Timers
  private readonly doors = new Map<string, { door: Doorkeeper; inside: number }>()

  constructor(timers: Timers) {
    this.timers = timers
  }

  /** Lets one more in from an address; returns how to let it go, to be called once. Null where there are too many. */
  enter(address: string): (() => void) | null {
    const known = this.doors.get(address) ?? this.open()
    if (!known) return null
    this.doors.delete(address)
    this.doors.set(address, known)
    if (!known.door.enter()) return null
    known.inside += 1
    return () => {
      known.inside -= 1
      known.door.leave()
    }
  }

  private open(): { door: Doorkeeper; inside: number } | null {
    if (this.doors.size >= ADDRESSES_MAX) {
      // The one that was quiet for longest begins anew when it comes again.
      const quiet = [...this.doors].find(([, { inside }]) => inside === 0)
      if (!quiet) return null
      this.doors.delete(quiet[0])
    }
    return { door: new Doorkeeper(this.timers), inside: 0 }
  }
}
