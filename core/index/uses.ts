import type { Database } from './database.ts'
import type { ItemLook } from './look.ts'
import type { Doer } from './perpetrators.ts'
import { targetOf, unitsIn } from './units.ts'
import { foldCase, foldUnit } from './words.ts'

const COUNT_AREA = 'INSERT INTO area (area, folded, uses) VALUES (?, ?, ?) ON CONFLICT (area) DO UPDATE SET uses = uses + excluded.uses'
const COUNT_UNIT = `INSERT INTO unit (unit, folded, target, uses, own) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (unit) DO UPDATE SET uses = uses + excluded.uses, own = own + excluded.own`

/** How many incidents that stand in the log say an area or a unit, as a batch changes it. What none says any more is forgotten, word and all. */
export class Uses {
  private readonly areas = new Map<string, number>()
  /** Of these, those that are ours too: what partners write without end hides none of them. */
  private readonly units = new Map<string, { uses: number; own: number }>()

  /** `by`: 1 for a row that comes, -1 for one that goes. */
  count({ area, doers, own }: ItemLook, by: number): void {
    if (area !== '') this.areas.set(area, (this.areas.get(area) ?? 0) + by)
    // Few say one, and to read them takes longer than to look for the word.
    if (!doers?.includes('"unit"')) return
    for (const unit of unitsIn(JSON.parse(doers) as Doer[])) {
      const known = this.units.get(unit) ?? { uses: 0, own: 0 }
      this.units.set(unit, { uses: known.uses + by, own: known.own + (own ? by : 0) })
    }
  }

  write(db: Database): void {
    const countArea = db.prepare(COUNT_AREA)
    const clearArea = db.prepare('DELETE FROM area WHERE area = ? AND uses <= 0')
    for (const [area, by] of this.areas) {
      if (by !== 0) countArea.run([area, foldCase(area), by])
      if (by < 0) clearArea.run([area])
    }
    const countUnit = db.prepare(COUNT_UNIT)
    const clearUnit = db.prepare('DELETE FROM unit WHERE unit = ? AND uses <= 0')
    for (const [unit, { uses, own }] of this.units) {
      if (uses !== 0 || own !== 0) countUnit.run([unit, foldUnit(unit), targetOf(unit), uses, own])
      if (uses < 0) clearUnit.run([unit])
    }
  }
}
