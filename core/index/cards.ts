import { toHex } from '../crypto/bytes.ts'
import type { CardRow } from '../engine/contract/card.ts'
import type { OrganisationId, RecordId, SpaceId } from '../engine/contract/ids.ts'
import type { PartialDate } from '../engine/contract/incident.ts'
import { LIMITS } from '../engine/contract/limits.ts'
import type { Mention } from '../engine/contract/mention.ts'
import type { CardKind } from '../engine/contract/record-kinds.ts'
import { type CardState, fold } from '../records/fold.ts'
import type { NameAuthor } from '../records/history.ts'
import { isoOf, nameIn } from '../records/version.ts'
import type { CardWords } from './card-words.ts'
import { placeOf } from './cursor.ts'
import { bytesOf, type Database, type Row, type Value } from './database.ts'
import type { Ids } from './ids.ts'
import type { CardLook } from './look.ts'
import { CARDS_BY_KEY, IS_CARD, keyOf } from './record-key.ts'
import { CARD_AT, ITEM_AT, TARGET, TARGET_IS_CARD } from './source.ts'
import type { Versions } from './versions.ts'
import { foldCase, foldUnit, isUnsearchable, matchPhrases, parseSearch } from './words.ts'

interface Stored extends Row {
  id: number
  record: Uint8Array<ArrayBuffer>
  kind: string
  label: string
  status: string | null
  unit: string | null
  incidents: number
  saved: number
  amended: number
  conflict: number
  organisation: string
  own: number
  space: string
}

interface Place extends Row {
  thread: number
  label: string
}

interface MentionRow extends Row {
  source: Uint8Array<ArrayBuffer>
  field: string
  kind: string | null
  label: string
  start: string | null
  types: string | null
}

/** Which of them: of one kind, with these words, and (unless null) of this unit or station. */
export interface CardAsk {
  kind: CardKind
  text: string
  unit: string | null
  cursor: string | null
  limit: number
}

export interface CardPage {
  rows: CardRow[]
  /** Where the next page begins; null where this one is the last. */
  nextCursor: string | null
}

const COLUMNS = 'card.id, card.record, card.kind, card.label, card.status, card.unit, card.saved, card.amended, card.conflict'
/** How many incidents name it as somebody harmed, or as who did it. A member can write names without end: the count stops. */
const INCIDENTS = `(SELECT count(*) FROM (SELECT DISTINCT ref.source FROM target CROSS JOIN ref ON ref.target = target.id
  WHERE ${TARGET_IS_CARD} AND ref.field IN ('harmed', 'perpetrator') LIMIT ${LIMITS.incidentsCounted})) AS incidents`
const FROM = 'card CROSS JOIN party ON party.id = card.party CROSS JOIN space ON space.id = party.space'
const WITH_WORDS = 'card_doc CROSS JOIN card ON card.id = card_doc.rowid'
const NEWEST = 'card.saved DESC, card.id DESC'
const OWN_FIRST = `party.own DESC, ${NEWEST}`
/** Rows of the cards that `ids` picks: only for those incidents are counted, and not for all that are looked at to find them. */
const rowsOf = (ids: string, order: string): string =>
  `SELECT ${COLUMNS}, ${INCIDENTS}, party.organisation, party.own, space.space
  FROM (${ids}) AS picked CROSS JOIN ${FROM} WHERE card.id = picked.id ORDER BY ${order}`
/**
 * By the clock of whoever wrote it, which may say anything: the order must be the same in every index that is fed the same entries, whenever it was.
 * A card from the year 9999 stands first, and hides none of those that come on the next pages.
 */
const PAGE = `card.kind = ? AND (card.saved, card.id) < (?, ?) ORDER BY ${NEWEST} LIMIT ?`
export const BY_KIND = rowsOf(`SELECT card.id FROM card WHERE ${PAGE}`, NEWEST)
export const BY_UNIT = rowsOf(`SELECT card.id FROM card WHERE card.folded = ? AND ${PAGE}`, NEWEST)
export const BY_WORDS = rowsOf(
  `SELECT card.id FROM ${WITH_WORDS} WHERE card_doc MATCH ? AND (? IS NULL OR card.folded = ?) AND ${PAGE}`,
  NEWEST,
)
/**
 * Of all kinds that have a page of their own by a name: not what ties others together. There is no next page, so our own come first:
 * what partners write, under whatever date, cannot push them out.
 */
