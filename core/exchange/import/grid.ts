import { Pacer } from '../../pacer.ts'

/** One row as it stands in a file. */
export interface GridRow {
  /** As a spreadsheet program counts the rows of the file: from 1, rows above the header included. */
  row: number
  /** As many as the row has, which may be fewer or more than there are columns. */
  cells: readonly string[]
  /** The quotes of the row did not pair up (cut.ts). */
  broken: boolean
  /** Nobody sees it where the sheet is opened: it is hidden there, or left out by a filter. */
  hidden: boolean
}

/** Text of whole rows. Rows are cut out of it anew whenever they are needed: a quarter of the memory of keeping every cell. */
export interface Stretch {
  text: string
  rows: number
}

/** Cuts one row out of a stretch. `row`: its number, where the text says it; without, rows are counted. Null at the end of the text. */
export type CutRow = (text: string, at: number) => { cells: string[]; next: number; broken: boolean; row?: number; hidden?: boolean } | null

/** Every row of a file, or of one sheet of it, whatever the format, before anybody has said which one names the columns. */
export interface Grid {
  readonly cutRow: CutRow
  readonly stretches: readonly Stretch[]
}

/** Characters of one stretch, about. */
export const STRETCH_CHARS = 1024 * 1024

/** The rows in order, giving way to other work in between. */
export async function* gridRows({ cutRow, stretches }: Grid): AsyncGenerator<GridRow, void, void> {
  const pacer = new Pacer()
  let row = 0
  for (const { text, rows } of stretches) {
    let at = 0
    for (let i = 0; i < rows; i++) {
      const record = cutRow(text, at)
      if (!record) break
      at = record.next
      row = record.row ?? row + 1
      yield { row, cells: record.cells, broken: record.broken, hidden: record.hidden ?? false }
      if (pacer.due) await pacer.breathe()
    }
  }
}

/** Whether no cell says anything. */
export const isEmptyRow = (cells: readonly string[]): boolean => cells.every((cell) => cell === '' || cell.trim() === '')
