import { toHex } from '../crypto/bytes.ts'
import { BRANCH_LENGTH_MAX, BranchCopy, type BranchPart } from '../log/branch.ts'
import type { Log } from '../log/log.ts'
import { Queue } from '../log/queue.ts'
import { followLog, type Tail, tailOf } from '../log/tail.ts'
import type { SignedHead } from '../log/types.ts'
import type { OtherBranch, RosterBook } from './book.ts'
import { giveWayTo } from './branch-room.ts'
import type { Fork, Forks } from './forks.ts'
import type { ForkBranchStore } from './ports.ts'
import type { RosterBlock } from './roster/types.ts'

/** After a branch was kept none is asked for, for so many times as long as that took: an author may make one longer entry by entry. */
const REST = 3

/** A head of a branch that is known. `whole`: its entries can be had here, not only its tree and its roster-ring entries. */
export interface BranchHead extends SignedHead {
  logId: Buffer
  whole: boolean
}

/** Where a branch is asked for from: a length, and the tree hash there. */
export interface BranchStart {
  length: number
  treeHash: Buffer
}

export interface BranchesDesk {
  forks: Forks
  store: ForkBranchStore
  book: RosterBook
  logBy(signer: Buffer): Promise<Log>
  /** The roster-ring entry that a block of another branch is; null where it is none, or its key is not here. */
  open(logId: Buffer, index: number, block: Buffer): RosterBlock | null
  /** Changes when an entry may be opened that could not be before: a key was learnt, or somebody has a say. */
  reading(): string
}

/** What is known of one forked log. */
interface Known {
  fork: Fork
  log: Log
  /** Of the branch that is held; null while that does not reach the fork. */
  held: Tail | null
  kept: BranchCopy[]
}

/** The branches of the logs of one space of which a fork is proven: the ones that are held, and copies of the others. */
export class Branches {
  private readonly desk: BranchesDesk
  private readonly known = new Map<string, Known>()
  private readonly stored: BranchCopy[]
  /** The entries of a kept branch that were opened. */
  private readonly opened = new WeakMap<BranchCopy, Map<number, RosterBlock>>()
  private readonly claimed = new Set<string>()
  private reading = ''
  /** When the next may be asked for, by performance.now(). */
  private restUntil = 0
  private readonly queue = new Queue()
  private readonly listeners = new Set<() => void>()

  constructor(desk: BranchesDesk) {
    this.desk = desk
    // The store is not of this space alone; the proofs are.
    const own = desk.store.all().filter(({ logId }) => desk.forks.of(logId))
    this.stored = own.map(({ branch }) => BranchCopy.decode(branch))
  }

  /** Looks at the log that is held where it is forked: after a proof, and when it has grown. The roster is to be settled afterwards. */
  follow(logId: Buffer): Promise<void> {
    return this.queue.run(async () => {
      const fork = this.desk.forks.of(logId)
      if (!fork) return
      const [{ signer }] = fork.proof.branches
      const log = await this.desk.logBy(signer)
      const before = this.known.get(toHex(logId))
      const length = before?.held?.length
      const same = before?.fork.index === fork.index && before.held !== null && (await followLog(before.held, log, BRANCH_LENGTH_MAX))
      const held = same && before ? before.held : await tailOf(log, fork.index, BRANCH_LENGTH_MAX)
      const kept = before?.kept ?? this.stored.filter((one) => one.logId.equals(logId))
      if (!before) for (const one of kept) this.openIn(one)
      this.known.set(toHex(logId), { fork, log, held, kept })
      this.drop(logId, (one) => held !== null && isOn(held, one.head()))
      const grown = same && before?.log === log && held && length !== undefined ? { from: length, to: held.length } : null
      if (grown && grown.from === grown.to) return
      // What a member appends to a forked log is no reason to fold anew.
      if (!grown || this.desk.book.awaits(logId, grown.from, grown.to)) this.publish()
      this.tell()
    })
  }

  /** The same for all of them. */
  async followAll(): Promise<void> {
    for (const { logId } of this.desk.forks.all()) await this.follow(logId)
  }

  /** Tries to open what could not be opened yet: a key was learnt, or somebody has a say. True where there is more to the roster. */
  openMore(): boolean {
    const reading = this.desk.reading()
    if (reading === this.reading) return false
    this.reading = reading
    let found = false
    for (const { kept } of this.known.values()) for (const one of kept) found = this.openIn(one) || found
    if (found) this.publish()
    return found
  }

