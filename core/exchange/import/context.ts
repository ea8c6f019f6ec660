import type { Mapping, RowPreview } from '../../engine/contract/exchange.ts'
import type { ImportField } from '../../engine/contract/import-fields.ts'
import type { IncidentFields } from '../../engine/contract/incident.ts'
import { cut } from './text.ts'

const TOLD_CHARS = 200

/** All that is the same for every row of one file. */
export interface RowContext {
  fileName: string
  columnNames: readonly string[]
  mapping: Mapping
  /** Bare numbers in the date column are days as Excel counts them. */
  serialDates: boolean
  /** So in other columns, by their numbers. */
  serialColumns: ReadonlySet<number>
  /** Kinds of incident of the organisation's own, as `types` names them, by what they are called (`plainWords`). */
  ownTypes: ReadonlyMap<string, string>
  /** The rows go to a coalition, which gets the columns that were chosen: nobody has looked at what else there is, or at what the file is called. */
  abroad: boolean
  /** The file is an export of ours: its cells are defused. */
  isOurs: boolean
}

/** A column that fills a further field, with its cell. */
export interface Cell {
  column: number
  field: ImportField
  text: string
}

/** What the further fields of a row say. */
export interface ReadValues {
  fields: Partial<IncidentFields>
  types: string[]
  /** The exact place; null where none is said. */
  place: string | null
  /** Time of day, `HH:MM`. */
  time: string | null
  /** Whether the date is only about right; null where no cell says so or otherwise. */
  about: boolean | null
  /** Columns whose cell is not said whole by what was made of it. */
  keep: Set<number>
  issues: Set<'unknown-word' | 'value-cut' | 'bad-date'>
  told: RowPreview['more']
}

/** Notes what a field of a row will say, for the preview. */
export const tell = (read: ReadValues, field: ImportField, text: string, codes: string[] = []): void =>
  void read.told.push({ field, text: text.length > TOLD_CHARS ? cut(text, TOLD_CHARS) : text, codes })
