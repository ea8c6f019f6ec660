import { isDeepStrictEqual } from 'node:util'
import type { RecordId } from '../engine/contract/ids.ts'
import { bytesOf, type Database, type Value } from './database.ts'
import type { Reference } from './gist.ts'
import { last } from './ids.ts'
import type { CardLook, ItemLook } from './look.ts'
import { HASH_OF, TARGET } from './source.ts'

/** Numbers of records that are remembered. */
const KNOWN_MAX = 30_000

/** What of a record stands in tables beside its own row: the records that it names, and what is to be done about it by when. */
export class Refs {
  private readonly db: Database
  /** Numbers of records that were named: many are named by many. */
  private readonly numbers = new Map<RecordId, number>()
  /** The highest number there is. */
  private highest: number | null = null

  constructor(db: Database) {
    this.db = db
  }

  /** After a transaction that did not come about: its numbers may be given again. */
  forget(): void {
    this.numbers.clear()
    this.highest = null
  }

  /** Replaces what stood for a record (null: nothing) by what stands for it now. `source` is its row (source.ts). */
  change(before: CardLook | ItemLook | null, after: CardLook | ItemLook | null, source: number): void {
    const record = (after ?? before)?.recordId
    if (record === undefined) return
    const [had, has] = [before?.references ?? [], after?.references ?? []]
    // Nearly all that is told is new, and to compare takes longer than the rest.
    if (before ? !isDeepStrictEqual(had, has) : has.length > 0) this.name(had, has, source)
    const [was, is] = [before?.due ?? null, after?.due ?? null]
    if (was ? isDeepStrictEqual(was, is) : !is) return
    if (was) this.db.prepare('DELETE FROM due WHERE source = ?').run([source])
    if (!is) return
    const values: Value[] = [source, bytesOf(record), is.why, is.day, is.label, is.status, Number(is.named)]
    this.db.prepare('INSERT INTO due (source, record, why, day, label, status, named) VALUES (?, ?, ?, ?, ?, ?, ?)').run(values)
  }

  private name(had: readonly Reference[], has: readonly Reference[], source: number): void {
    const drop = this.db.prepare(`DELETE FROM ref WHERE target = ${TARGET} AND field = ? AND source = ?`)
    for (const { field, target } of had) drop.run([bytesOf(target), field, source])
    const put = this.db.prepare('INSERT OR IGNORE INTO ref (target, field, source) VALUES (?, ?, ?)')
    for (const { field, target } of has) put.run([this.numberOf(target), field, source])
    // Whom nobody names any more has no number.
    const forget = this.db.prepare(
      `DELETE FROM target WHERE record = ${HASH_OF('?')} AND NOT EXISTS (SELECT 1 FROM ref WHERE ref.target = target.id)`,
    )
    for (const { target } of had) {
      forget.run([bytesOf(target)])
      this.numbers.delete(target)
    }
  }

  private numberOf(target: RecordId): number {
    const known = this.numbers.get(target)
    if (known !== undefined) return known
    // Looks through all of them, once after the start.
    this.highest ??= last(this.db, 'SELECT max(id) FROM target', [], 0)
    const sql = `INSERT INTO target (record, id) VALUES (${HASH_OF('?')}, ?) ON CONFLICT DO NOTHING`
    const { changes } = this.db.prepare(sql).run([bytesOf(target), this.highest + 1])
    if (changes === 1) this.highest += 1
    const number = changes === 1 ? this.highest : last(this.db, `SELECT ${TARGET}`, [bytesOf(target)], Number.NaN)
    if (Number.isNaN(number)) throw new Error('the index gave no number')
    if (this.numbers.size >= KNOWN_MAX) this.numbers.clear()
    this.numbers.set(target, number)
    return number
  }
}
