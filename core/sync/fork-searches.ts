import { toHex } from '../crypto/bytes.ts'
import type { Log } from '../log/log.ts'
import type { ForkSearch } from './fork-search.ts'
import { Ration } from './ration.ts'
import type { Timers } from './timers.ts'

/** Logs that are searched with one peer at once. */
const SEARCHES_MAX = 16
/** Witnesses that are asked for in a minute: a peer answers twice as many. */
const ASKS_MAX = 256

export interface ForkSearchesPorts {
  timers: Timers
  begin(log: Log): ForkSearch
  /** Whether a fork of this log is proven: what nothing is known of comes first. */
  isProven(log: Log): boolean
  ask(log: Log, search: ForkSearch): void
}

/** The searches with one peer. What there is no room for waits: whoever has many logs with two branches hides nobody else's. */
export class ForkSearches {
  private readonly ports: ForkSearchesPorts
  private readonly running = new Map<string, ForkSearch>()
  private readonly waiting = new Map<string, Log>()
  private asks: { log: Log; search: ForkSearch }[] = []
  private readonly asking: Ration

  constructor(ports: ForkSearchesPorts) {
    this.ports = ports
    this.asking = new Ration(ports.timers, ASKS_MAX, () => this.askOn())
  }

  /** Nothing is asked afterwards. */
  close(): void {
    this.asking.close()
    this.asks = []
    this.waiting.clear()
  }

  /** Searches a log, as soon as there is room. */
  add(log: Log): void {
    if (log.length === 0 || this.running.has(toHex(log.id))) return
    this.waiting.set(toHex(log.id), log)
    this.fill()
  }

  of(log: Log): ForkSearch | undefined {
    return this.running.get(toHex(log.id))
  }

  /** Asks for the next witness of a search, this minute or in the next. */
  goOn(log: Log, search: ForkSearch): void {
    this.asks.push({ log, search })
    this.askOn()
  }

  /** A search is over. */
  end(log: Log): void {
    this.running.delete(toHex(log.id))
    this.fill()
  }

  private fill(): void {
    while (this.running.size < SEARCHES_MAX && this.waiting.size > 0) {
      const logs = [...this.waiting.values()]
      const log = logs.find((one) => !this.ports.isProven(one)) ?? logs[0]
      if (!log) return
      this.waiting.delete(toHex(log.id))
      const search = this.ports.begin(log)
      this.running.set(toHex(log.id), search)
      this.goOn(log, search)
    }
  }

  private askOn(): void {
    for (const { log, search } of this.asks.splice(0, this.asking.take(this.asks.length))) this.ports.ask(log, search)
  }
}