export const FOUND = rowsOf(
  `SELECT card.id FROM ${WITH_WORDS} CROSS JOIN party ON party.id = card.party
  WHERE card_doc MATCH ? AND card.kind NOT IN ('link', 'type', 'consent') ORDER BY ${OWN_FIRST} LIMIT ?`,
  OWN_FIRST,
)
const CALLED = `SELECT card.record FROM card CROSS JOIN party ON party.id = card.party
  WHERE card.called = ? AND party.own = 1 ORDER BY ${NEWEST}`
const ONE = `SELECT card.thread, card.label FROM ${CARDS_BY_KEY} WHERE ${IS_CARD}`
const VALUES = 'record, thread, party, kind, label, status, unit, folded, called, saved, amended, conflict'
const INSERT = `INSERT INTO card (${VALUES}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const UPDATE = `UPDATE card SET (${VALUES}) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?`
/**
 * Incidents and cards that name a record, our own first (there is no next page), and the newest first; before all others what somebody agreed to: without
 * that her page would say that nobody has asked.
 */
const MENTIONS = `
  SELECT coalesce(card.record, item.record) AS source, ref.field, card.kind, coalesce(card.label, item.title) AS label, item.start, item.types,
    coalesce(card.saved, item.saved) AS saved
  FROM ref LEFT JOIN card ON ${CARD_AT('ref.source')} LEFT JOIN item ON ${ITEM_AT('ref.source')}
  CROSS JOIN party ON party.id = coalesce(card.party, item.party) WHERE ref.target = ${TARGET} ORDER BY party.own DESC, coalesce(card.kind, '') = 'consent' DESC, saved DESC, 1 LIMIT ?`
const LEARN = 'INSERT INTO card_doc (rowid, label, text) VALUES (?, ?, ?)'
const FORGET = "INSERT INTO card_doc (card_doc, rowid, label, text) VALUES ('delete', ?, ?, ?)"

/** Writes records of the other kinds into the index: people, perpetrators, requests and so on, each with its words. */
export class Cards {
  private readonly db: Database
  private readonly ids: Ids
  private readonly counts = new Map<CardKind, number>()

  constructor(db: Database, ids: Ids) {
    this.db = db
    this.ids = ids
  }

  /** How often a record of a kind was written, amended or erased since this began. */
  changesOf(kind: CardKind): number {
    return this.counts.get(kind) ?? 0
  }

  /** Replaces how a card stood (null: it was not there) by how it stands (null: it was erased), and says which row is or was its. */
  change(before: CardLook | null, after: CardLook | null, thread: number): number {
    const kind = (after ?? before)?.kind
    if (kind) this.counts.set(kind, this.changesOf(kind) + 1)
    const known = before && this.rowOf(before, thread)
    if (before && known !== null) {
      this.db.prepare(FORGET).run([known, ...columns(before.words)])
      if (!after) {
        this.db.prepare('DELETE FROM card WHERE id = ?').run([known])
        return known
      }
    }
    if (!after) throw new Error('a card that is neither there nor was')
    const values = this.valuesOf(after, thread)
    if (known !== null) this.db.prepare(UPDATE).run([...values, known])
    const id = known ?? Number(this.db.prepare(INSERT).run(values).lastInsertRowid)
    this.db.prepare(LEARN).run([id, ...columns(after.words)])
    return id
  }

  private rowOf({ recordId }: CardLook, thread: number): number {
    const id = this.db.prepare('SELECT id FROM card WHERE thread = ? AND record = ?', { pluck: true }).get([thread, bytesOf(recordId)])
    if (typeof id !== 'number') throw new Error('a card of the index has no row')
    return id
  }

  private valuesOf(look: CardLook, thread: number): Value[] {
    return [
      bytesOf(look.recordId),
      thread,
      this.ids.party(look.space, look.organisation, look.own),
      look.kind,
      look.label,
      look.status,
      look.unit,
      look.unit && foldUnit(look.unit),
      look.kind === 'person' ? foldCase(look.label.trim()) : null,
      look.savedAt,
      Number(look.amended),
      Number(look.conflict),
    ]
  }
}

/** Reads them. */
export class CardReader {
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

  /** Those of one kind, the newest first. Throws BAD_INPUT for a cursor that is not ours. */
  list({ kind, text, unit, cursor, limit }: CardAsk): CardPage {
    if (isUnsearchable(text)) return { rows: [], nextCursor: null }
    const phrases = parseSearch(text)
    const folded = unit && foldUnit(unit)
    const rest = [kind, ...placeOf(cursor), limit + 1]
    const rows =
      phrases.length > 0
        ? this.db.prepare(BY_WORDS).all<Stored>([matchPhrases(phrases), folded, folded, ...rest])
        : folded === null
          ? this.db.prepare(BY_KIND).all<Stored>(rest)
          : this.db.prepare(BY_UNIT).all<Stored>([folded, ...rest])
    const last = rows.length > limit ? rows[limit - 1] : undefined
    return { rows: rows.slice(0, limit).map((row) => this.row(row)), nextCursor: last ? `${last.saved}:${last.id}` : null }
  }

  /** Those of any kind with these words, our own first, and the newest first: none for no words. */
  find(text: string, limit: number): CardRow[] {
    const phrases = isUnsearchable(text) ? [] : parseSearch(text)
    if (phrases.length === 0) return []
    return this.db
      .prepare(FOUND)
      .all<Stored>([matchPhrases(phrases), limit])
      .map((row) => this.row(row))
  }

  state(record: RecordId): CardState | null {
    const row = this.stored(record)
    if (!row) return null
    const { cards } = fold(this.versions.load(row.thread, nameIn(record)), this.house)
    return cards.find(({ recordId }) => recordId === record) ?? null
  }

  /** Our own of a kind that name a record. */
  namedBy(record: RecordId, kind: CardKind): RecordId[] {
    const sql = `SELECT DISTINCT card.record FROM ref CROSS JOIN card ON ${CARD_AT('ref.source')} CROSS JOIN party ON party.id = card.party
      WHERE ref.target = ${TARGET} AND card.kind = ? AND party.own = 1`
    return this.db
      .prepare(sql, { pluck: true })
      .all<Uint8Array<ArrayBuffer>>([bytesOf(record), kind])
      .map((found) => toHex(found) as RecordId)
  }

  /** Our own of a kind. */
  recordsOf(kind: CardKind): RecordId[] {
    const sql = 'SELECT card.record FROM card CROSS JOIN party ON party.id = card.party WHERE card.kind = ? AND party.own = 1'
    return this.db
      .prepare(sql, { pluck: true })
      .all<Uint8Array<ArrayBuffer>>([kind])
      .map((record) => toHex(record) as RecordId)
  }

  /** Our people who are called so, whatever case and accents, the newest first: all of them. */
  peopleCalled(name: string): RecordId[] {
    const called = foldCase(name.trim())
    if (called === '') return []
    return this.db
      .prepare(CALLED, { pluck: true })
      .all<Uint8Array<ArrayBuffer>>([called])
      .map((record) => toHex(record) as RecordId)
  }

  /** Our own of a kind, each with what is another as soon as anything of it was written since. */
  stamps(kind: CardKind): Map<RecordId, string> {
    const sql = `SELECT card.record, count(*) AS entries, max(version.id) AS newest FROM card CROSS JOIN party ON party.id = card.party
      CROSS JOIN version ON version.thread = card.thread WHERE card.kind = ? AND party.own = 1 GROUP BY card.id`
    const rows = this.db.prepare(sql).all<{ record: Uint8Array<ArrayBuffer>; entries: number; newest: number }>([kind])
    return new Map(rows.map(({ record, entries, newest }) => [toHex(record) as RecordId, `${entries}:${newest}`]))
  }

  /** The thread of a card; null where there is none. */
  threadOf(record: RecordId): number | null {
    return this.stored(record)?.thread ?? null
  }

  /** The label of a card; null where there is none. */
  label(record: RecordId): string | null {
    return this.stored(record)?.label ?? null
  }

  /** What names a record: our own first, of that what she agreed to first, and the newest first. */
  mentions(record: RecordId, limit: number): Mention[] {
    return this.db
      .prepare(MENTIONS)
      .all<MentionRow>([bytesOf(record), limit])
      .map(({ source, field, kind, label, start, types }) => ({
        recordId: toHex(source) as RecordId,
        field,
        kind: (kind ?? 'incident') as Mention['kind'],
        label,
        start: start === null ? null : (JSON.parse(start) as PartialDate),
        types: types === null ? [] : (JSON.parse(types) as string[]),
      }))
  }

  private stored(record: RecordId): Place | null {
    return this.db.prepare(ONE).get<Place>(keyOf(record)) ?? null
  }

  private row(row: Stored): CardRow {
    const space = row.space as SpaceId
    return {
      recordId: toHex(row.record) as RecordId,
      spaceId: space,
      kind: row.kind as CardKind,
      label: row.label,
      status: row.status,
      unit: row.unit,
      incidents: row.incidents,
      author: this.author(space, row.organisation as OrganisationId, row.own === 1),
      savedAt: isoOf(row.saved),
      amended: row.amended === 1,
      conflict: row.conflict === 1,
    }
  }
}

const columns = ({ label, text }: CardWords): string[] => [label, text]
