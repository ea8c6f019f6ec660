import { equal, toHex } from '../crypto/bytes.ts'
import { ParasolError } from '../error.ts'
import { HEADS_MAX, type SeenHead } from '../log/entry/causal.ts'
import type { Log } from '../log/log.ts'
import type { OwnLog } from '../log/own-log.ts'
import { Queue } from '../log/queue.ts'
import type { EpochKey } from '../log/types.ts'
import type { RosterBook } from './book.ts'
import type { HybridClock } from './clock.ts'
import { Composer, type Heads } from './composer.ts'
import type { Keyring } from './keyring.ts'
import type { SpacePorts } from './ports.ts'
import { memberOfLog } from './roster/fold.ts'
import { endOf } from './roster/members.ts'
import type { Member } from './roster/types.ts'

/** What writing is done with. */
export interface PenDesk {
  space: Buffer
  ports: SpacePorts
  book: RosterBook
  clock: HybridClock
  keyring: Keyring
  logs: ReadonlyMap<string, Log>
  /** From where on a log is known to have two branches; infinite for all others. */
  forkedAt(logId: Buffer): number
  own(): OwnLog
  me(): Member | null
  certificate(): Buffer
  rosterEpochs(): EpochKey[]
  /** Takes an own roster-ring entry into the roster. */
  absorb(index: number, block: Buffer): void
}

/** Appends entries to the own log of a space, unless that has fallen behind what was written into it before. */
export class Pen {
  /** Whether the own log is older than what we have written into it before, as after a restored backup. Going on would fork it. */
  behind = false
  private readonly desk: PenDesk
  /** Of each log, the length that the last entry that named it did; and of those, that of the last roster-ring entry, which alone all can read. */
  private readonly cited = new Map<string, number>()
  private readonly citedToAll = new Map<string, number>()
  private readonly writes = new Queue()

  constructor(desk: PenDesk) {
    this.desk = desk
  }

  /** A log is never resumed from a backup copy. A head that is only older than the log accuses nobody. */
  async check(): Promise<void> {
    const { ports } = this.desk
    const own = this.desk.own()
    const known = ports.ownHeads.get(own.id)
    this.behind = ports.store.copied
    if (!known || this.behind) return
    this.behind = own.length < known.length || !equal(await own.treeHashAt(known.length), known.treeHash)
  }

  /** Names every head again in the next entry. */
  citeAll(): void {
    this.cited.clear()
    this.citedToAll.clear()
  }

  /** Resolves when nothing is being written. */
  idle(): Promise<void> {
    return this.writes.idle()
  }

  /** Appends what `compose` makes. What it did to the roster is undone where it did not reach the disk. Throws LOG_BEHIND, DISK_FULL. */
  append<T>(compose: (out: Composer, wall: number) => T): Promise<T> {
    return this.writes.run(async () => {
      if (this.behind) throw new ParasolError('LOG_BEHIND')
      const { book, ports } = this.desk
      const own = this.desk.own()
      const done: { result: T; out: Composer }[] = []
      const heads = { all: this.newHeads(this.citedToAll), content: this.newHeads(this.cited) }
      let first = own.length
      try {
        await own.append((index) => {
          first = index
          const wall = ports.now()
          const out = this.composer(own, index, wall, heads)
          for (const { bytes } of book.unwritten()) out.operation({ operation: 'statement', statement: bytes })
          if (book.roster) out.mend()
          done.push({ result: compose(out, wall), out })
          return out.blocks
        })
      } catch (error) {
        book.drop(own.id, first)
        throw error
      }
      const head = own.head()
      // Where a longer one was shown meanwhile, that is what the next start has to know of.
      if (head && !this.behind) ports.ownHeads.put({ logId: own.id, length: head.length, treeHash: head.treeHash })
      const [made] = done
      if (!made) throw new Error('nothing was composed')
      for (const index of made.out.rosterIndexes) ports.positions.add(own.signer, index)
      const toAll = made.out.rosterIndexes[0] === first
      for (const { logId, length } of toAll ? heads.all : heads.content) {
        this.cited.set(toHex(logId), length)
        if (toAll) this.citedToAll.set(toHex(logId), length)
      }
      book.settle()
      return made.result
    })
  }

  private composer(own: OwnLog, first: number, wall: number, heads: Heads): Composer {
    const { space, clock, keyring, book, rosterEpochs, me, certificate, absorb } = this.desk
    return new Composer({
      space,
      logId: own.id,
      first,
      wall,
      heads,
      clock,
      keyring,
      me,
      certificate,
      roster: () => present(book.roster),
      rosterEpoch: () => present(rosterEpochs()[0] ?? null),
      take: absorb,
    })
  }

  /**
   * Heads of other logs that changed since they were last named; after a start, all of them. Ascending by log id. Of a log that has ended nothing
   * past its end is named, and of one with two branches nothing that is on one of them: nothing that is named is ever cut.
   */
  private newHeads(named: ReadonlyMap<string, number>): SeenHead[] {
    const { logs, book, forkedAt } = this.desk
    const own = this.desk.own()
    const heads: SeenHead[] = []
    for (const [name, log] of logs) {
      const head = log.id.equals(own.id) ? null : log.head()
      if (!head || head.length === named.get(name) || head.length > forkedAt(log.id)) continue
      const member = book.roster && memberOfLog(book.roster, log.id)
      if (member && head.length > endOf(member, log.id)) continue
      heads.push({ logId: log.id, length: head.length, treeHash: head.treeHash })
    }
    return heads.sort((a, b) => Buffer.compare(a.logId, b.logId)).slice(0, HEADS_MAX)
  }
}

export function present<T>(value: T | null): T {
  if (value === null) throw new Error('the genesis of this space is not here')
  return value
}
