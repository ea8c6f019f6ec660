import type { AlertFound } from '../engine/contract/alert.ts'
import type { CardRow, UnderName, Unit } from '../engine/contract/card.ts'
import type { Figures } from '../engine/contract/figures.ts'
import type { EntryId, OrganisationId, RecordId, SpaceId } from '../engine/contract/ids.ts'
import type { Place, Version } from '../engine/contract/incident.ts'
import type { Filters } from '../engine/contract/index.ts'
import type { Mention } from '../engine/contract/mention.ts'
import type { CardKind } from '../engine/contract/record-kinds.ts'
import { type CardState, entryOf, type RecordState } from '../records/fold.ts'
import { history, type NameAuthor } from '../records/history.ts'
import type { RecordName } from '../records/kinds.ts'
import { type AnyVersion, nameIn, type RecordVersion } from '../records/version.ts'
import { type Abroad, AbroadBook, type Gone, listGone } from './abroad.ts'
import { type AlertPage, Alerts, type StandingAlert } from './alerts.ts'
import { type Applied, type Marks, Writer } from './apply.ts'
import { type CardAsk, type CardPage, CardReader } from './cards.ts'
import { guarded, IndexDamagedError, isBuilding } from './database.ts'
import { type DuePage, listDue, listNamed } from './due.ts'
import { figuresOf, monthAt } from './figures.ts'
import { Files, type StandingFile } from './files.ts'
import { Ids } from './ids.ts'
import { type IncidentHere, incidentOf } from './incident.ts'
import { listPlaces } from './places.ts'
import { type Page, Reader, type Standing } from './reader.ts'
import { openTables, settle } from './schema.ts'
import { mustSweep, sweep } from './sweep.ts'
import { type Copy, type OwnIn, Ties } from './ties.ts'
import { listUnits } from './units.ts'
import { Versions } from './versions.ts'
import type { Waiting } from './waits.ts'

export type { Abroad, Gone } from './abroad.ts'
export type { AlertPage, StandingAlert } from './alerts.ts'
export type { Applied, Marks } from './apply.ts'
export type { CardAsk, CardPage } from './cards.ts'
export { IndexDamagedError, removeIndex } from './database.ts'
export type { DuePage } from './due.ts'
export type { StandingFile } from './files.ts'
export { conflictsOf, type IncidentHere, incidentOf } from './incident.ts'
export type { Page } from './reader.ts'
export type { Copy } from './ties.ts'
export type { Waiting } from './waits.ts'

const EXPORT_BATCH = 200
const AREAS = 20

/**
 * The searchable projection of all records, `index.db`. It holds nothing that the logs do not: whoever opens it reads
 * `cursor` of each log and feeds it the entries from there with `apply`; where the file was missing, damaged, or of an older program, that is from 0.
 *
 * Every method may throw IndexDamagedError (close, `removeIndex`, open and feed it anew), DISK_FULL or PROFILE_READ_ONLY.
 */
export interface Index {
  /**
   * Takes entries in, whatever their order; ones it has already change nothing. All in one transaction with the marks: after a crash either
   * everything of a call is there or nothing; in the first feed of an empty index (calls of 200 entries and more, until a smaller one, `sweep` or
   * `close`) a crash means starting again from 0, and what does not fit the disk is told by whatever ends it, or by `flush`. When it answers, bodies, rows
   * and words of erased records have left the file; words from before an amendment of them leave it with `sweep`.
   */
  apply(batch: readonly RecordVersion[], marks?: Marks): Applied
  /**
   * The same for much at once: gives the thread away every few milliseconds, and what is read meanwhile may show some of the batch already.
   * One at a time, and no `apply` before it has resolved: that throws. `sweep` may be called, and then does nothing.
   * Fastest at some thousand entries a call.
   */
  feed(batch: readonly RecordVersion[], marks?: Marks): Promise<Applied>
  /**
   * Writes what a first feed has held back, without waiting for the disk; to be called when it is over, for only this throws DISK_FULL where it does not
   * fit: then some of it is gone, the cursors say how much, and it is to be fed again.
   */
  flush(): void
  /**
   * Takes out what is held of a log from an entry on, because it does not count any more, and moves `cursor` there; other cursors may go back too,
   * where a tombstone is taken out. Returns how many records and alerts look different now. Throws while a feed is under way.
   */
  withdraw(log: string, from: number): number
  /**
   * One step (some 10 ms) of tidying up after erasing or after much was fed; true when nothing is left to do. To be called until then
   * whenever the engine has nothing else to do: after opening, after an erasure, after a feed.
   */
  sweep(): boolean
  /** Whether a sweep is due that cannot wait for long: of words that were erased, or of a first feed that is lost until its end is on the disk. */
  mustSweep(): boolean
  /** Milliseconds since somebody last wanted a list, a count, a record or areas, or much was fed, a first feed left out; infinite where nothing was. */
  sinceUsed(): number
  /** Index of the first entry of a log that was not taken in; 0 for an unknown log. `log` is its id, 64 hexadecimal digits. */
  cursor(log: string): number
  /** Entries that wait for the key of an epoch (32 bytes), log by log, those that stand behind `after`. A member can have millions of them. */
  waiting(epochId: Buffer, after: Waiting | null, limit: number): Waiting[]

