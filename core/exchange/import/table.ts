import { LIMITS } from '../../engine/contract/limits.ts'
import { ParasolError } from '../../error.ts'
import { cleanLine } from '../../records/text.ts'
import { type Grid, type GridRow, gridRows, isEmptyRow } from './grid.ts'
import { firstRows, guessHeader, type HeaderOffer, headerOffers } from './header.ts'

/** One row of a table. */
export interface TableRow extends GridRow {
  /** Rows of the table before this one. */
  index: number
}

export interface Column {
  name: string
  samples: string[]
  filled: number
}

const SAMPLES = 5
const SAMPLE_CHARS = 200
const SAMPLE_ROWS = 500

/** The rows of a file, or of one sheet of it, below the row that names the columns. In memory. */
export class Table {
  /** Number of the row that names the columns. */
  readonly header: number
  /** Rows that may be chosen in its place. */
  readonly offers: readonly HeaderOffer[]
  readonly columns: readonly Column[]
  /** Rows behind the header, without the empty ones at the end. */
  readonly rows: number
  /** The first rows, to guess from. */
  readonly sampleRows: readonly (readonly string[])[]
  readonly #grid: Grid
  readonly #numbers: readonly number[]

  private constructor(grid: Grid, header: GridRow, offers: readonly HeaderOffer[], counted: Counter) {
    this.#grid = grid
    this.header = header.row
    this.offers = offers
    this.columns = counted.columns
    this.rows = counted.lastFilled
    this.sampleRows = counted.sampleRows
    this.#numbers = counted.numbers
  }

  /**
   * Finds the columns of a grid. `header`: the number of the row that names them, one of `offers`; null: it is guessed.
   * @throws ParasolError FILE_EMPTY without a row behind the header; FILE_TOO_LARGE with `field` rows or columns; BAD_INPUT for a header that is not offered
   */
  static async of(grid: Grid, header: number | null = null): Promise<Table> {
    const first = await firstRows(grid)
    const offers = headerOffers(first)
    const at = header ?? guessHeader(first)
    if (at === null) throw new ParasolError('FILE_EMPTY')
    const named = offers.some(({ row }) => row === at) ? first.find(({ row }) => row === at) : undefined
    if (!named) throw new ParasolError('BAD_INPUT', { field: 'header' })
    if (named.cells.length > LIMITS.importColumns)
      throw new ParasolError('FILE_TOO_LARGE', { field: 'columns', limit: LIMITS.importColumns })
    const counter = new Counter(named.cells)
    for await (const { row, cells } of gridRows(grid)) if (row > at) counter.add(row, cells)
    if (counter.lastFilled === 0) throw new ParasolError('FILE_EMPTY')
    return new Table(grid, named, offers, counter)
  }

  /** The number in the file of the row with this index. */
  numberOf(index: number): number {
    return this.#numbers[index] ?? 0
  }

  /** Every row in order, in lists of at most `size`, giving way to other work in between. */
  async *batches(size: number): AsyncGenerator<TableRow[]> {
    let batch: TableRow[] = []
    let index = 0
    for await (const row of gridRows(this.#grid)) {
      if (row.row <= this.header) continue
      if (index === this.rows) break
      batch.push({ index: index++, ...row })
      if (batch.length < size) continue
      yield batch
      batch = []
    }
    if (batch.length > 0) yield batch
  }
}

/** Counts what stands below the header. */
class Counter {
  readonly columns: Column[]
  readonly numbers: number[] = []
  readonly sampleRows: (readonly string[])[] = []
  lastFilled = 0

  constructor(header: readonly string[]) {
    this.columns = nameColumns(header).map((name) => ({ name, samples: [], filled: 0 }))
  }

  add(row: number, cells: readonly string[]): void {
    this.numbers.push(row)
    if (this.numbers.length > LIMITS.importRows) throw new ParasolError('FILE_TOO_LARGE', { field: 'rows', limit: LIMITS.importRows })
    for (const [i, cell] of cells.entries()) {
      if (cell === '' || cell.trim() === '') continue
      const column = this.columns[i]
      if (!column) continue
      column.filled++
      if (column.samples.length < SAMPLES) addSample(column.samples, cell)
    }
    if (!isEmptyRow(cells)) this.lastFilled = this.numbers.length
    if (this.sampleRows.length < SAMPLE_ROWS) this.sampleRows.push(cells)
  }
}

function addSample(samples: string[], cell: string): void {
  const sample = cell.trim().slice(0, SAMPLE_CHARS)
  if (!samples.includes(sample)) samples.push(sample)
}

/** Names for the columns: an empty one gets its number, one that was there already a number behind it. */
export function nameColumns(header: readonly string[]): string[] {
  const taken = new Set<string>()
  return header.map((cell, i) => {
    const base = cleanLine(cell) || `Column ${i + 1}`
    let name = base
    for (let n = 2; taken.has(name); n++) name = `${base} (${n})`
    taken.add(name)
    return name
  })
}
