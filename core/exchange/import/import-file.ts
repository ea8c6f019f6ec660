import type { Mapping, Progress, TableChoice, TablePreview } from '../../engine/contract/exchange.ts'
import type { ImportId } from '../../engine/contract/ids.ts'
import { importSpec } from '../../engine/contract/import-fields.ts'
import { ParasolError } from '../../error.ts'
import { Queue } from '../../log/queue.ts'
import { Pacer } from '../../pacer.ts'
import type { RecordName } from '../../records/kinds.ts'
import { cleanLine } from '../../records/text.ts'
import { isOurs } from '../export/columns.ts'
import { checkRows, type RowsCheck } from './check.ts'
import type { RowContext } from './context.ts'
import { guessMapping, isSerialColumn } from './guess.ts'
import { Outcomes } from './outcomes.ts'
import { Recogniser } from './recognise.ts'
import { type ReadRow, readRow } from './rows.ts'
import { openSource, type Reading, type Source } from './source.ts'
import { Table } from './table.ts'
import { cut } from './text.ts'
import type { Destination, NamedIncident, ReportPage, SaveBatch, Wanted } from './types.ts'

const FILE_NAME_MAX = 255
/** Rows that are saved at a time: the more there are, the fewer pages of the index each costs. And about how many characters of text at most. */
export const BATCH_ROWS = 1_000
const BATCH_CHARS = 4 * 1024 * 1024

/** Rows that were read of a file, and what became of them. */
interface Opened {
  reading: Reading
  table: Table
  outcomes: Outcomes
}

/** What rows are read by, and where they go. */
export interface Plan {
  choice: TableChoice
  mapping: Mapping
  destination: Destination
}

/** One file on its way in. The methods are those of `Importer`. */
export class ImportFile {
  readonly #fileName: string
  readonly #bytes: number
  #chunks: Uint8Array[] = []
  #received = 0
  #source: Promise<Source> | null = null
  /** One table at a time is read, and kept. */
  readonly #reading = new Queue()
  #opened: Opened | null = null
  #closed = false
  running = false

  constructor(fileName: string, bytes: number) {
    const name = cleanLine(fileName)
    this.#fileName = name.length > FILE_NAME_MAX ? cut(name, FILE_NAME_MAX) : name
    this.#bytes = bytes
  }

  get fileName(): string {
    return this.#fileName
  }