  /** Newest first by the time of the incident (position.ts). Rows that come in between two pages shift nothing. Throws BAD_INPUT for a cursor that is not ours. */
  list(filters: Filters, cursor: string | null, limit: number): Page
  count(filters: Filters): { matching: number; all: number }
  /**
   * How many of those that the filters match there are of what, counted in small steps: what changes meanwhile is counted as it was or as it is.
   * Rejects where `signal` is aborted.
   */
  figures(filters: Filters, signal?: AbortSignal): Promise<Figures>
  /** A record as it stands, in the words of the contract; null where there is none (or not any more). */
  get(record: RecordId): IncidentHere | null
  /** The same in the words of core/records: what an amendment or a tombstone is made from. */
  state(record: RecordId): RecordState | null
  /** Records in coalitions that were made from this House record, and are there. */
  copies(record: RecordId): Copy[]
  /** How much of what counts a log (64 hexadecimal digits) has written under the name of a record. */
  written(record: RecordId, log: string): { entries: number; bytes: number }
  /** What an incident is called, read from its row, however many entries it has; null where there is none. */
  title(record: RecordId): string | null
  /** All steps of a record, oldest first; empty where there is none. */
  history(record: RecordId): Version[]
  /** Whether an entry is one of the record's, its proposals included. */
  holds(record: RecordId, entry: EntryId): boolean
  /** The entry that holds what a record shows of a field: where its section is; null where nothing is known. */
  entryOf(record: RecordId, field: string): EntryId | null
  /** Whether an organisation's record of this name is there, or was and is erased, for good or because its import was taken back. */
  standing(space: SpaceId, organisation: OrganisationId, name: RecordName): Standing | null
  /** Areas in use that begin with `text`, whatever case and accents, most used first. */
  areas(text: string): string[]
  /** Places in use that begin with `text`, whatever case and accents, where most happened first. */
  places(text: string, limit: number): Place[]
  /** Everything that the filters match, newest first, in small batches: for exports. Entries may be taken in meanwhile. */
  stream(filters: Filters): Generator<RecordState[]>
  /** Records of another kind than incidents, newest first. Throws BAD_INPUT for a cursor that is not ours. */
  cards(ask: CardAsk): CardPage
  /** Records of any kind but incidents with these words, our own first, newest first; none for no words. */
  findCards(text: string, limit: number): CardRow[]
  /**
   * Units and stations of those who did harm, named most first; where there are more, those that we have somebody of ourselves, then the largest.
   */
  units(text: string, limit: number): Unit[]
  /** One of them as it stands; null where there is none (or not any more). */
  card(record: RecordId): CardState | null
  /** What a record that is no incident is called; null where there is none. */
  label(record: RecordId): string | null
  /** What names a record, our own first, and the newest first. */
  mentions(record: RecordId, limit: number): Mention[]
  /** What waits for this organisation, by day. Throws BAD_INPUT for a cursor that is not ours. */
  due(cursor: string | null, limit: number): DuePage
  /** Complaints of ours that are open and that somebody outside has under a name. */
  named(): UnderName[]
  /** Our own records of a kind that name a record. */
  namedBy(record: RecordId, kind: CardKind): RecordId[]
  /** Our own records of a kind, all of them. */
  recordsOf(kind: CardKind): RecordId[]
  /** Our people who are called so, whatever case and accents, the newest first: all of them, whatever signs the name is of. */
  peopleCalled(name: string): RecordId[]
  /** How often one of a kind, also of others', was written, amended or erased since the index was opened. */
  changesOf(kind: CardKind): number
  /** Our own records of a kind, each with what is another as soon as anything of it was written since. */
  stamps(kind: CardKind): ReadonlyMap<RecordId, string>
  /** Every record of ours that stands in a coalition. */
  abroad(): Abroad[]
  /** The House records of ours that were erased for good. */
  gone(): Gone[]
  /** The House records that a record was made from, also one that is there no more: one, unless two computers of ours said so of two. */
  housesOf(record: RecordId): RecordId[]
  /** Every file that a standing record of a space names, in small batches; a file may come several times. Entries may be taken in meanwhile. */
  filesIn(space: SpaceId): Generator<StandingFile[]>
  /** The same of those that name one list (64 hexadecimal digits). */
  filesUnder(space: SpaceId, list: string): Generator<StandingFile[]>
  /** Those that name a list (64 hexadecimal digits) in a space under different keys, our own first. */
  filesNamed(space: SpaceId, list: string): StandingFile[]
  /** The files that a record names as it stands. */
  filesOf(record: RecordId): StandingFile[]
  /** Whether a standing record of a space names that list under that key. */
  namesFile(space: SpaceId, list: string, key: string): boolean
  /** Alerts that are open (of each partner in a space the newest, alerts.ts), or over, with these words, newest first. Throws BAD_INPUT for a cursor that is not ours. */
  alerts(open: boolean, cursor: string | null, limit: number, text?: string): AlertPage
  /** Alerts, open or over, with these words, our own first, newest first; none for no words. */
  findAlerts(text: string, limit: number): AlertFound[]
  /** One alert; null where there is none (or not any more). */
  alert(record: RecordId): StandingAlert | null
  /** ms since 1970: when the next open alert is over by itself; null where none is open. */
  nextAlertEnd(): number | null
  /** How many entries of a log (64 hexadecimal digits) stand under the name of an alert. */
  alertEntries(alert: StandingAlert, log: string): number
  /** Names under which this organisation has raised or answered an alert in a space. */
  ownAlertNames(space: SpaceId): RecordName[]
  close(): void
}

