import type { EntryId, SpaceId } from '../engine/contract/ids.ts'
import type { CardKind } from '../engine/contract/record-kinds.ts'
import { Pacer } from '../pacer.ts'
import { concernsAlerts, foldAlerts } from '../records/alert-fold.ts'
import { type CardState, type Folded, fold, type RecordState } from '../records/fold.ts'
import { type AnyVersion, type RecordVersion, recordNameOf } from '../records/version.ts'
import { AbroadBook } from './abroad.ts'
import { Alerts } from './alerts.ts'
import { threads, within } from './batch.ts'
import { Cards } from './cards.ts'
import { compare } from './compare.ts'
import { type Database, paceFor, slowTransaction, transaction, writeBuild } from './database.ts'
import { Files } from './files.ts'
import type { Ids } from './ids.ts'
import { Items } from './items.ts'
import { type CardLook, cardLookOf, type ItemLook, itemLookOf } from './look.ts'
import { madeOf } from './made.ts'
import { Refs } from './refs.ts'
import { settle } from './schema.ts'
import { sourceOf } from './source.ts'
import { isSweepDue, sweepLater } from './sweep.ts'
import { type OwnIn, Ties } from './ties.ts'
import { Versions } from './versions.ts'
import { type Waiting, Waits } from './waits.ts'
import { withdraw } from './withdraw.ts'

/** What goes into the index together with the entries, in the same transaction. */
export interface Marks {
  /** Of each log, the index of the first entry that was not taken in. Never goes back. */
  cursors?: readonly { log: string; next: number }[]
  /** Entries to remember as waiting for a key. */
  waiting?: readonly Waiting[]
  /** Entries that wait no more. */
  opened?: readonly { log: string; index: number }[]
}

export interface Applied {
  /** How many records look different now, or are new or gone. */
  changed: number
  /** How many alerts look different now, or are new or gone. */
  alerts: number
  /** Whether other files are named now. */
  files: boolean
  /** Entries whose text is gone from the index because of this batch. */
  erased: EntryId[]
}

/** From here on a batch is one of many: a log is being read, not a record saved. */
const MANY = 200

/** Steps between two looks at the clock. */
const LOOK_EVERY = 2
/** Longest stretch of a feed in ms: what comes in meanwhile needs the thread often, if only for a moment. */
const FEED_MS = 2

/** Writes batches of entries (index.ts, `apply` and `feed`). */
export class Writer {
  private readonly db: Database
  private readonly ids: Ids
  private readonly versions: Versions
  private readonly ties: Ties
  private readonly house: SpaceId
  private readonly alerts: Alerts
  private readonly cards: Cards
  private readonly refs: Refs
  private readonly files: Files
  private readonly abroad: AbroadBook
  private readonly waits: Waits
  private filesChanged = false
  private readonly passedOver: (error: Error) => void
  /** Threads at which this program has failed: one record of one member must not stop all that comes after it. */
  private readonly passed = new Set<string>()
  /** The thread that is taken in. */
  private at: readonly RecordVersion[] | null = null
  /** Whether a transaction is open while others have the thread. */
  private feeding = false

  constructor(db: Database, ids: Ids, house: SpaceId, ownIn: OwnIn, now: () => number, passedOver: (error: Error) => void) {
    this.passedOver = passedOver
    this.db = db
    this.house = house
    this.ids = ids
    this.ties = new Ties(db, this.ids, ownIn)
    this.versions = new Versions(db, this.ids)
    this.alerts = new Alerts(db, this.ids, now)
    this.cards = new Cards(db, this.ids)
    this.refs = new Refs(db)
    this.files = new Files(db, this.ids)
    this.abroad = new AbroadBook(db, this.ids, house)
    this.waits = new Waits(db, this.ids)
  }

  changesOf(kind: CardKind): number {
    return this.cards.changesOf(kind)
  }

  get busy(): boolean {
    return this.feeding
  }