  /** Heads of all branches that are known of forked logs. */
  heads(): BranchHead[] {
    return [...this.known.values()].flatMap(({ fork: { logId, index }, log, kept }) => {
      const head = log.length <= index ? null : log.head()
      const held = head ? [{ ...head, logId, whole: true }] : []
      return [...held, ...kept.flatMap((one) => ({ ...present(one.head()), logId, whole: false }))]
    })
  }

  /**
   * From where a branch with this head can be asked for, best first. Empty where it is known as well as who tells of it can make it, or nothing of the
   * log is here to begin with.
   */
  startsFor({ logId, length, treeHash, whole }: Pick<BranchHead, 'logId' | 'length' | 'treeHash' | 'whole'>): BranchStart[] {
    const known = this.known.get(toHex(logId))
    if (!known?.held || length <= known.fork.index || length - known.fork.index > BRANCH_LENGTH_MAX) return []
    if (isOn(known.held, { length, treeHash })) return []
    if (known.kept.some((one) => isOn(one.tail, { length, treeHash }) && (one.whole || !whole))) return []
    const shorter = known.kept.filter((one) => one.tail.length < length && (one.whole || !whole)).map(({ tail }) => endOf(tail))
    const start = { length: known.fork.index, treeHash: present(known.held.treeHashAt(known.fork.index)) }
    return [...shorter.sort((a, b) => b.length - a.length), start]
  }

  /** What a branch from this start on is put together in. Null where that is not known any more. */
  begin(logId: Buffer, start: BranchStart): BranchCopy | null {
    const known = this.known.get(toHex(logId))
    const kept = known?.kept.find(({ tail }) => tail.length === start.length && isOn(tail, start))
    if (kept) return kept.copy()
    const { held, fork } = known ?? {}
    if (!held || !fork || start.length !== held.start || !isOn(held, start)) return null
    return new BranchCopy(logId, fork.proof.branches[0].signer, held.atStart())
  }

  /** What follows `start` on the branch with this head. Null where that is not known here. */
  async partFor(logId: Buffer, start: BranchStart, head: BranchStart): Promise<BranchPart | null> {
    const known = this.known.get(toHex(logId))
    if (!known) return null
    const { log, held, kept } = known
    if (held && isOn(held, start) && isOn(held, head)) {
      const segment = await log.segmentFrom(start.length)
      return segment && { logId, start: segment.start, signature: segment.signature, items: segment.blocks }
    }
    return kept.find(({ tail }) => isOn(tail, start) && isOn(tail, head))?.partFrom(start.length) ?? null
  }

  /** Keeps a branch, durably on return, unless it says nothing new or there are too many. True where it is kept. The roster is to be settled then. */
  keep(copy: BranchCopy): boolean {
    const known = this.known.get(toHex(copy.logId))
    const head = copy.head()
    if (!known || !head || this.startsFor({ ...head, logId: copy.logId, whole: copy.whole }).length === 0) return false
    const before = known.kept.filter((one) => isOn(copy.tail, one.head()) && (copy.whole || !one.whole))
    if (!this.makeRoom(known, copy, before)) return false
    this.desk.store.put(copy.logId, head.treeHash, copy.encode())
    known.kept.push(copy)
    this.drop(copy.logId, (one) => before.includes(one))
    this.openIn(copy)
    this.publish()
    this.tell()
    return true
  }

  /** Whether a branch may be fetched now: nobody does, and enough time has gone by since one was kept. */
  isFree({ treeHash }: BranchStart): boolean {
    return !this.claimed.has(toHex(treeHash)) && performance.now() >= this.restUntil
  }

  /** One connection fetches a branch, whoever else has it too. False where another does. */
  claim({ treeHash }: BranchStart): boolean {
    if (this.claimed.has(toHex(treeHash))) return false
    this.claimed.add(toHex(treeHash))
    return true
  }

  /** Others may fetch it now, if it is not known. */
  release({ treeHash }: BranchStart): void {
    if (this.claimed.delete(toHex(treeHash))) queueMicrotask(() => this.tell())
  }

  /** Keeping a branch, and all that came of it, took so many ms: has the others wait. */
  rest(ms: number): void {
    const now = performance.now()
    const waits = this.restUntil > now
    this.restUntil = Math.max(now, this.restUntil) + REST * ms
    if (!waits) this.wakeRested()
  }

