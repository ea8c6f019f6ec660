import type { Mapping, TableChoice } from '../../../core/engine/contract/exchange.ts'
import type { SpaceId } from '../../../core/engine/contract/ids.ts'
import type { ImportField } from '../../../core/engine/contract/import-fields.ts'

/** Which rows go where. */
export interface ImportPlan {
  choice: TableChoice
  mapping: Mapping
  audience: SpaceId
  /** The mark of rows that may name somebody, where a person has read them and lets them go. */
  named: string | null
}

/** Where one column of a spreadsheet goes. `other`: to no field; kept with the incident or not, as `keepOthers` says. */
export type Target = 'title' | 'date' | 'area' | 'narrative' | 'other' | ImportField

const AREA_MAX = 4
const NARRATIVE_MAX = 20

export function targetOf(mapping: Mapping, column: number): Target {
  if (mapping.title === column) return 'title'
  if (mapping.date === column) return 'date'
  if (mapping.area.includes(column)) return 'area'
  if (mapping.narrative.includes(column)) return 'narrative'
  return mapping.fields.find((each) => each.column === column)?.field ?? 'other'
}

/** Where a column can go: to no field that has as many as it takes, unless it is one of them. */
export function isOpenTo(mapping: Mapping, column: number, target: Target): boolean {
  return targetOf(mapping, column) === target || withTarget(mapping, column, target) !== mapping
}

/** Sends a column elsewhere. Title and date take one column: the one before goes free. Full targets stay as they are. */
export function withTarget(mapping: Mapping, column: number, target: Target): Mapping {
  const free: Mapping = {
    ...mapping,
    title: mapping.title === column ? null : mapping.title,
    date: mapping.date === column ? null : mapping.date,
    area: mapping.area.filter((each) => each !== column),
    narrative: mapping.narrative.filter((each) => each !== column),
    fields: mapping.fields.filter((each) => each.column !== column),
  }
  switch (target) {
    case 'title':
      return { ...free, title: column }
    case 'date':
      return { ...free, date: column }
    case 'area':
      return free.area.length >= AREA_MAX ? mapping : { ...free, area: [...free.area, column] }
    case 'narrative':
      return free.narrative.length >= NARRATIVE_MAX ? mapping : { ...free, narrative: [...free.narrative, column] }
    case 'other':
      return free
    default:
      // In the order of the file, which is the one that texts of several columns are joined in.
      return { ...free, fields: [...free.fields, { column, field: target }].toSorted((a, b) => a.column - b.column) }
  }
}
