import type { RecordState } from '../records/fold.ts'
import { bytesOf, type Database, type Row, type Value } from './database.ts'
import { type Document, documentOf } from './document.ts'
import { type Ids, last } from './ids.ts'
import { firstPosition, moment, momentOfPosition } from './position.ts'
import { eraseWords } from './sweep.ts'
import { foldCase } from './words.ts'

/** What happens to the words and the place of one position when a batch is written. */
interface Step {
  forget?: Document
  learn?: Document
  item?: number
}

interface At extends Row {
  id: number
  pos: number
}

const add = <K>(counts: Map<K, number>, key: K, by: number): void => void counts.set(key, (counts.get(key) ?? 0) + by)

const COLUMNS = 'record, name, thread, party, pos, title, types, start, area, saved, amended, conflict'
const INSERT = `INSERT INTO item (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const UPDATE = `UPDATE item SET (${COLUMNS}) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?`
const FORGET = "INSERT INTO doc (doc, rowid, title, area, narrative, source, facets) VALUES ('delete', ?, ?, ?, ?, ?, ?)"
const LEARN = 'INSERT INTO doc (rowid, title, area, narrative, source, facets) VALUES (?, ?, ?, ?, ?, ?)'

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
  private readonly areas = new Map<string, number>()
  private readonly records = new Map<number, number>()

  constructor(db: Database, ids: Ids) {
    this.db = db
    this.ids = ids
  }

  /** Replaces how a record stood (null: it was not there) by how it stands (null: it was erased). Each record once in a batch. */
  change(before: RecordState | null, after: RecordState | null, thread: number): void {
    const at = before && this.at(before)
    if (before) this.count(before, -1)
    if (after) this.count(after, 1)
    if (before && at && !after) this.erase(before, at)
    if (!after) return
    const due = moment(after.fields.start, after.savedAt)
    const pos = at && momentOfPosition(at.pos) === due ? at.pos : this.allot(due)
    const values = this.valuesOf(after, thread, pos)
    if (at) this.db.prepare(UPDATE).run([...values, at.id])
    const item = at?.id ?? this.db.prepare(INSERT).run(values).lastInsertRowid
    if (before && at) this.step(at.pos).forget = this.document(before)
    Object.assign(this.step(pos), { learn: this.document(after), item })
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
    if (this.erased.size > 0) {
      const words = [...this.erased].sort(([a], [b]) => a - b)
      eraseWords(this.db, this.erasedAmended, () => {
        for (const [pos, document] of words) forget.run([pos, ...columns(document)])
      })
    }
    this.writeCounts()
  }

  private erase(state: RecordState, { id, pos }: At): void {
    this.db.prepare('DELETE FROM item WHERE id = ?').run([id])
    this.db.prepare('DELETE FROM place WHERE pos = ?').run([pos])
    this.erased.set(pos, this.document(state))
    if (state.versions > 1) this.erasedAmended = true
  }

  private step(pos: number): Step {
    const known = this.steps.get(pos)
    if (known) return known
    const step: Step = {}
    this.steps.set(pos, step)
    return step
  }

  private document(state: RecordState): Document {
    return documentOf(state, this.ids.space(state.space))
  }

  private at({ recordId }: RecordState): At | null {
    return this.db.prepare('SELECT id, pos FROM item WHERE record = ?').get<At>([bytesOf(recordId)]) ?? null
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

  private count({ space, fields: { area } }: RecordState, by: number): void {
    add(this.records, this.ids.space(space), by)
    if (area !== '') add(this.areas, area, by)
  }

  private valuesOf(state: RecordState, thread: number, pos: number): Value[] {
    const { fields, recordId, name, space, organisation, own, savedAt, amendedAt, conflicts } = state
    return [
      bytesOf(recordId),
      bytesOf(name),
      thread,
      this.ids.party(space, organisation, own),
      pos,
      fields.title,
      JSON.stringify(fields.types),
      fields.start && JSON.stringify(fields.start),
      fields.area,
      savedAt,
      Number(amendedAt !== null),
      Number(conflicts.length > 0),
    ]
  }

  private writeCounts(): void {
    for (const [space, by] of this.records) {
      if (by !== 0) this.db.prepare('UPDATE space SET records = records + ? WHERE id = ?').run([by, space])
    }
    const count = this.db.prepare(
      'INSERT INTO area (area, folded, uses) VALUES (?, ?, ?) ON CONFLICT (area) DO UPDATE SET uses = uses + excluded.uses',
    )
    const clear = this.db.prepare('DELETE FROM area WHERE area = ? AND uses <= 0')
    for (const [area, by] of this.areas) {
      if (by !== 0) count.run([area, foldCase(area), by])
      if (by < 0) clear.run([area])
    }
  }
}

const columns = ({ title, area, narrative, source, facets }: Document): string[] => [title, area, narrative, source, facets]
