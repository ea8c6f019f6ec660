import { isDeepStrictEqual } from 'node:util'
import { toHex } from '../crypto/bytes.ts'
import type { OrganisationId, RecordId, SpaceId } from '../engine/contract/ids.ts'
import { bytesOf, type Database, type Row } from './database.ts'
import type { Ids } from './ids.ts'
import type { CardLook, ItemLook } from './look.ts'

/** Files that are read in one go. */
const PAGE = 500
/** Keys under which one list may be named in a space, that are looked at: only one can open it. */
const KEYS_MAX = 8

/** A file that a standing record names. A secret: it holds the key. */
export interface StandingFile {
  recordId: RecordId
  /** Who wrote the record, and whether that is ours. */
  organisation: OrganisationId
  own: boolean
  list: string
  key: string
  sha256: string
  /** Bytes. */
  size: number
}

interface FileRow extends Row {
  record: Uint8Array<ArrayBuffer>
  field: string
  list: Uint8Array<ArrayBuffer>
  key: Uint8Array<ArrayBuffer>
  sha256: Uint8Array<ArrayBuffer>
  size: number
  organisation: string
  own: number
}

/** Looked up, not given: reading must write nothing. */
const SPACE = '(SELECT id FROM space WHERE space = ?)'
const COLUMNS = 'file.record, file.field, file.list, file.key, file.sha256, file.size, party.organisation, party.own'
const ROWS = `SELECT ${COLUMNS} FROM file CROSS JOIN party ON party.id = file.party`

/** The files that records name as they stand: what may be asked for and given, and what is to be kept. */
export class Files {
  private readonly db: Database
  private readonly ids: Ids

  constructor(db: Database, ids: Ids) {
    this.db = db
    this.ids = ids
  }

  /** Replaces what a record named (null: it was not there) by what it names. True where that changed anything. */
  change(before: CardLook | ItemLook | null, after: CardLook | ItemLook | null): boolean {
    const look = after ?? before
    if (!look) return false
    const [had, has] = [before?.files ?? [], after?.files ?? []]
    if ((had.length === 0 && has.length === 0) || (before && isDeepStrictEqual(had, has))) return false
    const [space, record] = [this.ids.space(look.space), bytesOf(look.recordId)]
    const drop = this.db.prepare('DELETE FROM file WHERE space = ? AND list = ? AND record = ? AND field = ?')
    for (const { field, file } of had) drop.run([space, bytesOf(file.list), record, field])
    const put = this.db.prepare('INSERT INTO file (space, list, record, field, key, sha256, size, party) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    const party = this.ids.party(look.space, look.organisation, look.own)
    for (const { field, file } of has)
      put.run([space, bytesOf(file.list), record, field, bytesOf(file.key), bytesOf(file.sha256), file.size, party])
    return true
  }

  /** Every file that stands in a space, in small batches. Entries may be taken in meanwhile. */
  *in(space: SpaceId): Generator<StandingFile[], void> {
    const sql = `${ROWS} WHERE file.space = ${SPACE} AND (file.list, file.record, file.field) > (?, ?, ?) ORDER BY file.list, file.record, file.field LIMIT ${PAGE}`
    // Less than any; an empty one would be bound as NULL.
    for (let from: [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>, string] = [Buffer.alloc(1), Buffer.alloc(1), '']; ; ) {
      const rows = this.db.prepare(sql).all<FileRow>([space, ...from])
      const last = rows.at(-1)
      if (!last) return
      yield rows.map(standing)
      from = [last.list, last.record, last.field]
    }
  }

  /** Those under one list, however many say what of it; likewise. */
  *under(space: SpaceId, list: string): Generator<StandingFile[], void> {
    const sql = `${ROWS} WHERE file.space = ${SPACE} AND file.list = ? AND (file.record, file.field) > (?, ?) ORDER BY file.record, file.field LIMIT ${PAGE}`
    for (let from: [Uint8Array<ArrayBuffer>, string] = [Buffer.alloc(1), '']; ; ) {
      const rows = this.db.prepare(sql).all<FileRow>([space, bytesOf(list), ...from])
      const last = rows.at(-1)
      if (!last) return
      yield rows.map(standing)
      from = [last.record, last.field]
    }
  }

  /** Those that name this list in a space, by different keys, our own first. */
  of(space: SpaceId, list: string): StandingFile[] {
    const sql = `${ROWS} WHERE file.space = ${SPACE} AND file.list = ? GROUP BY file.key ORDER BY max(party.own) DESC, file.record LIMIT ${KEYS_MAX}`
    return this.db
      .prepare(sql)
      .all<FileRow>([space, bytesOf(list)])
      .map(standing)
  }

  /** Those of one record. */
  ofRecord(record: RecordId): StandingFile[] {
    return this.db
      .prepare(`${ROWS} WHERE file.record = ? ORDER BY file.field`)
      .all<FileRow>([bytesOf(record)])
      .map(standing)
  }

  /** Whether a standing record of a space names this list under this key. */
  names(space: SpaceId, list: string, key: string): boolean {
    const sql = `SELECT 1 FROM file WHERE space = ${SPACE} AND list = ? AND key = ? LIMIT 1`
    return this.db.prepare(sql).get([space, bytesOf(list), bytesOf(key)]) !== undefined
  }
}

const standing = ({ record, list, key, sha256, size, organisation, own }: FileRow): StandingFile => ({
  recordId: toHex(record) as RecordId,
  organisation: organisation as OrganisationId,
  own: own === 1,
  list: toHex(list),
  key: toHex(key),
  sha256: toHex(sha256),
  size: Number(size),
})
