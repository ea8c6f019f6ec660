import { LIMITS } from '../../engine/contract/limits.ts'
import { ParasolError } from '../../error.ts'
import { Pacer } from '../../pacer.ts'
import { cleanLine } from '../../records/text.ts'
import { cutRecord, type Dialect } from './cut.ts'
import { detectDialect } from './dialect.ts'

/** One row of a table as it stands in the file. */
export interface TableRow {
  /** 1-based; the header is row 1. */
  row: number
  /** As many as the row has, which may be fewer or more than there are columns. */
  cells: readonly string[]
  broken: boolean
}

export interface Column {
  name: string
  samples: string[]
  filled: number
}

/** Text of whole records. Rows are cut out of it anew whenever they are needed: a quarter of the memory of keeping every cell. */
interface Stretch {
  text: string
  rows: number
}

/** Longest line that is read at all, in characters. */
const LINE_MAX = 16 * 1024 * 1024
const STRETCH_CHARS = 1024 * 1024
const SAMPLES = 5
const SAMPLE_CHARS = 200
const SAMPLE_ROWS = 500

/** A CSV file in memory. */
export class Table {
  readonly delimiter: string
  readonly columns: readonly Column[]
  /** Rows behind the header, without the empty ones at the end. */
  readonly rows: number
  /** The first rows, to guess from. */
  readonly sampleRows: readonly (readonly string[])[]
  readonly #dialect: Dialect
  readonly #stretches: readonly Stretch[]

  constructor(built: TableBuilder) {
    this.#dialect = built.dialect
    this.#stretches = built.stretches
    this.delimiter = built.dialect.delimiter
    this.columns = built.columns
    this.rows = built.lastFilled
    this.sampleRows = built.sampleRows
  }

  /** Every row in order, in lists of at most `size`, giving way to other work in between. */
  async *batches(size: number): AsyncGenerator<TableRow[]> {
    const pacer = new Pacer()
    let row = 1
    let batch: TableRow[] = []
    for (const { text, rows } of this.#stretches) {
      let at = 0
      for (let i = 0; i < rows && row <= this.rows; i++) {
        const record = cutRecord(text, at, true, this.#dialect)
        if (!record) break
        at = record.next
        row++
        batch.push({ row, cells: record.cells, broken: record.broken })
        if (pacer.due) await pacer.breathe()
        if (batch.length < size) continue
        yield batch
        batch = []
      }
    }
    if (batch.length > 0) yield batch
  }
}

/**
 * Reads CSV text into a table; the first line that is not empty names the columns.
 * @param pieces the text in order; the list is emptied while it is read, so that the text is not in memory twice
 * @throws ParasolError FILE_EMPTY without a row behind the header; FILE_TOO_LARGE with `field` rows or columns; FILE_UNREADABLE with `field` line
 */
export async function readTable(pieces: string[]): Promise<Table> {
  let start = ''
  while (pieces.length > 0 && start.length < 64 * 1024) start += pieces.shift()
  const { dialect, skip } = detectDialect(start)
  const builder = new TableBuilder(dialect)
  await builder.push(start.slice(skip), pieces.length === 0)
  while (pieces.length > 0) {
    const piece = pieces.shift() ?? ''
    await builder.push(piece, pieces.length === 0)
  }
  if (builder.lastFilled === 0) throw new ParasolError('FILE_EMPTY')
  return new Table(builder)
}

class TableBuilder {
  readonly dialect: Dialect
  readonly stretches: Stretch[] = []
  readonly sampleRows: string[][] = []
  columns: Column[] = []
  lastFilled = 0
  #rows = 0
  #rest = ''
  readonly #pacer = new Pacer()

  constructor(dialect: Dialect) {
    this.dialect = dialect
  }

  async push(piece: string, final: boolean): Promise<void> {
    const text = this.#rest + piece
    if (!final && text.length < STRETCH_CHARS && this.stretches.length > 0) {
      this.#rest = text
      return
    }
    let at = 0
    let rows = 0
    let from = 0
    while (at < text.length) {
      const record = cutRecord(text, at, final, this.dialect)
      if (!record) break
      at = record.next
      if (this.columns.length === 0) {
        this.#readHeader(record.cells)
        from = at
        continue
      }
      rows++
      this.#count(record.cells)
      if (this.#pacer.due) await this.#pacer.breathe()
    }
    if (rows > 0) this.stretches.push({ text: text.slice(from, at), rows })
    this.#rest = text.slice(at)
    if (this.#rest.length > LINE_MAX) throw new ParasolError('FILE_UNREADABLE', { field: 'line' })
  }

  #readHeader(cells: readonly string[]): void {
    if (cells.every((cell) => cell.trim() === '')) return
    if (cells.length > LIMITS.importColumns) throw new ParasolError('FILE_TOO_LARGE', { field: 'columns', limit: LIMITS.importColumns })
    this.columns = nameColumns(cells).map((name) => ({ name, samples: [], filled: 0 }))
  }

  #count(cells: string[]): void {
    this.#rows++
    if (this.#rows > LIMITS.importRows) throw new ParasolError('FILE_TOO_LARGE', { field: 'rows', limit: LIMITS.importRows })
    let filled = false
    for (const [i, cell] of cells.entries()) {
      if (cell === '' || cell.trim() === '') continue
      filled = true
      const column = this.columns[i]
      if (!column) continue
      column.filled++
      if (column.samples.length < SAMPLES) addSample(column.samples, cell)
    }
    if (filled) this.lastFilled = this.#rows
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
