import { toHex } from '../crypto/bytes.ts'
import type { Statement } from './format/statement.ts'
import { placeName } from './reader.ts'
import { headsIn } from './roster/citations.ts'
import { foldRoster } from './roster/fold.ts'
import { operationOf } from './roster/ledger.ts'
import type { Branch, ForkedLog, Roster, RosterBlock } from './roster/types.ts'
import { weightOf } from './roster/weight.ts'

/**
 * Roster-ring entries of one log that count, the first of them by index. The roster is folded from all that count, so a member who writes
 * them without end must not make that longer for everybody. An honest log has a few for each who comes or goes.
 */
export const LOG_ENTRIES_MAX = 4096
/** Weight (roster/weight.ts) of the entries of one log that count: 64 each, were they all there. An honest entry has some tens. */
export const LOG_WEIGHT_MAX = LOG_ENTRIES_MAX * 64

/** A branch of a forked log that is not the one held: what it has from `start` on; before, it goes as that does. */
export interface OtherBranch extends Branch {
  start: number
}

/** A log with a fork proof. `held`: tree hashes of the branch that is held, whose entries the book has; null while that does not reach the index. */
export interface ForkedBook {
  logId: Buffer
  index: number
  held: Pick<Branch, 'treeHashAt'> | null
  others: readonly OtherBranch[]
}

/** What is held of one log: where its entries stand, what they weigh, and from where on nothing counts because it has its full number or weight. */
interface Shelf {
  indexes: number[]
  weight: number
  end: number
}

/** The roster-ring entries that are held, and the roster that they add up to: folded when it is asked for, not for every entry. */
export class RosterBook {
  private readonly space: Buffer
  private readonly genesisHash: Buffer
  private readonly blocks = new Map<string, RosterBlock>()
  private readonly shelves = new Map<string, Shelf>()
  /** Statements that came with proofs of membership, by hash. */
  private readonly shown = new Map<string, Statement>()
  private readonly listeners = new Set<() => void>()
  private forked: readonly ForkedBook[] = []
  private folded: Roster | null = null
  private stale = false
  private unsettled = false
  private told = ''

  constructor(space: Buffer, genesisHash: Buffer) {
    this.space = space
    this.genesisHash = genesisHash
  }

  /** Null until the genesis is here. */
  get roster(): Roster | null {
    if (this.stale) {
      const forked = this.forked.map((one) => this.branchesOf(one))
      this.folded = foldRoster(this.space, this.genesisHash, [...this.blocks.values()], [...this.shown.values()], forked)
      this.stale = false
    }
    return this.folded
  }

  /** The logs of founder and stewards as of the last fold: asked for with every entry, so it folds nothing. */
  get authorityLogIds(): readonly Buffer[] {
    return this.folded?.authorityLogIds ?? []
  }

  /** Takes an entry in. False where the log has its full number or weight of them before it: then it counts for nothing, here and for everybody. */
  add(block: RosterBlock): boolean {
    const name = placeName(block.logId, block.index)
    if (this.blocks.has(name)) return true
    const log = toHex(block.logId)
    const shelf = this.shelves.get(log) ?? { indexes: [], weight: 0, end: Number.POSITIVE_INFINITY }
    this.shelves.set(log, shelf)
    if (block.index >= shelf.end) return false
    shelf.indexes.push(block.index)
    shelf.weight += weightOf(block)
    this.blocks.set(name, block)
    // Whatever the order they come in, the same are left: those before the first that is too many or too heavy.
    while (shelf.indexes.length > LOG_ENTRIES_MAX || shelf.weight > LOG_WEIGHT_MAX) {
      shelf.end = Math.max(...shelf.indexes)
      this.take(shelf, block.logId, shelf.end)
    }
    if (block.index >= shelf.end) return false
    this.stale = true
    this.unsettled = true
    return true
  }

