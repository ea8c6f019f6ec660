import type { RecordId, SpaceId } from '../engine/contract/ids.ts'
import { fold } from '../records/fold.ts'
import { nameIn } from '../records/version.ts'
import { bytesOf, type Database, type Row, type Value } from './database.ts'
import type { Document } from './document.ts'
import { type Ids, last } from './ids.ts'
import { type ItemLook, itemLookOf } from './look.ts'
import { firstPosition, momentOfPosition } from './position.ts'
import { IS_RECORD, ITEMS, keyOf } from './record-key.ts'
import { eraseWords } from './sweep.ts'
import type { Ties } from './ties.ts'
import { Uses } from './uses.ts'
import type { Versions } from './versions.ts'
import { FACET } from './words.ts'

/** What happens to the words and the place of one position when a batch is written. */
interface Step {
  forget?: Document
  learn?: Document
  item?: number
}

interface At extends Row {
  id: number
  /** HIDDEN where it stands in the row of the House record that it was made from. */
  pos: number
  also: string | null
}

/** A row of the table, and where its entries are. */
interface Found extends At {
  thread: number
}

const HIDDEN = -1
const numbers = (also: string | null): number[] => (also === null ? [] : (JSON.parse(also) as number[]))

const add = <K>(counts: Map<K, number>, key: K, by: number): void => void counts.set(key, (counts.get(key) ?? 0) + by)