  private wakeRested(): void {
    setTimeout(
      () => {
        if (performance.now() < this.restUntil) this.wakeRested()
        else this.tell()
      },
      Math.ceil(this.restUntil - performance.now()),
    ).unref()
  }

  /** Calls back when there may be new heads, or one may be fetched. Returns how to stop that. */
  onNews(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Tells the listeners that there may be new heads. */
  tell(): void {
    for (const listener of this.listeners) listener()
  }

  /**
   * Whether there is room for a branch in the place of those `before` it, and of others that matter less. Counted by organisations: whoever signs many
   * leaves others theirs. One that founder or stewards have cited goes before one that anyone has, or whoever was removed could fill the room.
   */
  private makeRoom({ kept, fork: { logId } }: Known, copy: BranchCopy, before: readonly BranchCopy[]): boolean {
    const { book } = this.desk
    const own = this.logsBeside(logId)
    const inCharge = new Set(book.authorityLogIds.map(toHex).filter((name) => !own.has(name) && name !== toHex(logId)))
    const rankOf = ({ logId: of, tail }: BranchCopy): number => {
      const isHere = (head: BranchStart): boolean => head.length > tail.start && isOn(tail, head)
      return [book.cites(of, isHere), book.cites(of, isHere, (by) => inCharge.has(toHex(by)))].filter(Boolean).length
    }
    const others = [...own].flatMap((name) => this.known.get(name)?.kept ?? [])
    const gone = giveWayTo(
      copy,
      [...kept, ...others].filter((one) => !before.includes(one)),
      rankOf,
    )
    for (const idle of gone ?? []) this.drop(idle.logId, (one) => one === idle)
    return gone !== null
  }

  /** The other logs of whoever this one is of, by their ids in hexadecimal. */
  private logsBeside(logId: Buffer): Set<string> {
    const { members = [], heard = [] } = this.desk.book.roster ?? {}
    const owners = [...members, ...heard].filter(({ devices }) => devices.some((device) => device.logId.equals(logId)))
    const logs = new Set(owners.flatMap(({ devices }) => devices.map((device) => toHex(device.logId))))
    logs.delete(toHex(logId))
    return logs
  }

  private drop(logId: Buffer, which: (one: BranchCopy) => boolean): void {
    const known = this.known.get(toHex(logId))
    for (const one of known?.kept.filter(which) ?? []) {
      known?.kept.splice(known.kept.indexOf(one), 1)
      const kept = known?.kept.some((other) => other.head()?.treeHash.equals(present(one.head()).treeHash))
      if (!kept) this.desk.store.remove(logId, present(one.head()).treeHash)
    }
  }

  private openIn(copy: BranchCopy): boolean {
    const opened = this.opened.get(copy) ?? new Map<number, RosterBlock>()
    this.opened.set(copy, opened)
    const before = opened.size
    for (const [index, bytes] of copy.blocks) {
      const block = opened.has(index) ? null : this.desk.open(copy.logId, index, bytes)
      if (block) opened.set(index, block)
    }
    return opened.size > before
  }

  /** Gives the roster what is known now. */
  private publish(): void {
    this.desk.book.setForked(
      [...this.known.values()].map(({ fork: { logId, index }, held, kept }) => ({
        logId,
        index,
        held,
        others: kept.flatMap((one) => this.otherBranch(one, held) ?? []),
      })),
    )
  }

  /** A copy that begins behind the fork, as that was proven later, goes on what is held. */
  private otherBranch(copy: BranchCopy, held: Tail | null): OtherBranch | null {
    const { tail } = copy
    const blocks = [...(this.opened.get(copy)?.values() ?? [])]
    if (held && !isOn(held, { length: tail.start, treeHash: present(tail.treeHashAt(tail.start)) })) return null
    const treeHashAt = (length: number) => (length < tail.start ? (held?.treeHashAt(length) ?? null) : tail.treeHashAt(length))
    return { start: tail.start, treeHashAt, blocks }
  }
}

const endOf = (tail: Tail): BranchStart => ({ length: tail.length, treeHash: present(tail.treeHashAt(tail.length)) })

const isOn = (tail: Tail, head: BranchStart | null): boolean =>
  head !== null && tail.treeHashAt(head.length)?.equals(head.treeHash) === true

function present<T>(value: T | null): T {
  if (value === null) throw new Error('a branch without a head')
  return value
}
