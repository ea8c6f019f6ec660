import type { Place } from '../engine/contract/incident.ts'
import type { Database, Row } from './database.ts'
import { foldCase } from './words.ts'

/** Of spellings that differ by case and accents, the one that most incidents have: with `max` alone, SQLite takes the other columns from its row. */
const PLACES = `
  SELECT area, total AS incidents FROM (
    SELECT area, max(uses), sum(uses) AS total FROM area WHERE folded >= ? AND folded < ? GROUP BY folded)
  ORDER BY total DESC, area LIMIT ?`

/** Places in use that begin with `text`, one whatever its case and accents; where most happened first. */
export function listPlaces(db: Database, text: string, limit: number): Place[] {
  const start = foldCase(text.trim())
  return db
    .prepare(PLACES)
    .all<Place & Row>([start, `${start}\u{10ffff}`, limit])
    .map(({ area, incidents }) => ({ area, incidents }))
}
