import { toHex } from '../crypto/bytes.ts'
import { type OrganisationId, type RecordId, recordIdSchema, type SpaceId, spaceIdSchema } from '../engine/contract/ids.ts'
import type { PartialDate, RecordRow } from '../engine/contract/incident.ts'
import type { Filters } from '../engine/contract/index.ts'
import { ParasolError } from '../error.ts'
import { fold, type RecordState } from '../records/fold.ts'
import type { NameAuthor } from '../records/history.ts'
import type { RecordName } from '../records/kinds.ts'
import { isoOf, nameIn } from '../records/version.ts'
import { bytesOf, type Database, type Row } from './database.ts'
import { documentOf } from './document.ts'
import { type Plan, planOf } from './filter.ts'
import { namedBy } from './meant.ts'
import { EVERYTHING, type Range } from './position.ts'
import { IS_RECORD, ITEMS, keyOf } from './record-key.ts'
import { snippet } from './snippet.ts'
import { peopleOf } from './units.ts'
import type { Versions } from './versions.ts'
import { foldCase, type Phrase } from './words.ts'

interface ItemRow extends Row {
  pos: number
  record: Uint8Array<ArrayBuffer>
  thread: number
  title: string
  types: string
  start: string | null
  area: string
  saved: number
  amended: number
  conflict: number
  also: string | null
  due: string | null
  proposals: number | null
  recorder: string | null
  organisation: string
  own: number
  space: string
}

export interface Page {
  rows: RecordRow[]
  /** Where the next page begins; null where this one is the last. */
  nextCursor: string | null
}

/** The driver binds every number as REAL, and FTS5 uses only integers to begin and stop at a row. */
const INTEGER = 'CAST(? AS INTEGER)'
const ITEM = `
  SELECT item.pos, item.record, item.thread, item.title, item.types, item.start, item.area, item.saved, item.amended, item.conflict, item.also,
    item.due, item.proposals, item.recorder, party.organisation, party.own, space.space`
const PARTY = 'CROSS JOIN party ON party.id = item.party CROSS JOIN space ON space.id = party.space'
const BY_WORDS = `${ITEM} FROM doc CROSS JOIN place ON place.pos = doc.rowid CROSS JOIN item ON item.id = place.item ${PARTY}
  WHERE doc MATCH ? AND doc.rowid BETWEEN ${INTEGER} AND ${INTEGER} ORDER BY doc.rowid DESC LIMIT ?`
const BY_TIME = `${ITEM} FROM place CROSS JOIN item ON item.id = place.item ${PARTY}
  WHERE place.pos BETWEEN ? AND ? ORDER BY place.pos DESC LIMIT ?`
/** What the tombstones among an organisation's entries of one name say: 0 where there is none, 1 where an import was taken back, 2 where one was erased for good; null without entries. */
const TOMBSTONE = `SELECT max(CASE version.kind WHEN 'tombstone' THEN 2 - coalesce(json_extract(version.body, '$.undone'), 0) ELSE 0 END) FROM thread
  CROSS JOIN version ON version.thread = thread.id CROSS JOIN party ON party.id = version.party
  WHERE thread.name = ? AND thread.space = (SELECT id FROM space WHERE space = ?) AND party.organisation = ?`
/** What became of a record: it is there, the import that wrote it was taken back, or it was erased. */
export type Standing = 'here' | 'undone' | 'erased'
const STANDINGS: readonly Standing[] = ['here', 'undone', 'erased']
/** How long a page may look for snippets: a member can make records that are slow to read, and those that come after them do without. */
const SNIPPETS_MS = 50
const BY_RECORD = `${ITEM} FROM ${ITEMS} ${PARTY} WHERE ${IS_RECORD}`

/** Answers questions (index.ts). */
export class Reader {
  private readonly db: Database
  private readonly versions: Versions
  private readonly house: SpaceId
  private readonly author: NameAuthor

  constructor(db: Database, versions: Versions, house: SpaceId, author: NameAuthor) {
    this.db = db
    this.versions = versions
    this.house = house
    this.author = author
  }

  list(filters: Filters, cursor: string | null, limit: number): Page {
    const plan = this.plan(filters)
    const found = this.find(plan, cursorOf(cursor), limit + 1)
    const rows = found.slice(0, limit)
    const last = found.length > limit ? rows.at(-1) : undefined
    const until = performance.now() + SNIPPETS_MS
    return {
      rows: rows.map((row) => this.row(row, performance.now() < until ? plan.phrases : [])),
      nextCursor: last ? String(last.pos) : null,
    }
  }

  count(filters: Filters): { matching: number; all: number } {
    const all = Number(this.db.prepare('SELECT coalesce(sum(records), 0) FROM space', { pluck: true }).get())
    return { matching: this.matching(this.plan(filters), all), all }
  }

  *stream(filters: Filters, size: number): Generator<RecordState[]> {
    const plan = this.plan(filters)
    let before = Number.POSITIVE_INFINITY
    for (;;) {
      const rows = this.find(plan, before, size)
      const last = rows.at(-1)
      if (!last) return
      yield rows.flatMap((row) => this.stateOf(row) ?? [])
      before = last.pos
    }
  }

