import { isDeepStrictEqual } from 'node:util'
import type { CardState, RecordState } from '../records/fold.ts'
import { type Reference, referencesOf } from './card-words.ts'
import { bytesOf, type Database, type Value } from './database.ts'
import { dueOf } from './due.ts'
import { TARGET } from './source.ts'

/** What of a record stands in tables beside its own row: the records that it names, and what is to be done about it by when. */
export class Refs {
  private readonly db: Database

  constructor(db: Database) {
    this.db = db
  }

  /** Replaces what stood for a record (null: nothing) by what stands for it now. `source` is its row (source.ts). */
  change(before: CardState | RecordState | null, after: CardState | RecordState | null, source: number): void {
    const record = (after ?? before)?.recordId
    if (record === undefined) return
    const [had, has] = [before ? referencesOf(before) : [], after ? referencesOf(after) : []]
    if (!isDeepStrictEqual(had, has)) this.name(had, has, source)
    const [was, is] = [before ? dueOf(before) : null, after ? dueOf(after) : null]
    if (isDeepStrictEqual(was, is)) return
    if (was) this.db.prepare('DELETE FROM due WHERE source = ?').run([source])
    if (!is) return
    const values: Value[] = [source, bytesOf(record), is.why, is.day, is.label, is.status]
    this.db.prepare('INSERT INTO due (source, record, why, day, label, status) VALUES (?, ?, ?, ?, ?, ?)').run(values)
  }

  private name(had: readonly Reference[], has: readonly Reference[], source: number): void {
    const drop = this.db.prepare(`DELETE FROM ref WHERE target = ${TARGET} AND field = ? AND source = ?`)
    for (const { field, target } of had) drop.run([bytesOf(target), field, source])
    const meet = this.db.prepare('INSERT INTO target (record) VALUES (?) ON CONFLICT DO NOTHING')
    const put = this.db.prepare(`INSERT OR IGNORE INTO ref (target, field, source) VALUES (${TARGET}, ?, ?)`)
    for (const { field, target } of has) {
      meet.run([bytesOf(target)])
      put.run([bytesOf(target), field, source])
    }
    // Whom nobody names any more has no number.
    const forget = this.db.prepare('DELETE FROM target WHERE record = ? AND NOT EXISTS (SELECT 1 FROM ref WHERE ref.target = target.id)')
    for (const { target } of had) forget.run([bytesOf(target)])
  }
}
