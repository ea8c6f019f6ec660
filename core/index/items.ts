import type { RecordState } from '../records/fold.ts'
import { bytesOf, type Database } from './database.ts'
import { type Document, documentOf } from './document.ts'
import type { Ids } from './ids.ts'
import { firstPosition, moment, momentOfPosition } from './position.ts'
import { foldCase } from './words.ts'

/** What happens at one position when a batch is written. */
interface Step {
  gone?: Document
  put?: { state: RecordState; thread: number; document: Document }
}

const add = <K>(counts: Map<K, number>, key: K, by: number): void => void counts.set(key, (counts.get(key) ?? 0) + by)

/**
 * Gathers the rows of a batch and writes them in the order of their positions: the full-text table begins a new segment whenever
 * a row number is lower than the one before it, and many small segments are what makes it slow.
 */
export class Items {
  private readonly db: Database
  private readonly ids: Ids
  private readonly steps = new Map<number, Step>()
  /** The first free position of each moment that got one in this batch. */
  private readonly free = new Map<number, number>()
  private readonly areas = new Map<string, number>()
  private readonly records = new Map<number, number>()

  constructor(db: Database, ids: Ids) {
    this.db = db
    this.ids = ids
  }

  /** Replaces how a record stood (null: it was not there) by how it stands (null: it is gone). Each record once in a batch. */
  change(before: RecordState | null, after: RecordState | null, thread: number): void {
    const at = before && this.position(before)
    if (before && at !== null) {
      this.step(at).gone = this.document(before)
      this.count(before, -1)
    }
    if (!after) return
    const due = moment(after.fields.start, after.savedAt)
    const pos = at !== null && momentOfPosition(at) === due ? at : this.allot(due)
    this.step(pos).put = { state: after, thread, document: this.document(after) }
    this.count(after, 1)
  }

  /** Writes what was gathered. */
  write(): void {
    const steps = [...this.steps].sort(([a], [b]) => a - b)
    const remove = this.db.prepare('DELETE FROM item WHERE pos = ?')
    const forget = this.db.prepare(
      "INSERT INTO doc (doc, rowid, title, area, narrative, source, facets) VALUES ('delete', ?, ?, ?, ?, ?, ?)",
    )
    const learn = this.db.prepare('INSERT INTO doc (rowid, title, area, narrative, source, facets) VALUES (?, ?, ?, ?, ?, ?)')
    // A record that moved must leave its old row before its new one comes: its id is unique.
    for (const [pos, { gone }] of steps) if (gone) remove.run([pos])
    for (const [pos, { gone, put }] of steps) {
      if (gone) forget.run([pos, gone.title, gone.area, gone.narrative, gone.source, gone.facets])
      if (!put) continue
      this.row(pos, put.state, put.thread)
      learn.run([pos, put.document.title, put.document.area, put.document.narrative, put.document.source, put.document.facets])
    }
    this.writeCounts()
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

  private position({ recordId }: RecordState): number {
    return Number(this.db.prepare('SELECT pos FROM item WHERE record = ?', { pluck: true }).get([bytesOf(recordId)]))
  }

  private allot(due: number): number {
    const last = (): number =>
      Number(
        this.db
          .prepare('SELECT coalesce(max(pos), -1) FROM item WHERE pos BETWEEN ? AND ?', { pluck: true })
          .get([firstPosition(due), firstPosition(due + 1) - 1]),
      )
    const pos = this.free.get(due) ?? Math.max(firstPosition(due), last() + 1)
    this.free.set(due, pos + 1)
    return pos
  }

  private count({ space, fields: { area } }: RecordState, by: number): void {
    add(this.records, this.ids.space(space), by)
    if (area !== '') add(this.areas, area, by)
  }

  private row(pos: number, state: RecordState, thread: number): void {
    const { fields, recordId, name, space, organisation, own, savedAt, amendedAt, conflicts } = state
    const sql =
      'INSERT INTO item (pos, record, name, thread, party, title, types, start, area, saved, amended, conflict) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'
    this.db
      .prepare(sql)
      .run([
        pos,
        bytesOf(recordId),
        bytesOf(name),
        thread,
        this.ids.party(space, organisation, own),
        fields.title,
        JSON.stringify(fields.types),
        fields.start && JSON.stringify(fields.start),
        fields.area,
        savedAt,
        Number(amendedAt !== null),
        Number(conflicts.length > 0),
      ])
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