  /**
   * The last removal in one of these logs below their end that no entry of `by` cites: its operation id. Nobody's word stands by itself once a second
   * branch of its log turns up, so whoever has heard of a removal says so. Asked for with every write.
   */
  uncitedRemoval(by: Buffer, of: readonly { logId: Buffer; end: number }[]): Buffer | null {
    const own = this.heldOf(by, 0, Number.POSITIVE_INFINITY)
    for (const { logId, end } of of) {
      const removal = this.heldOf(logId, 0, end).findLast((block) => operationOf(block)?.fields.operation === 'remove')
      if (removal && !own.some((block) => citesPlace(block, removal))) return removal.operationId
    }
    return null
  }

  /** The index from which on entries of a log do not count, as it has its full number or weight of them before; infinite where it has not. */
  fullAt(logId: Buffer): number {
    return this.shelves.get(toHex(logId))?.end ?? Number.POSITIVE_INFINITY
  }

  /** Whether several logs together have said as much as two may: those of one organisation, so that it gains nothing by having many computers. */
  isOverfull(logIds: readonly Buffer[]): boolean {
    const shelves = logIds.map((logId) => this.shelves.get(toHex(logId)))
    const entries = shelves.reduce((sum, shelf) => sum + (shelf?.indexes.length ?? 0), 0)
    const weight = shelves.reduce((sum, shelf) => sum + (shelf?.weight ?? 0), 0)
    return entries >= 2 * LOG_ENTRIES_MAX || weight >= 2 * LOG_WEIGHT_MAX
  }

  /** Which logs are forked, and what is known of their branches, in the place of what was before. */
  setForked(forked: readonly ForkedBook[]): void {
    this.forked = forked
    this.stale = true
    this.unsettled = true
  }

  /** Whether an entry that is held, in a log that `by` is true of, names a head of a log, in causal or as a cut, that `which` is true of. */
  cites(
    logId: Buffer,
    which: (head: { length: number; treeHash: Buffer }) => boolean,
    by: (logId: Buffer) => boolean = () => true,
  ): boolean {
    return [...this.blocks.values()].some((block) => by(block.logId) && headsIn(block, logId).some(which))
  }

  /** Whether somebody has cited a head of a log, or a statement ends it, behind one length and up to another. */
  awaits(logId: Buffer, from: number, to: number): boolean {
    const isBetween = ({ length }: { length: number }): boolean => length > from && length <= to
    const devices = this.folded?.members.flatMap((member) => member.devices) ?? []
    return devices.some(({ end, logId: of }) => end && isBetween(end) && of.equals(logId)) || this.cites(logId, isBetween)
  }

  private branchesOf({ logId, index, held, others }: ForkedBook): ForkedLog {
    const behind = this.heldOf(logId, index, Number.POSITIVE_INFINITY)
    const own = held ? [{ treeHashAt: (length: number) => held.treeHashAt(length), blocks: behind }] : []
    return { logId, index, branches: [...own, ...others.map((one) => this.within(logId, index, one))] }
  }

  /** A branch with those of its entries that count by number and weight, after those that it has in common with what is held. */
  private within(logId: Buffer, from: number, { start, treeHashAt, blocks }: OtherBranch): Branch {
    const end = this.shelves.get(toHex(logId))?.end ?? Number.POSITIVE_INFINITY
    const before = this.heldOf(logId, 0, start)
    const own = end <= start ? [] : blocks.toSorted((a, b) => a.index - b.index)
    let weight = 0
    const counted = [...before, ...own].filter((block, at) => {
      weight += weightOf(block)
      return at < LOG_ENTRIES_MAX && weight <= LOG_WEIGHT_MAX
    })
    return { treeHashAt, blocks: counted.filter(({ index }) => index >= from) }
  }

  /** The held entries of a log between two indexes, in order. */
  private heldOf(logId: Buffer, from: number, to: number): RosterBlock[] {
    const indexes = (this.shelves.get(toHex(logId))?.indexes ?? []).filter((index) => index >= from && index < to)
    return indexes.sort((a, b) => a - b).flatMap((index) => this.blocks.get(placeName(logId, index)) ?? [])
  }

  private take(shelf: Shelf, logId: Buffer, index: number): void {
    const name = placeName(logId, index)
    const block = this.blocks.get(name)
    this.blocks.delete(name)
    shelf.indexes.splice(shelf.indexes.indexOf(index), 1)
    if (block) shelf.weight -= weightOf(block)
  }

