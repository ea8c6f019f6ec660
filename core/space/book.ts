import { toHex } from '../crypto/bytes.ts'
import type { Statement } from './format/statement.ts'
import { placeName } from './reader.ts'
import { foldRoster } from './roster/fold.ts'
import type { Roster, RosterBlock } from './roster/types.ts'

/**
 * Roster-ring entries of one log that count, the first of them by index. The roster is folded from all that count, so a member who writes
 * them without end must not make that longer for everybody. An honest log has a few for each who comes or goes.
 */
export const LOG_ENTRIES_MAX = 4096

/** The roster-ring entries that are held, and the roster that they add up to: folded when it is asked for, not for every entry. */
export class RosterBook {
  private readonly space: Buffer
  private readonly genesisHash: Buffer
  private readonly blocks = new Map<string, RosterBlock>()
  /** Of each log, where its entries stand. */
  private readonly indexes = new Map<string, number[]>()
  /** Statements that came with proofs of membership, by hash. */
  private readonly shown = new Map<string, Statement>()
  private readonly listeners = new Set<() => void>()
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
      this.folded = foldRoster(this.space, this.genesisHash, [...this.blocks.values()], [...this.shown.values()])
      this.stale = false
    }
    return this.folded
  }

  /** The logs of founder and stewards as of the last fold: asked for with every entry, so it folds nothing. */
  get authorityLogIds(): readonly Buffer[] {
    return this.folded?.authorityLogIds ?? []
  }

  /** Takes an entry in. False where the log has its full number of them before it: then it counts for nothing, here and for everybody. */
  add(block: RosterBlock): boolean {
    const name = placeName(block.logId, block.index)
    if (this.blocks.has(name)) return true
    const log = toHex(block.logId)
    const indexes = this.indexes.get(log) ?? []
    this.indexes.set(log, indexes)
    if (indexes.length >= LOG_ENTRIES_MAX) {
      const last = Math.max(...indexes)
      if (block.index > last) return false
      indexes.splice(indexes.indexOf(last), 1)
      this.blocks.delete(placeName(block.logId, last))
    }
    indexes.push(block.index)
    this.blocks.set(name, block)
    this.stale = true
    this.unsettled = true
    return true
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

  /** Forgets the entries of a log from an index on: they were never written. */
  drop(logId: Buffer, from: number): void {
    for (const [name, block] of this.blocks) {
      if (block.index >= from && block.logId.equals(logId)) this.blocks.delete(name)
    }
    const log = toHex(logId)
    this.indexes.set(
      log,
      (this.indexes.get(log) ?? []).filter((index) => index < from),
    )
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

  /** Tells the listeners if the roster is another than when they were last told. */
  settle(): void {
    if (!this.unsettled) return
    this.unsettled = false
    const now = this.roster ? digest(this.roster) : ''
    if (now === this.told) return
    this.told = now
    this.announce()
  }
}

/** Everything in a roster that can change. */
function digest({ members, epochs, rosterEpochIds }: Roster): string {
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
  ])
}