  apply(batch: readonly RecordVersion[], marks: Marks): Applied {
    this.prepare(batch)
    try {
      return transaction(this.db, () => {
        const steps = this.write(batch, marks)
        for (;;) {
          const { done, value } = steps.next()
          if (done) return value
        }
      })
    } catch (error) {
      this.forget()
      if (this.passOver(error)) return this.apply(batch, marks)
      throw error
    }
  }

  async feed(batch: readonly RecordVersion[], marks: Marks): Promise<Applied> {
    this.prepare(batch)
    this.feeding = true
    try {
      return await slowTransaction(this.db, async () => {
        const pace = new Pacer(FEED_MS)
        const steps = this.write(batch, marks)
        for (let at = 0; ; at++) {
          const { done, value } = steps.next()
          if (done) return value
          if (at % LOOK_EVERY === 0 && pace.due) await pace.breathe()
        }
      })
    } catch (error) {
      this.forget()
      if (!this.passOver(error)) throw error
    } finally {
      this.feeding = false
    }
    return this.feed(batch, marks)
  }

  /** What a transaction that did not come about gave numbers to has none. */
  private forget(): void {
    this.ids.forget()
    this.refs.forget()
  }

  /** Whether it was a record that this program cannot read, and the same can be tried without it. */
  private passOver(error: unknown): boolean {
    if (this.at === null || !isFault(error)) return false
    this.passed.add(threadKey(this.at))
    this.passedOver(error)
    return true
  }

  /** Takes out what is held of a log from an entry on (withdraw.ts). Returns how many records and alerts look different now. */
  withdraw(log: string, from: number): number {
    this.prepare([])
    this.writeOut(settle)
    try {
      return transaction(this.db, () => {
        const items = new Items(this.db, this.ids, this.ties, this.versions, this.house)
        let changed = 0
        withdraw(
          this.db,
          this.ids,
          this.versions,
          this.house,
          log,
          from,
          (before, after, thread) => {
            changed += this.tell(before, after, thread, items)
          },
          (before, after) => {
            changed += this.alerts.change(before, after)
          },
        )
        for (const _step of items.settle()) void _step
        for (const _step of items.write()) void _step
        return changed
      })
    } finally {
      // Numbers of threads that are gone may be given again.
      this.forget()
    }
  }

  /** What a first feed holds back (index.ts). */
  flush(): void {
    if (!this.feeding) this.writeOut(writeBuild)
  }

  private writeOut(write: (db: Database) => void): void {
    try {
      write(this.db)
    } catch (error) {
      this.forget()
      throw error
    }
  }

  private prepare(batch: readonly RecordVersion[]): void {
    if (this.feeding) throw new Error('a feed is under way')
    const many = batch.length >= MANY
    if (!many && batch.length > 0) this.writeOut(settle)
    // Whoever saves soon after a feed does not move all of it into the file: the sweep does, at its end.
    paceFor(this.db, many || isSweepDue(this.db) ? 'many' : 'few')
  }

  waiting(epochId: Buffer, after: Waiting | null, limit: number): Waiting[] {
    return this.waits.of(epochId, after, limit)
  }

  /** Writes a batch in many small steps, within the transaction of the caller. */
  private *write(batch: readonly RecordVersion[], marks: Marks): Generator<void, Applied> {
    this.at = null
    this.filesChanged = false
    const items = new Items(this.db, this.ids, this.ties, this.versions, this.house)
    const erased: EntryId[] = []
    let changed = 0
    let alerts = 0
    for (const versions of threads(batch)) {
      if (this.passed.size > 0 && this.passed.has(threadKey(versions))) continue
      this.at = versions
      const done = this.takeIn(versions, items)
      this.at = null
      changed += done.changed
      alerts += done.alerts
      erased.push(...done.erased)
      yield
    }
    yield* items.settle()
    yield* items.write()
    if (batch.length >= MANY && changed > 0) sweepLater(this.db)
    this.mark(marks)
    return { changed, alerts, files: this.filesChanged, erased }
  }