export interface IndexOptions {
  /** What the audience "house" means. */
  house: SpaceId
  /** Under which key this organisation writes in any space, one it is not in (any more) included. */
  ownIn: OwnIn
  /** Who an organisation is by the roster of its space, asked with every row. */
  author: NameAuthor
  /** The clock by which alerts are over and months are to come, ms since 1970; that of this computer where none is given. */
  now?: () => number
  /** Told of a record at which this program has failed, and which is passed over until the next start. */
  passedOver?: (error: Error) => void
  /** Told when the file turns out to be damaged while it is open, before the error is thrown. */
  damaged?: (error: IndexDamagedError) => void
}

/**
 * Opens or creates the index under a raw 32-byte key. An index that is damaged, of another key or of another version is replaced by an empty one.
 * Throws PROFILE_READ_ONLY or DISK_FULL.
 */
export function openIndex(path: string, key: Buffer, { house, author, ownIn, damaged, now = Date.now, passedOver }: IndexOptions): Index {
  const db = guarded(() => openTables(path, key))
  const ids = new Ids(db)
  const writer = new Writer(db, ids, house, ownIn, now, passedOver ?? (() => undefined))
  const ties = new Ties(db, ids, ownIn)
  const abroad = new AbroadBook(db, ids, house)
  const versions = new Versions(db, ids)
  const reader = new Reader(db, versions, house, author)
  const cards = new CardReader(db, versions, house, author)
  const alerts = new Alerts(db, ids, now)
  const files = new Files(db, ids)
  const safely = <T>(act: () => T): T => {
    try {
      return guarded(act)
    } catch (error) {
      if (error instanceof IndexDamagedError) damaged?.(error)
      throw error
    }
  }
  const threadOf = (record: RecordId): number | null => reader.threadOf(record) ?? cards.threadOf(record)
  const entries = (record: RecordId): AnyVersion[] => {
    const thread = threadOf(record)
    return thread === null ? [] : versions.load(thread, nameIn(record))
  }
  let used = Number.NEGATIVE_INFINITY
  const answer = <T>(act: () => T): T => {
    used = performance.now()
    return safely(act)
  }
  /** The pages as they were before an erasure stand in the write-ahead log until it is cut. */
  const cutAfter = (applied: Applied): Applied => {
    if (applied.erased.length === 0) return applied
    // While the index is built there is no such log, but pages that were written before may wait in memory.
    if (isBuilding(db)) writer.flush()
    else db.pragma('wal_checkpoint(TRUNCATE)')
    return applied
  }
  return {
    apply: (batch, marks = {}) => safely(() => cutAfter(writer.apply(batch, marks))),
    feed: async (batch, marks = {}) => {
      try {
        return cutAfter(await writer.feed(batch, marks))
      } catch (error) {
        return safely(() => {
          throw error
        })
      } finally {
        if (!isBuilding(db)) used = performance.now()
      }
    },
    flush: () => safely(() => writer.flush()),
    withdraw: (log, from) => safely(() => writer.withdraw(log, from)),
    sweep: () => safely(() => !writer.busy && sweep(db)),
    mustSweep: () => safely(() => isBuilding(db) || mustSweep(db)),
    sinceUsed: () => performance.now() - used,
    cursor: (log) => safely(() => Number(db.prepare('SELECT next FROM log WHERE log = ?', { pluck: true }).get([log]) ?? 0)),
    waiting: (epochId, after, limit) => safely(() => writer.waiting(epochId, after, limit)),
    list: (filters, cursor, limit) => answer(() => reader.list(filters, cursor, limit)),
    count: (filters) => answer(() => reader.count(filters)),
    figures: (filters, signal) => {
      const plan = answer(() => reader.plan(filters))
      return figuresOf(db, plan, monthAt(now()), safely, signal)
    },
    get: (record) =>
      answer(() => {
        const state = reader.state(record)
        return state && incidentOf(state, author, ties.of(record))
      }),
    copies: (record) => safely(() => ties.copiesOf(record)),
    state: (record) => safely(() => reader.state(record)),
    title: (record) => answer(() => reader.title(record)),
    written: (record, log) =>
      safely(() => {
        const thread = threadOf(record)
        return thread === null ? { entries: 0, bytes: 0 } : versions.written(thread, log)
      }),
    cards: (ask) => answer(() => cards.list(ask)),
    findCards: (text, limit) => answer(() => cards.find(text, limit)),
    units: (text, limit) => answer(() => listUnits(db, text, limit)),
    card: (record) => answer(() => cards.state(record)),
    label: (record) => answer(() => cards.label(record)),
    mentions: (record, limit) => answer(() => cards.mentions(record, limit)),
    due: (cursor, limit) => answer(() => listDue(db, cursor, limit)),
    named: () => answer(() => listNamed(db)),
    namedBy: (record, kind) => safely(() => cards.namedBy(record, kind)),
    recordsOf: (kind) => safely(() => cards.recordsOf(kind)),
    peopleCalled: (name) => safely(() => cards.peopleCalled(name)),
    changesOf: (kind) => writer.changesOf(kind),
    stamps: (kind) => safely(() => cards.stamps(kind)),
    abroad: () => safely(() => abroad.all()),
    gone: () => safely(() => listGone(db, house)),
    housesOf: (record) => safely(() => ties.housesOf(record)),
    history: (record) => answer(() => history(entries(record), record, author)),
    holds: (record, entry) => safely(() => history(entries(record), record, author).some(({ entryId }) => entryId === entry)),
    entryOf: (record, field) => safely(() => entryOf(entries(record), record, field)),
    standing: (space, organisation, name) => safely(() => reader.standing(space, organisation, name)),
    areas: (text) => answer(() => reader.areas(text, AREAS)),
    places: (text, limit) => answer(() => listPlaces(db, text, limit)),
    *stream(filters) {
      const batches = reader.stream(filters, EXPORT_BATCH)
      for (let next = safely(() => batches.next()); !next.done; next = safely(() => batches.next())) yield next.value
    },
    *filesIn(space) {
      const batches = files.in(space)
      for (let next = safely(() => batches.next()); !next.done; next = safely(() => batches.next())) yield next.value
    },
    *filesUnder(space, list) {
      const batches = files.under(space, list)
      for (let next = safely(() => batches.next()); !next.done; next = safely(() => batches.next())) yield next.value
    },
    filesNamed: (space, list) => safely(() => files.of(space, list)),
    filesOf: (record) => safely(() => files.ofRecord(record)),
    namesFile: (space, list, key) => safely(() => files.names(space, list, key)),
    alerts: (open, cursor, limit, text) => safely(() => alerts.list(open, cursor, limit, text)),
    findAlerts: (text, limit) => answer(() => alerts.find(text, limit, author)),
    alert: (record) => safely(() => alerts.get(record)),
    nextAlertEnd: () => safely(() => alerts.nextEnd()),
    alertEntries: (alert, log) => safely(() => alerts.entriesOf(alert, log)),
    ownAlertNames: (space) => safely(() => alerts.ownNames(space)),
    close: () => {
      try {
        safely(() => settle(db))
      } finally {
        db.close()
      }
    },
  }
}
