import type { Unit } from '../engine/contract/card.ts'
import type { Database, Row } from './database.ts'

const UNITS = `
  SELECT card.unit, count(DISTINCT card.id) AS people, count(DISTINCT ref.source) AS incidents
  FROM card LEFT JOIN ref ON ref.target = card.record AND ref.field = 'perpetrator'
  WHERE card.unit IS NOT NULL GROUP BY card.unit COLLATE NOCASE ORDER BY incidents DESC, people DESC, card.unit LIMIT ?`

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
