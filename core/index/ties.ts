import { toHex } from '../crypto/bytes.ts'
import type { OrganisationId, RecordId, SpaceId } from '../engine/contract/ids.ts'
import { recordIdOf } from '../records/version.ts'
import { bytesOf, type Database, type Row } from './database.ts'
import type { Ids } from './ids.ts'
import type { ItemLook } from './look.ts'
import { ITEMS } from './record-key.ts'

/** Under which key this organisation writes in a space. */
export type OwnIn = (space: SpaceId) => OrganisationId

/** A record in a coalition that was made from a House record, and is there. */
export interface Copy {
  space: SpaceId
  recordId: RecordId
}

/** A coalition that had a House record, and from which it was taken back. */
export interface TakenBack {
  space: SpaceId
  /** ms since 1970, by the clock of our computer that took it back. */
  until: number
}

/** How a record is tied to others of ours. */
export interface Tied {
  sharedAs: Copy[]
  takenBack: TakenBack[]
  /** What it was made from. */
  madeFrom: RecordId | null
}

interface TakenRow extends Row {
  space: string
  until: number
}

interface CopyRow extends Row {
  copy: Uint8Array<ArrayBuffer>
  space: string
}

const idOf = (bytes: Uint8Array): RecordId => toHex(bytes) as RecordId
const HERE = `SELECT 1 FROM ${ITEMS} WHERE thread.name = substr(tie.copy, 1, 16) AND item.record = tie.copy`
const COPIES = `SELECT tie.copy, space.space FROM tie CROSS JOIN space ON space.id = tie.space
  WHERE tie.house = ? AND EXISTS (${HERE}) ORDER BY tie.space, tie.copy`
/** Where one was erased again, and none is now. A share that never came to be was not there, and a coalition that was left says nothing. */
const TAKEN_BACK = `SELECT space.space, max(version.wall) AS until
  FROM tie CROSS JOIN space ON space.id = tie.space
  CROSS JOIN thread ON thread.name = substr(tie.copy, 1, 16) AND thread.space = tie.space
  CROSS JOIN version ON version.thread = thread.id AND version.kind = 'tombstone' CROSS JOIN party ON party.id = version.party
  WHERE tie.house = ? AND party.own = 1 AND tie.space NOT IN (SELECT tie.space FROM tie WHERE tie.house = ? AND EXISTS (${HERE}))
  GROUP BY tie.space ORDER BY until DESC, tie.space`
const AUDIENCES = `SELECT DISTINCT tie.space FROM tie WHERE tie.house = ? AND EXISTS (${HERE}) ORDER BY tie.space`

/** Which House record each of our records in coalitions was made from (core/records/kinds.ts, ShareBody), whether it has come or not. */
export class Ties {
  private readonly db: Database
  private readonly ids: Ids
  private readonly ownIn: OwnIn

  constructor(db: Database, ids: Ids, ownIn: OwnIn) {
    this.db = db
    this.ids = ids
    this.ownIn = ownIn
  }

  /** Ties and unties what a House record was shared as. The records whose tie changed. */
  set(before: ItemLook | null, after: ItemLook | null): RecordId[] {
    const house = (after ?? before)?.recordId
    if (house === undefined) return []
    const [was, is] = [this.copiesIn(before), this.copiesIn(after)]
    const [untied, tied] = [[...was].filter(([copy]) => !is.has(copy)), [...is].filter(([copy]) => !was.has(copy))]
    for (const [copy] of untied) this.db.prepare('DELETE FROM tie WHERE copy = ? AND house = ?').run([bytesOf(copy), bytesOf(house)])
    for (const [copy, space] of tied) {
      const sql = 'INSERT OR IGNORE INTO tie (copy, house, space) VALUES (?, ?, ?)'
      this.db.prepare(sql).run([bytesOf(copy), bytesOf(house), this.ids.space(space)])
    }
    return [...untied, ...tied].map(([copy]) => copy)
  }

  /** The House records that a record was made from: one, unless two computers of ours said so of two. */
  housesOf(copy: RecordId): RecordId[] {
    return this.db
      .prepare('SELECT house FROM tie WHERE copy = ? ORDER BY house', { pluck: true })
      .all<Uint8Array<ArrayBuffer>>([bytesOf(copy)])
      .map(idOf)
  }

  /** What was made from a House record and is there. */
  copiesOf(house: RecordId): Copy[] {
    const rows = this.db.prepare(COPIES).all<CopyRow>([bytesOf(house)])
    return rows.map(({ copy, space }) => ({ space: space as SpaceId, recordId: idOf(copy) }))
  }

  /** All that a page says of how a record is tied to others of ours. */
  of(record: RecordId): Tied {
    const takenBack = this.db
      .prepare(TAKEN_BACK)
      .all<TakenRow>([bytesOf(record), bytesOf(record)])
      .map(({ space, until }) => ({ space: space as SpaceId, until }))
    return { sharedAs: this.copiesOf(record), takenBack, madeFrom: this.housesOf(record)[0] ?? null }
  }

  /** The numbers of the spaces where those are. */
  audiencesOf(house: RecordId): number[] {
    return this.db
      .prepare(AUDIENCES, { pluck: true })
      .all<number>([bytesOf(house)])
      .map(Number)
  }

  private copiesIn(look: ItemLook | null): Map<RecordId, SpaceId> {
    return new Map((look?.shares ?? []).map(({ space, name }) => [recordIdOf(space, this.ownIn(space), name), space]))
  }
}
