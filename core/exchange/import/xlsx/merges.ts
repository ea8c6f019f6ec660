import { LIMITS } from '../../../engine/contract/limits.ts'
import { ParasolError } from '../../../error.ts'
import { type Grid, gridRows } from '../grid.ts'
import { columnOf, ROWS_MAX } from './reference.ts'
import { SheetGrid } from './sheet-grid.ts'

/** Merged ranges of one sheet that are looked at: each of this many rows could have one. */
const MERGES_MAX = LIMITS.importRows
/** Characters that filling may add. One long text that is merged over all rows would otherwise be there as often. */
const FILLED_MAX = LIMITS.importBytes / 4

interface Merge {
  column: number
  top: number
  bottom: number
}

/**
 * The cells of a sheet that are merged over several rows (ECMA-376 part 1, 18.3.1.55). Of those the file says the value once, in the first row: a
 * date over three incidents is that of all three. What is merged over columns alone says all that it has to say where it stands.
 */
export class Merges {
  readonly #merges: Merge[] = []

  /**
   * Takes a range as the file names it, `A2:A4`; one that is none is passed over, as no cell is lost by it.
   * @throws ParasolError FILE_TOO_LARGE with `field` merged
   */
  add(range: string | undefined): void {
    const [, from, first, to, last] = /^\$?([A-Za-z]{1,3})\$?(\d{1,7}):\$?([A-Za-z]{1,3})\$?(\d{1,7})$/.exec(range ?? '') ?? []
    if (from === undefined || to === undefined) return
    const [top, bottom] = [Math.min(Number(first), Number(last)), Math.min(Math.max(Number(first), Number(last)), ROWS_MAX)]
    const column = Math.min(columnOf(`${from}1`), columnOf(`${to}1`))
    if (top === bottom || column >= LIMITS.importColumns) return
    if (this.#merges.length === MERGES_MAX) throw new ParasolError('FILE_TOO_LARGE', { field: 'merged', limit: MERGES_MAX })
    this.#merges.push({ column, top, bottom })
  }

  /**
   * The same rows, each empty cell of a merged range with what its first row says. Rows that say nothing themselves are no rows, and none is made. However
   * many ranges lie over each other, a cell is filled once.
   * @throws ParasolError FILE_TOO_LARGE with `field` bytes
   */
  async fill(grid: Grid): Promise<Grid> {
    if (this.#merges.length === 0) return grid
    const waiting = this.#merges.toSorted((a, b) => a.top - b.top)
    const filled = new SheetGrid()
    /** By column: the text of the range that is gone through, and its last row. */
    const open = new Map<number, { text: string; bottom: number }>()
    let at = 0
    let added = 0
    for await (const { row, cells, hidden } of gridRows(grid)) {
      const out = [...cells]
      for (const [column, { text, bottom }] of open) {
        if (bottom < row) open.delete(column)
        else if ((out[column] ?? '').trim() === '') {
          while (out.length < column) out.push('')
          out[column] = text
          added += text.length
        }
      }
      if (added > FILLED_MAX) throw new ParasolError('FILE_TOO_LARGE', { field: 'bytes', limit: LIMITS.importBytes })
      for (let next = waiting[at]; next !== undefined && next.top <= row; next = waiting[++at]) {
        const text = cells[next.column] ?? ''
        if (next.top === row && text.trim() !== '' && !open.has(next.column)) open.set(next.column, { text, bottom: next.bottom })
      }
      filled.add(row, out, hidden)
    }
    return filled.end()
  }
}