  /** Entries of one thread. */
  private takeIn(versions: readonly RecordVersion[], items: Items): Omit<Applied, 'files'> {
    const [first] = versions
    if (!first) return { changed: 0, alerts: 0, erased: [] }
    const name = recordNameOf(first)
    const { id, fresh } = this.versions.thread(first.space, name)
    const look = fresh && versions.length === 1 ? madeOf(first)?.look : null
    if (look) {
      this.versions.add(id, first, false)
      if ('kind' in look) this.tellCard(null, look, id)
      else this.tellItem(null, look, id, items)
      return { changed: 1, alerts: 0, erased: [] }
    }
    const held = fresh ? [] : this.versions.load(id, name)
    const added = within(held, versions)
    if (added.length === 0) return { changed: 0, alerts: 0, erased: [] }

    const before = fold(held, this.house)
    const after = fold([...held, ...added], this.house)
    const gone = new Set(after.erased)
    for (const version of added) this.versions.add(id, version, gone.has(version.entryId))
    const losing = held.filter(({ entryId, kind }) => kind !== 'erased' && gone.has(entryId))
    for (const version of losing) this.versions.erase(id, version)
    return {
      changed: this.tell(before, after, id, items),
      alerts: concernsAlerts(held) || concernsAlerts(added) ? this.alerts.change(foldAlerts(held), foldAlerts([...held, ...added])) : 0,
      erased: ids([...losing, ...added], gone),
    }
  }

  /** Writes what looks different now; returns how many records that are. */
  private tell(before: Folded, after: Folded, thread: number, items: Items): number {
    const [gone, there]: [(() => void)[], (() => void)[]] = [[], []]
    const incidents = compare<RecordState>(before.records, after.records, (was, is) => {
      const when = is ? there : gone
      when.push(() => this.tellItem(was && itemLookOf(was), is && itemLookOf(is), thread, items))
    })
    const cards = compare<CardState>(before.cards, after.cards, (was, is) => {
      const when = is ? there : gone
      when.push(() => this.tellCard(was && cardLookOf(was), is && cardLookOf(is), thread))
    })
    // First what goes: a record that turns out to be of another kind has the same id, and a file of it has one row.
    for (const tell of [...gone, ...there]) tell()
    return incidents + cards
  }

  private tellItem(was: ItemLook | null, is: ItemLook | null, thread: number, items: Items): void {
    this.tellNamed(was, is, sourceOf('item', items.change(was, is, thread)))
  }

  private tellCard(was: CardLook | null, is: CardLook | null, thread: number): void {
    this.tellNamed(was, is, sourceOf('card', this.cards.change(was, is, thread)))
  }

  private tellNamed(was: CardLook | ItemLook | null, is: CardLook | ItemLook | null, source: number): void {
    this.refs.change(was, is, source)
    this.abroad.change(was, is)
    if (this.files.change(was, is)) this.filesChanged = true
  }

  private mark({ cursors = [], waiting = [], opened = [] }: Marks): void {
    this.waits.add(waiting)
    this.waits.remove(opened)
    for (const { log, next } of cursors) this.db.prepare('UPDATE log SET next = max(next, ?) WHERE id = ?').run([next, this.ids.log(log)])
  }
}

const threadKey = ([first]: readonly RecordVersion[]): string => (first ? first.space + recordNameOf(first) : '')

/** What only this program can have got wrong, as opposed to the disk. */
const isFault = (error: unknown): error is Error =>
  error instanceof TypeError ||
  error instanceof RangeError ||
  (error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('SQLITE_CONSTRAINT'))

const ids = (versions: readonly AnyVersion[], among: ReadonlySet<EntryId>): EntryId[] =>
  versions.map(({ entryId }) => entryId).filter((entryId) => among.has(entryId))
