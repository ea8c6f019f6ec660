import { toHex } from '../crypto/bytes.ts'
import type { OrganisationId, RecordId, SpaceId } from '../engine/contract/ids.ts'
import type { TombstoneBody, WordOf } from '../records/kinds.ts'
import { recordIdOf } from '../records/version.ts'
import { bytesOf, type Database, type Row } from './database.ts'
import type { Ids } from './ids.ts'
import type { CardLook, ItemLook } from './look.ts'

/** A record of ours that stands in a coalition. */
export interface Abroad {
  space: SpaceId
  recordId: RecordId
  isIncident: boolean
}

/** A House record of ours that was erased for good. */
export interface Gone {
  recordId: RecordId
  /** Of a consent, whose word it was. */
  of: WordOf | null
}

interface AbroadRow extends Row {
  record: Uint8Array<ArrayBuffer>
  space: string
  incident: number
}

interface GoneRow extends Row {
  organisation: string
  body: string
}

/** What of ours stands in coalitions, whether it was made from a House record or not: few records, which are found without a look at all others. */
export class AbroadBook {
  private readonly db: Database
  private readonly ids: Ids
  private readonly house: SpaceId

  constructor(db: Database, ids: Ids, house: SpaceId) {
    this.db = db
    this.ids = ids
    this.house = house
  }

  /** Notes that a record came (`before` null) or went (`after` null). */
  change(before: CardLook | ItemLook | null, after: CardLook | ItemLook | null): void {
    const look = after ?? before
    if (!look?.own || look.space === this.house || (before && after)) return
    const record = bytesOf(look.recordId)
    if (!after) this.db.prepare('DELETE FROM abroad WHERE record = ?').run([record])
    else
      this.db
        .prepare('INSERT OR REPLACE INTO abroad (record, space, incident) VALUES (?, ?, ?)')
        .run([record, this.ids.space(look.space), Number(!('kind' in look))])
  }

  all(): Abroad[] {
    return this.db
      .prepare('SELECT abroad.record, space.space, abroad.incident FROM abroad CROSS JOIN space ON space.id = abroad.space ORDER BY record')
      .all<AbroadRow>([])
      .map(({ record, space, incident }) => ({ space: space as SpaceId, recordId: toHex(record) as RecordId, isIncident: incident === 1 }))
  }
}

/** The same condition as that of the index `version_gone`, or it would not be used. */
export const IS_GONE = "kind = 'tombstone' AND json_extract(body, '$.undone') IS NULL"
const GONE = `SELECT party.organisation, body FROM space CROSS JOIN party ON party.space = space.id AND party.own = 1
  CROSS JOIN version INDEXED BY version_gone ON version.party = party.id WHERE space.space = ? AND ${IS_GONE}`

/** What we have erased for good in the House. What an import brought and was taken back with it is not among it. */
export function listGone(db: Database, house: SpaceId): Gone[] {
  return db
    .prepare(GONE)
    .all<GoneRow>([house])
    .map(({ organisation, body }) => {
      const { record, of = null } = JSON.parse(body) as TombstoneBody
      return { recordId: recordIdOf(house, organisation as OrganisationId, record), of }
    })
}