  /** Takes statements in that stand in no entry yet. True where one is new. */
  show(statements: readonly Statement[]): boolean {
    const before = this.shown.size
    for (const statement of statements) this.shown.set(toHex(statement.hash), statement)
    if (this.shown.size === before) return false
    this.stale = true
    this.unsettled = true
    return true
  }

  /** Statements of present members that count and stand in no entry: whoever writes next puts them there, for those who never meet their author. */
  unwritten(): Statement[] {
    if (this.shown.size === 0) return []
    const written = new Set<string>()
    for (const { content } of this.blocks.values()) {
      if (content.is === 'genesis') written.add(toHex(content.genesis.certify.hash))
      else if (content.is === 'operation') for (const { hash } of content.statements) written.add(toHex(hash))
    }
    const members = this.roster?.members.filter((one) => one.present) ?? []
    return members.flatMap(({ statements }) => statements.filter(({ hash }) => this.shown.has(toHex(hash)) && !written.has(toHex(hash))))
  }

  /**
   * The heads that one of these logs had named when a statement came to stand in it: of each log, by its id in hexadecimal, the greatest length.
   * Null where the statement stands in none of them.
   */
  namedWith(statement: Buffer, by: readonly Buffer[]): ReadonlyMap<string, number> | null {
    const blocks = [...this.blocks.values()]
    const said = blocks.find(
      ({ content, logId }) =>
        content.is === 'operation' && by.some((id) => id.equals(logId)) && content.statements.some(({ hash }) => hash.equals(statement)),
    )
    if (!said) return null
    const named = new Map<string, number>()
    for (const { logId, index, causal } of blocks) {
      if (index > said.index || !logId.equals(said.logId)) continue
      for (const head of causal.heads) named.set(toHex(head.logId), Math.max(head.length, named.get(toHex(head.logId)) ?? 0))
    }
    return named
  }

  /** Forgets the entries of a log from an index on: they were never written. */
  drop(logId: Buffer, from: number): void {
    const shelf = this.shelves.get(toHex(logId))
    for (const index of shelf ? [...shelf.indexes] : []) if (shelf && index >= from) this.take(shelf, logId, index)
    if (shelf && shelf.end >= from) shelf.end = Number.POSITIVE_INFINITY
    this.stale = true
    this.unsettled = true
  }

  /** Calls back after `settle` where the roster is another than at the one before. Returns how to stop that. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Tells the listeners that something about the space is not as it was. */
  announce(): void {
    for (const listener of this.listeners) listener()
  }

  /** Tells the listeners if the roster is another than when they were last told; with `anyway`, though it is not. */
  settle(anyway = false): void {
    if (!this.unsettled && !anyway) return
    this.unsettled = false
    const now = this.roster ? `${digest(this.roster)} ${this.unwritten().length}` : ''
    if (now === this.told && !anyway) return
    this.told = now
    this.announce()
  }
}

/** Whether an entry names a head that covers another entry, or accepts what it says. */
function citesPlace(block: RosterBlock, { logId, index, operationId }: RosterBlock): boolean {
  const fields = operationOf(block)?.fields
  if (fields?.operation === 'accept' && fields.accepted.equals(operationId)) return true
  return headsIn(block, logId).some(({ length }) => length > index)
}

/** Everything in a roster that can change. */
function digest({ members, epochs, rosterEpochIds, heard, frozen, contested, since, votes, successions, elected }: Roster): string {
  return JSON.stringify([
    members.map((one) => [
      toHex(one.instance),
      one.present,
      one.accepted,
      one.devices.map(({ logId, end }) => [toHex(logId), end?.length]),
      one.role,
      one.statements.length,
      [...one.cuts, ...one.watermarks].map(({ length }) => length),
    ]),
    epochs.map((one) => [toHex(one.epochId), one.instances.length, one.leaked.length]),
    rosterEpochIds.map(toHex),
    heard.map(({ devices }) => devices.map(({ logId }) => toHex(logId))),
    frozen,
    contested.map(toHex),
    toHex(since),
    votes.map(({ steward, number, instance }) => [toHex(steward), number, instance && toHex(instance)]),
    [...successions.map(({ operationId }) => operationId), ...elected].map(toHex),
  ])
}
