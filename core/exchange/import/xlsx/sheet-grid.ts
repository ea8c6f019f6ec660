import { LIMITS } from '../../../engine/contract/limits.ts'
import { ParasolError } from '../../../error.ts'
import { type CutRow, type Grid, STRETCH_CHARS, type Stretch } from '../grid.ts'
import { ROWS_ABOVE } from '../header.ts'

/** Cells and rows end with what no XML text and no unescaped one (text.ts) has in it. */
const CELL_END = '\u001f'
const ROW_END = '\u001e'
/** Behind the number of a row that nobody sees. */
const HIDDEN = '-'

const cutRow: CutRow = (text, at) => {
  const end = text.indexOf(ROW_END, at)
  if (end === -1) return null
  const [number = '', ...cells] = text.slice(at, end).split(CELL_END)
  const hidden = number.endsWith(HIDDEN)
  return { row: Number.parseInt(number, 10), cells, next: end + 1, broken: false, hidden }
}

/** Gathers the rows of a sheet. */
export class SheetGrid {
  readonly #stretches: Stretch[] = []
  #rows: string[] = []
  #chars = 0
  #allRows = 0
  #allChars = 0

  /**
   * Takes a row, whose number is greater than that of the row before; one without text is left out.
   * @throws ParasolError FILE_TOO_LARGE with `field` rows, columns or bytes
   */
  add(number: number, cells: readonly string[], hidden: boolean): void {
    const last = cells.findLastIndex((cell) => cell.trim() !== '')
    if (last === -1) return
    if (last >= LIMITS.importColumns) throw new ParasolError('FILE_TOO_LARGE', { field: 'columns', limit: LIMITS.importColumns })
    this.#allRows++
    if (this.#allRows > LIMITS.importRows + ROWS_ABOVE)
      throw new ParasolError('FILE_TOO_LARGE', { field: 'rows', limit: LIMITS.importRows })
    let chars = 8
    for (let i = 0; i <= last; i++) chars += 1 + (cells[i]?.length ?? 0)
    this.#chars += chars
    this.#allChars += chars
    // A file of that many bytes is the longest that may come as text.
    if (this.#allChars > LIMITS.importBytes) throw new ParasolError('FILE_TOO_LARGE', { field: 'bytes', limit: LIMITS.importBytes })
    this.#rows.push([hidden ? number + HIDDEN : number, ...cells.slice(0, last + 1)].join(CELL_END) + ROW_END)
    if (this.#chars > STRETCH_CHARS) this.#flush()
  }

  end(): Grid {
    this.#flush()
    return { cutRow, stretches: this.#stretches }
  }

  #flush(): void {
    if (this.#rows.length > 0) this.#stretches.push({ text: this.#rows.join(''), rows: this.#rows.length })
    this.#rows = []
    this.#chars = 0
  }
}