  state(record: RecordId): RecordState | null {
    const row = this.item(record)
    return row && this.stateOf(row)
  }

  /** What an incident is called; null where there is none. */
  title(record: RecordId): string | null {
    return this.item(record)?.title ?? null
  }

  /** The thread of an incident; null where there is none. */
  threadOf(record: RecordId): number | null {
    return this.item(record)?.thread ?? null
  }

  standing(space: SpaceId, organisation: OrganisationId, name: RecordName): Standing | null {
    const erased = this.db.prepare(TOMBSTONE, { pluck: true }).get([bytesOf(name), space, organisation]) ?? null
    return erased === null ? null : (STANDINGS[Number(erased)] ?? 'erased')
  }

  areas(text: string, limit: number): string[] {
    const start = foldCase(text.trim())
    if (start === '') return this.db.prepare('SELECT area FROM area ORDER BY uses DESC, area LIMIT ?', { pluck: true }).all<string>([limit])
    const sql = 'SELECT area FROM area WHERE folded >= ? AND folded < ? ORDER BY uses DESC, area LIMIT ?'
    return this.db.prepare(sql, { pluck: true }).all<string>([start, `${start}\u{10ffff}`, limit])
  }

  /** What filters mean here. */
  plan(filters: Filters): Plan {
    const numberOf = (space: SpaceId): number | null => {
      const found = this.db.prepare('SELECT id FROM space WHERE space = ?', { pluck: true }).get([space])
      return found === undefined ? null : Number(found)
    }
    return planOf(filters, this.house, {
      numberOf,
      peopleOf: (unit) => peopleOf(this.db, unit),
      namedBy: (phrase) => namedBy(this.db, phrase),
    })
  }

  /** The newest rows of a plan that stand before a position. */
  private find({ match, ranges }: Plan, before: number, limit: number): ItemRow[] {
    const rows: ItemRow[] = []
    for (const { low, high } of ranges) {
      const range = [low, Math.min(high, before - 1)]
      if (rows.length === limit) break
      const left = limit - rows.length
      if (match === null) rows.push(...this.db.prepare(BY_TIME).all<ItemRow>([...range, left]))
      else rows.push(...this.db.prepare(BY_WORDS).all<ItemRow>([match, ...range, left]))
    }
    return rows
  }

  private matching({ match, ranges, onlySpace }: Plan, all: number): number {
    if (ranges.length === 0) return 0
    if (match === null) return all
    if (onlySpace) return Number(this.db.prepare('SELECT shown FROM space WHERE space = ?', { pluck: true }).get([onlySpace]) ?? 0)
    const whole = this.db.prepare('SELECT count(*) FROM doc WHERE doc MATCH ?', { pluck: true })
    const part = this.db.prepare(`SELECT count(*) FROM doc WHERE doc MATCH ? AND rowid BETWEEN ${INTEGER} AND ${INTEGER}`, { pluck: true })
    const inRange = (range: Range): number => Number(range === EVERYTHING ? whole.get([match]) : part.get([match, range.low, range.high]))
    return ranges.reduce((sum, range) => sum + inRange(range), 0)
  }

  private item(record: RecordId): ItemRow | null {
    return this.db.prepare(BY_RECORD).get<ItemRow>(keyOf(record)) ?? null
  }

  private stateOf(row: ItemRow): RecordState | null {
    const record = recordIdSchema.parse(toHex(row.record))
    return fold(this.versions.load(row.thread, nameIn(record)), this.house).records.find(({ recordId }) => recordId === record) ?? null
  }

  private row(row: ItemRow, phrases: readonly Phrase[]): RecordRow {
    const space = row.space as SpaceId
    return {
      recordId: recordIdSchema.parse(toHex(row.record)),
      spaceId: space,
      alsoIn: row.also === null ? [] : (JSON.parse(row.also) as number[]).map((number) => this.space(number)),
      title: row.title,
      types: JSON.parse(row.types) as string[],
      start: row.start === null ? null : (JSON.parse(row.start) as PartialDate),
      area: row.area,
      author: this.author(space, row.organisation as OrganisationId, row.own === 1),
      savedAt: isoOf(row.saved),
      amended: row.amended === 1,
      conflict: row.conflict === 1,
      feedbackDue: row.due,
      proposals: row.proposals ?? 0,
      recordedBy: row.recorder ?? '',
      snippet: phrases.length === 0 ? null : this.snippet(row, phrases),
    }
  }

  private space(number: number): SpaceId {
    return spaceIdSchema.parse(this.db.prepare('SELECT space FROM space WHERE id = ?', { pluck: true }).get([number]))
  }

  private snippet(row: ItemRow, phrases: readonly Phrase[]): string | null {
    const state = this.stateOf(row)
    return state && snippet(documentOf(state), phrases)
  }
}

function cursorOf(cursor: string | null): number {
  if (cursor === null) return Number.POSITIVE_INFINITY
  if (!/^\d{1,16}$/.test(cursor)) throw new ParasolError('BAD_INPUT', { field: 'cursor' })
  return Number(cursor)
}
