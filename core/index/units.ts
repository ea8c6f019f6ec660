import { toHex, utf8 } from '../crypto/bytes.ts'
import { H } from '../crypto/hash.ts'
import type { Unit } from '../engine/contract/card.ts'
import { type RecordId, recordIdSchema } from '../engine/contract/ids.ts'
import { LIMITS } from '../engine/contract/limits.ts'
import type { Database, Row } from './database.ts'
import type { Reference } from './gist.ts'
import type { Doer } from './perpetrators.ts'
import { ITEM_AT, TARGET_IS_CARD } from './source.ts'
import { foldUnit } from './words.ts'

/** A spelling of one of its people counts more than those of incidents. */
const MORE = 1_000_000

/**
 * Picks the units first, those that we have somebody of or have named ourselves before all others, and counts incidents only for these, and so
 * many: those that name one of its people, and those that say the unit itself and stand in the log. One that does both counts once. With `max`
 * alone, SQLite takes the spelling from its row.
 */
export const UNITS = `
  SELECT picked.unit, people, (SELECT count(*) FROM (SELECT DISTINCT source FROM (
    SELECT ref.source FROM card CROSS JOIN target ON ${TARGET_IS_CARD} CROSS JOIN ref ON ref.target = target.id AND ref.field = 'perpetrator'
    WHERE card.folded = picked.folded
    UNION ALL
    SELECT ref.source FROM target CROSS JOIN ref ON ref.target = target.id AND ref.field = 'unit' CROSS JOIN item ON ${ITEM_AT('ref.source')}
    WHERE target.record IN (SELECT unit.target FROM unit WHERE unit.folded = picked.folded) AND item.pos >= 0)
    LIMIT ${LIMITS.incidentsCounted})) AS incidents
  FROM (
    SELECT folded, unit, max(people * ${MORE} + uses), sum(people) AS people FROM (
      SELECT card.folded, card.unit, count(*) AS people, sum(party.own) AS own, 0 AS uses
      FROM card CROSS JOIN party ON party.id = card.party WHERE card.folded IS NOT NULL GROUP BY card.folded, card.unit
      UNION ALL
      SELECT folded, unit, 0, own, uses FROM unit)
    WHERE instr(folded, ?) > 0 GROUP BY folded ORDER BY sum(own) > 0 DESC, sum(people) DESC, sum(uses) DESC, unit LIMIT ?) AS picked
  ORDER BY incidents DESC, people DESC, picked.unit`

/**
 * Units and stations in which `text` stands (empty: all), of those who did harm and those that incidents say themselves, named by most incidents
 * first. Ones that differ by case and accents are one, in the spelling of most of its people, or of most incidents.
 */
export function listUnits(db: Database, text: string, limit: number): Unit[] {
  return db
    .prepare(UNITS)
    .all<{ unit: string; people: number; incidents: number } & Row>([foldUnit(text), limit])
    .map(({ unit, people, incidents }) => ({ unit, people, incidents }))
}

const PEOPLE = `SELECT card.record FROM card CROSS JOIN party ON party.id = card.party WHERE card.folded = ?
  ORDER BY party.own DESC, card.saved DESC, card.id DESC LIMIT ?`

/** Those who did harm and are of a unit; of more than a list of units has, our own first, and the ones written down last. */
export const peopleOf = (db: Database, unit: string): RecordId[] =>
  db
    .prepare(PEOPLE, { pluck: true })
    .all<Uint8Array<ArrayBuffer>>([foldUnit(unit), LIMITS.units])
    .map((record) => recordIdSchema.parse(toHex(record)))

/** Units that an incident says itself. */
export const unitsIn = (doers: readonly Doer[]): string[] => [...new Set(doers.flatMap(({ unit }) => unit?.trim() || []))]

/** What stands for a unit where a record is named: an incident that says it refers to it. No record has such an id. */
export const unitReference = (unit: string): Reference => ({
  field: 'unit',
  target: `${'0'.repeat(32)}${toHex(targetOf(unit))}` as RecordId,
})

/** Under what `target` has it. */
export const targetOf = (unit: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(H('index-unit-target', utf8(foldUnit(unit))).subarray(0, 16))
