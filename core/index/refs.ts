import { isDeepStrictEqual } from 'node:util'
import type { CardState, RecordState } from '../records/fold.ts'
import { referencesOf } from './card-words.ts'
import { bytesOf, type Database, type Value } from './database.ts'
import { dueOf } from './due.ts'

/** What of a record stands in tables beside its own row: the records that it names, and what is to be done about it by when. */
export class Refs {
  private readonly db: Database

  constructor(db: Database) {
    this.db = db
  }

  /** Replaces what stood for a record (null: nothing) by what stands for it now. */
  change(before: CardState | RecordState | null, after: CardState | RecordState | null): void {
    const record = (after ?? before)?.recordId
    if (record === undefined) return
    const source = bytesOf(record)
    const [had, has] = [before ? referencesOf(before) : [], after ? referencesOf(after) : []]
    if (!isDeepStrictEqual(had, has)) {
      const drop = this.db.prepare('DELETE FROM ref WHERE target = ? AND source = ? AND field = ?')
      for (const { field, target } of had) drop.run([bytesOf(target), source, field])
      const put = this.db.prepare('INSERT OR IGNORE INTO ref (target, source, field) VALUES (?, ?, ?)')
      for (const { field, target } of has) put.run([bytesOf(target), source, field])
    }
    const [was, is] = [before ? dueOf(before) : null, after ? dueOf(after) : null]
    if (isDeepStrictEqual(was, is)) return
    if (was) this.db.prepare('DELETE FROM due WHERE record = ?').run([source])
    if (!is) return
    const values: Value[] = [source, is.why, is.day, is.label, is.status]
    this.db.prepare('INSERT INTO due (record, why, day, label, status) VALUES (?, ?, ?, ?, ?)').run(values)
  }
}