  add(data: Uint8Array): void {
    if (this.#source || this.#received + data.length > this.#bytes) throw new ParasolError('BAD_INPUT', { field: 'chunk' })
    this.#chunks.push(data)
    this.#received += data.length
  }

  async read(importId: ImportId, wanted: Wanted): Promise<TablePreview> {
    if (this.#received < this.#bytes) throw new ParasolError('BAD_INPUT', { field: 'chunk' })
    this.#source ??= openSource(this.#chunks)
    this.#chunks = []
    const source = await this.#source
    const { reading, table } = await this.#open(wanted)
    const { sheet, encoding, delimiter } = reading
    return {
      importId,
      fileName: this.#fileName,
      encoding,
      encodings: [...source.encodings],
      delimiter,
      choice: { sheet, header: table.header, encoding },
      sheets: [...source.sheets],
      headers: [...table.offers],
      rows: table.rows,
      columns: table.columns.map((column, index) => ({ index, ...column })),
      guess: guessMapping(
        table.columns.map(({ name }) => name),
        table.sampleRows,
      ),
    }
  }

  async check({ choice, mapping, destination }: Plan): Promise<RowsCheck> {
    const { table } = await this.#open(choice)
    return checkRows(this.#rows(table, this.#context(table, mapping, destination), destination))
  }

  async *run({ choice, mapping, destination }: Plan, save: SaveBatch, signal?: AbortSignal): AsyncGenerator<Progress, void, void> {
    if (this.running) throw new ParasolError('BAD_INPUT', { field: 'running' })
    this.running = true
    try {
      const { table, outcomes } = await this.#open(choice, true)
      const context = this.#context(table, mapping, destination)
      const stopped = () => this.#closed || signal?.aborted === true
      const progress = (finished: boolean): Progress => ({
        done: outcomes.done,
        total: table.rows,
        finished,
        cancelled: finished && outcomes.done < table.rows,
      })
      let batch = new Batch()
      if (!stopped()) yield progress(false)
      for await (const row of this.#rows(table, context, destination)) {
        if (stopped()) break
        if (outcomes.isSaved(row)) continue
        if (row.fields === null) outcomes.skip(row)
        else batch.add(row, { name: row.name, fields: row.fields, place: row.place })
        if (!batch.full) continue
        await batch.save(save, outcomes)
        batch = new Batch()
        if (!stopped()) yield progress(false)
      }
      if (!stopped()) await batch.save(save, outcomes)
      // Not asked of `stopped` again: the last batch is in.
      yield progress(true)
    } finally {
      this.running = false
    }
  }

  report(offset: number, limit: number): ReportPage {
    return this.#opened?.outcomes.page(offset, limit) ?? { rows: [], total: 0, saved: 0, skipped: 0 }
  }

  close(): void {
    this.#closed = true
    for (const chunk of this.#chunks) chunk.fill(0)
    this.#chunks = []
    this.#opened = null
    // One that cannot be opened has nothing to wipe.
    this.#source?.then((source) => source.close()).catch(() => undefined)
  }

  /** The rows of a sheet below a header, in the letters that are wanted. While rows are saved no others are read. */
  #open({ sheet, header, encoding = null }: Wanted, isRun = false): Promise<Opened> {
    return this.#reading.run(async () => {
      const source = await this.#source
      if (this.#closed) throw new ParasolError('IMPORT_NOT_FOUND')
      if (!source) throw new ParasolError('BAD_INPUT', { field: 'read' })
      const before = this.#opened
      const isAny = sheet === null && header === null && encoding === null
      const isRead =
        before !== null &&
        (sheet === null || before.reading.sheet === sheet) &&
        (isAny || before.reading.encoding === (encoding ?? source.encoding))
      if (isRead && (isAny || before.table.header === header)) return before
      if (this.running && !isRun) throw new ParasolError('BAD_INPUT', { field: 'running' })
      const reading = isRead ? before.reading : await source.read(sheet, encoding)
      const table = await Table.of(reading.grid, header)
      if (this.#closed) throw new ParasolError('IMPORT_NOT_FOUND')
      this.#opened = { reading, table, outcomes: new Outcomes(table.rows, (index) => table.numberOf(index)) }
      return this.#opened
    })
  }

  #context(table: Table, mapping: Mapping, { ownTypes, naming }: Destination): RowContext {
    const { date } = mapping
    const used = [mapping.title, date, ...mapping.area, ...mapping.narrative, ...mapping.fields.map(({ column }) => column)]
    if (used.some((column) => column !== null && column >= table.columns.length)) throw new ParasolError('BAD_INPUT', { field: 'mapping' })
    const isSerial = (column: number): boolean => isSerialColumn(table.sampleRows.map((row) => row[column] ?? ''))
    const columnNames = table.columns.map(({ name }) => name)
    return {
      fileName: this.#fileName,
      columnNames,
      mapping,
      serialDates: date !== null && isSerial(date),
      serialColumns: new Set(
        mapping.fields.flatMap(({ column, field }) => (importSpec(field)?.is === 'date' && isSerial(column) ? [column] : [])),
      ),
      ownTypes,
      abroad: naming !== undefined,
      isOurs: isOurs(columnNames),
    }
  }

  async *#rows(table: Table, context: RowContext, { audience, others, naming }: Destination): AsyncGenerator<NamedRow> {
    const pacer = new Pacer()
    const recogniser = new Recogniser(audience, others)
    for await (const rows of table.batches(BATCH_ROWS)) {
      for (const row of rows) {
        if (this.#closed) return
        yield await held(named(readRow(row, context), recogniser), naming)
        if (pacer.due) await pacer.breathe()
      }
    }
  }
}

type NamedRow = ReadRow & { name: RecordName }

/** A row that the log has, or had, is not taken again. */
function named(row: ReadRow, recogniser: Recogniser): NamedRow {
  if (row.cells.length === 0) return { ...row, name: '' }
  const { name, known } = recogniser.look(row.cells)
  if (row.fields === null || known === null) return { ...row, name }
  if (known === 'elsewhere') return { ...row, name, issues: [...row.issues, 'other-audience'] }
  return { ...row, name, fields: null, issues: [known === 'here' ? 'imported-before' : 'erased-before'] }
}

/** A row that nobody sees in the sheet stays out of a coalition, and one whose words may name somebody until a person has read it. */
async function held(row: NamedRow, naming: Destination['naming']): Promise<NamedRow> {
  if (naming !== undefined && row.issues.includes('hidden')) return { ...row, fields: null }
  if (row.fields === null || naming === undefined || !(await naming.isIn(row.fields))) return row
  return { ...row, fields: naming.isRead ? row.fields : null, issues: [...row.issues, 'named'] }
}

/** Rows that are saved at a time. */
class Batch {
  readonly #rows: ReadRow[] = []
  readonly #incidents: NamedIncident[] = []
  #chars = 0

  add(row: ReadRow, incident: NamedIncident): void {
    this.#rows.push(row)
    this.#incidents.push(incident)
    const { fields } = incident
    this.#chars +=
      fields.narrative.length + (fields.source?.cells.reduce((sum, { name, value }) => sum + name.length + value.length, 0) ?? 0)
  }

  get full(): boolean {
    return this.#rows.length >= BATCH_ROWS || this.#chars >= BATCH_CHARS
  }

  async save(save: SaveBatch, outcomes: Outcomes): Promise<void> {
    if (this.#rows.length === 0) return
    const ids = await save(this.#incidents)
    for (const [i, row] of this.#rows.entries()) {
      const id = ids[i]
      if (id === undefined) throw new Error('fewer ids came back than incidents were saved')
      outcomes.save(row, id)
    }
  }
}
