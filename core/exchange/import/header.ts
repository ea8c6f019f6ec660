import { cleanLine } from '../../records/text.ts'
import { type Grid, type GridRow, gridRows, isEmptyRow } from './grid.ts'

/** Rows that say something, among which the names of the columns are looked for. */
export const ROWS_ABOVE = 100
/** Rows that a person can choose from, and what is shown of each. */
const OFFERED = 20
const CELLS_SHOWN = 6
const CELL_CHARS = 40

/** A row that may name the columns: its number in the file, and the beginnings of its first cells that are not empty. */
export interface HeaderOffer {
  row: number
  cells: string[]
}

/** The first rows that say something. */
export async function firstRows(grid: Grid): Promise<GridRow[]> {
  const rows: GridRow[] = []
  for await (const row of gridRows(grid)) {
    if (rows.length === ROWS_ABOVE) break
    if (!isEmptyRow(row.cells)) rows.push(row)
  }
  return rows
}

/** What a person sees of the rows that may name the columns. */
export function headerOffers(rows: readonly GridRow[]): HeaderOffer[] {
  return rows.slice(0, OFFERED).map(({ row, cells }) => ({
    row,
    cells: cells
      .map((cell) =>
        cleanLine(cell.slice(0, 4 * CELL_CHARS))
          .slice(0, CELL_CHARS)
          .toWellFormed(),
      )
      .filter((cell) => cell !== '')
      .slice(0, CELLS_SHOWN),
  }))
}

/**
 * The row that names the columns, out of the first rows that say something: the first one, or the first below a title, an address or notes, which fill
 * one cell, or at most a third of those that rows of this file fill. Not the last, which has nothing to name. Null where there is no row.
 */
export function guessHeader(rows: readonly GridRow[]): number | null {
  const filled = rows.map(({ cells }) => cells.filter((cell) => cell.trim() !== '').length)
  const usual = filled.toSorted((a, b) => a - b)[Math.floor(filled.length / 2)] ?? 0
  // Of two columns one often has no name, and where most rows have one cell, so has the header.
  const isPlain = usual === 1 || Math.max(...filled.slice(0, OFFERED)) <= 2
  const isHeader = (cells: number): boolean => isPlain || (cells >= 2 && cells > usual / 3)
  const found = rows.slice(0, Math.min(OFFERED, rows.length - 1)).find((_, i) => isHeader(filled[i] ?? 0))
  return (found ?? rows[0])?.row ?? null
}