const COLUMNS = 'record, thread, party, pos, title, types, start, area, saved, amended, conflict, also, doers, due, proposals, recorder'
const INSERT = `INSERT INTO item (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const UPDATE = `UPDATE item SET (${COLUMNS}) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?`
const FORGET = "INSERT INTO doc (doc, rowid, title, area, narrative, source, more, facets) VALUES ('delete', ?, ?, ?, ?, ?, ?, ?)"
const LEARN = 'INSERT INTO doc (rowid, title, area, narrative, source, more, facets) VALUES (?, ?, ?, ?, ?, ?, ?)'

/**
 * Writes the rows of a batch, and gathers their words to write them in the order of their positions: the full-text table begins a new
 * segment whenever a row number is lower than the one before it, and many small segments are what makes it slow.
 */
export class Items {
  private readonly db: Database
  private readonly ids: Ids
  private readonly steps = new Map<number, Step>()
  /** Words of records that are erased, by position. */
  private readonly erased = new Map<number, Document>()
  private erasedAmended = false
  /** The first free position of each moment that got one in this batch. */
  private readonly free = new Map<number, number>()
  private readonly uses = new Uses()
  private readonly records = new Map<number, number>()
  private readonly shown = new Map<number, number>()
  private readonly ties: Ties
  private readonly versions: Versions
  private readonly house: SpaceId
  /** Our records in coalitions whose tie changed, and House records that may have other audiences now. */
  private readonly copies = new Set<RecordId>()
  private readonly shared = new Set<RecordId>()

  constructor(db: Database, ids: Ids, ties: Ties, versions: Versions, house: SpaceId) {
    this.db = db
    this.ids = ids
    this.ties = ties
    this.versions = versions
    this.house = house
  }

  /**
   * Replaces how a record stood (null: it was not there) by how it stands (null: it was erased), and says which row is or was its. Each record once in a
   * batch.
   */
  change(before: ItemLook | null, after: ItemLook | null, thread: number): number {
    const at = before && this.at(before, thread)
    const isHidden = this.noteTies(before, after)
    if (before && at && at.pos !== HIDDEN) this.countRow(before, at.also, -1)
    if (before && at && !after) this.erase(before, at)
    if (!after) return at?.id ?? noRow()
    const also = at?.also ?? null
    const pos = isHidden ? HIDDEN : this.positionOf(after, at?.pos ?? HIDDEN)
    const values = this.valuesOf(after, thread, pos, also)
    if (at) this.db.prepare(UPDATE).run([...values, at.id])
    const item = at?.id ?? Number(this.db.prepare(INSERT).run(values).lastInsertRowid)
    if (before && at && at.pos !== HIDDEN) this.step(at.pos).forget = this.document(before, at.also)
    if (isHidden) return item
    Object.assign(this.step(pos), { learn: this.document(after, also), item })
    this.countRow(after, also, 1)
    return item
  }

  /** Ties that a change of a record makes or breaks; whether the record stands in another's row. */
  private noteTies(before: ItemLook | null, after: ItemLook | null): boolean {
    const look = after ?? before
    if (!look?.own) return false
    if (look.space === this.house) {
      if (look.shares.length === 0 && !before?.shares.length) return false
      for (const copy of this.ties.set(before, after)) this.copies.add(copy)
      this.shared.add(look.recordId)
      return false
    }
    const houses = this.ties.housesOf(look.recordId)
    if (!before || !after) for (const house of houses) this.shared.add(house)
    return houses.length > 0
  }

  /** Shows or hides what was tied or untied in this batch, and shows House records under the coalitions that have them. To be called once all changes are told. */
  *settle(): Generator<void, void> {
    for (const copy of this.copies) {
      const at = this.find(copy)
      const isTied = this.ties.housesOf(copy).length > 0
      if (at && isTied !== (at.pos === HIDDEN)) this.move(copy, at, isTied)
      yield
    }
    for (const house of this.shared) {
      const at = this.find(house)
      if (at) this.reach(house, at)
      yield
    }
  }

  /** Takes a row out of the log or puts it back. */
  private move(record: RecordId, { id, pos: from, also, thread }: Found, hide: boolean): void {
    const look = this.lookOf(record, thread)
    const pos = hide ? HIDDEN : this.positionOf(look, HIDDEN)
    this.db.prepare('UPDATE item SET pos = ? WHERE id = ?').run([pos, id])
    this.countRow(look, also, hide ? -1 : 1)
    if (!hide) {
      Object.assign(this.step(pos), { learn: this.document(look, also), item: id })
      return
    }
    const step = this.step(from)
    // What this batch was about to learn the table does not have yet.
    if (step.learn) delete step.learn
    else step.forget = this.document(look, also)
    delete step.item
  }

  /** Shows a House record under the coalitions where what was made from it is. */
  private reach(record: RecordId, { id, pos, also, thread }: Found): void {
    const spaces = this.ties.audiencesOf(record)
    const now = spaces.length === 0 ? null : JSON.stringify(spaces)
    if (now === also) return
    const look = this.lookOf(record, thread)
    this.db.prepare('UPDATE item SET also = ? WHERE id = ?').run([now, id])
    this.countRow(look, also, -1)
    this.countRow(look, now, 1)
    const step = this.step(pos)
    if (!step.learn) Object.assign(step, { forget: this.document(look, also), item: id })
    step.learn = this.document(look, now)
  }

  /** Writes what was gathered, in small steps. */
  *write(): Generator<void, void> {
    const steps = [...this.steps].sort(([a], [b]) => a - b)
    const [forget, learn] = [this.db.prepare(FORGET), this.db.prepare(LEARN)]
    const leave = this.db.prepare('DELETE FROM place WHERE pos = ?')
    const take = this.db.prepare('INSERT OR REPLACE INTO place (pos, item) VALUES (?, ?)')
    for (const [pos, step] of steps) {
      if (step.forget) forget.run([pos, ...columns(step.forget)])
      if (step.learn) learn.run([pos, ...columns(step.learn)])
      if (step.item === undefined) leave.run([pos])
      else take.run([pos, step.item])
      yield
    }
    if (this.erased.size > 0 || this.erasedAmended) {
      const words = [...this.erased].sort(([a], [b]) => a - b)
      eraseWords(this.db, this.erasedAmended, () => {
        for (const [pos, document] of words) forget.run([pos, ...columns(document)])
      })
    }
    this.writeCounts()
  }

  private erase(look: ItemLook, { id, pos, also }: At): void {
    this.db.prepare('DELETE FROM item WHERE id = ?').run([id])
    // Where it was shown otherwise before, its words have left only a mark.
    if (look.changed || pos === HIDDEN) this.erasedAmended = true
    if (pos === HIDDEN) return
    this.db.prepare('DELETE FROM place WHERE pos = ?').run([pos])
    this.erased.set(pos, this.document(look, also))
  }

  private step(pos: number): Step {
    const known = this.steps.get(pos)
    if (known) return known
    const step: Step = {}
    this.steps.set(pos, step)
    return step
  }

  private document(look: ItemLook, also: string | null): Document {
    const under = this.shownUnder(look, also).map(FACET.space)
    const spaces = (look.space === this.house ? [...under, FACET.house] : under).join(' ')
    const { facets } = look.document
    return { ...look.document, facets: facets === '' ? spaces : `${spaces} ${facets}` }
  }

  /** A House record that coalitions have is shown under them, and not under "only us". */
  private shownUnder({ space }: ItemLook, also: string | null): number[] {
    return also === null ? [this.ids.space(space)] : numbers(also)
  }

  private lookOf(record: RecordId, thread: number): ItemLook {
    const { records } = fold(this.versions.load(thread, nameIn(record)), this.house)
    const state = records.find(({ recordId }) => recordId === record)
    if (!state) noRow()
    return itemLookOf(state)
  }

  private at({ recordId }: ItemLook, thread: number): At | null {
    return this.db.prepare('SELECT id, pos, also FROM item WHERE thread = ? AND record = ?').get<At>([thread, bytesOf(recordId)]) ?? null
  }

  private find(record: RecordId): Found | null {
    const sql = `SELECT item.id, item.pos, item.also, item.thread FROM ${ITEMS} WHERE ${IS_RECORD}`
    return this.db.prepare(sql).get<Found>(keyOf(record)) ?? null
  }

  /** `pos` where that is of the record's moment, else a new one. */
  private positionOf({ moment }: ItemLook, pos: number): number {
    return momentOfPosition(pos) === moment ? pos : this.allot(moment)
  }

  /** A position of the moment that nobody has; where all are taken, of the moments after it. */
  private allot(due: number): number {
    let at = due
    for (;;) {
      const end = firstPosition(at + 1)
      const pos =
        this.free.get(at) ??
        last(this.db, 'SELECT max(pos) FROM place WHERE pos BETWEEN ? AND ?', [firstPosition(at), end - 1], firstPosition(at) - 1) + 1
      if (pos < end) {
        this.free.set(at, pos + 1)
        return pos
      }
      at++
    }
  }

  private countRow(look: ItemLook, also: string | null, by: number): void {
    add(this.records, this.ids.space(look.space), by)
    for (const space of this.shownUnder(look, also)) add(this.shown, space, by)
    this.uses.count(look, by)
  }

  private valuesOf(look: ItemLook, thread: number, pos: number, also: string | null): Value[] {
    return [
      bytesOf(look.recordId),
      thread,
      this.ids.party(look.space, look.organisation, look.own),
      pos,
      look.title,
      look.types,
      look.start,
      look.area,
      look.savedAt,
      Number(look.amended),
      Number(look.conflict),
      also,
      look.doers,
      look.due?.day ?? null,
      look.proposals || null,
      look.recorder || null,
    ]
  }

  private writeCounts(): void {
    for (const [column, counts] of [
      ['records', this.records],
      ['shown', this.shown],
    ] as const) {
      for (const [space, by] of counts) {
        if (by !== 0) this.db.prepare(`UPDATE space SET ${column} = ${column} + ? WHERE id = ?`).run([by, space])
      }
    }
    this.uses.write(this.db)
  }
}

const columns = ({ title, area, narrative, source, more, facets }: Document): string[] => [title, area, narrative, source, more, facets]

function noRow(): never {
  throw new Error('a record of the index has no row, or a row no record')
}
