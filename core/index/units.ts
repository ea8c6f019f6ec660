import { toHex } from '../crypto/bytes.ts'
import type { Unit } from '../engine/contract/card.ts'
import { type RecordId, recordIdSchema } from '../engine/contract/ids.ts'
import { LIMITS } from '../engine/contract/limits.ts'
import type { Database, Row } from './database.ts'
import { TARGET_IS_CARD } from './source.ts'

/** Picks the units first, those that we have somebody of ourselves before all others, and counts incidents only for these, and so many. */
export const UNITS = `
  SELECT picked.unit, people, (SELECT count(*) FROM (
    SELECT DISTINCT ref.source FROM card CROSS JOIN target ON ${TARGET_IS_CARD} CROSS JOIN ref ON ref.target = target.id AND ref.field = 'perpetrator'
    WHERE card.unit = picked.unit COLLATE NOCASE LIMIT ${LIMITS.incidentsCounted})) AS incidents
  FROM (
    SELECT card.unit, count(*) AS people, max(party.own) AS own FROM card CROSS JOIN party ON party.id = card.party
    WHERE card.unit IS NOT NULL GROUP BY card.unit COLLATE NOCASE ORDER BY own DESC, people DESC, card.unit LIMIT ?) AS picked
  ORDER BY incidents DESC, people DESC, picked.unit`

/**
 * Units and stations of those who did harm, named by most incidents first. Ones that differ by the case of their letters are one. An incident that
 * names two people of a unit counts once.
 */
export function listUnits(db: Database, limit: number): Unit[] {
  return db
    .prepare(UNITS)
    .all<{ unit: string; people: number; incidents: number } & Row>([limit])
    .map(({ unit, people, incidents }) => ({ unit, people, incidents }))
}

const PEOPLE = 'SELECT record FROM card WHERE unit = ? COLLATE NOCASE ORDER BY saved DESC, id DESC LIMIT ?'

/** Those who did harm and are of a unit, whatever the case of its letters; of more than a list of units has, the ones written down last. */
export const peopleOf = (db: Database, unit: string): RecordId[] =>
  db
    .prepare(PEOPLE, { pluck: true })
    .all<Uint8Array<ArrayBuffer>>([unit, LIMITS.units])
    .map((record) => recordIdSchema.parse(toHex(record)))
