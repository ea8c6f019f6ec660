import type { Mapping, MappingCheck, Progress, TablePreview } from '../../engine/contract/exchange.ts'
import type { ImportId } from '../../engine/contract/ids.ts'
import { ParasolError } from '../../error.ts'
import { Pacer } from '../../pacer.ts'
import type { RecordName } from '../../records/kinds.ts'
import { cleanLine } from '../../records/text.ts'
import { checkRows } from './check.ts'
import { decodeFile } from './decode.ts'
import { ENCODING_NAMES } from './encoding.ts'
import { guessMapping, isSerialColumn } from './guess.ts'
import { Outcomes } from './outcomes.ts'
import { Recogniser } from './recognise.ts'
import { cut, type ReadRow, type RowContext, readRow } from './rows.ts'
import { readTable, type Table } from './table.ts'
import type { Destination, NamedIncident, ReportPage, SaveBatch } from './types.ts'

const FILE_NAME_MAX = 255
/** Rows of one synced batch, and about how many characters of text at most. */
const BATCH_ROWS = 300
const BATCH_CHARS = 4 * 1024 * 1024

/** One file on its way in. The methods are those of `Importer`. */
export class ImportFile {
  readonly #fileName: string
  readonly #bytes: number
  #chunks: Uint8Array[] = []
  #received = 0
  #preview: Promise<TablePreview> | null = null
  #table: Table | null = null
  #outcomes: Outcomes | null = null
  #closed = false
  running = false

  constructor(fileName: string, bytes: number) {
    const name = cleanLine(fileName)
    this.#fileName = name.length > FILE_NAME_MAX ? cut(name, FILE_NAME_MAX) : name
    this.#bytes = bytes
  }

  add(data: Uint8Array): void {
    if (this.#preview || this.#received + data.length > this.#bytes) throw new ParasolError('BAD_INPUT', { field: 'chunk' })
    this.#chunks.push(data)
    this.#received += data.length
  }

  read(id: ImportId): Promise<TablePreview> {
    if (this.#received < this.#bytes) return Promise.reject(new ParasolError('BAD_INPUT', { field: 'chunk' }))
    this.#preview ??= this.#read(id)
    return this.#preview
  }

  async #read(importId: ImportId): Promise<TablePreview> {
    const { encoding, pieces } = await decodeFile(this.#chunks).finally(() => this.#wipeBytes())
    const table = await readTable(pieces)
    if (this.#closed) throw new ParasolError('IMPORT_NOT_FOUND')
    this.#table = table
    this.#outcomes = new Outcomes(table.rows)
    const names = table.columns.map(({ name }) => name)
    return {
      importId,
      fileName: this.#fileName,
      encoding: ENCODING_NAMES[encoding],
      delimiter: table.delimiter,
      rows: table.rows,
      columns: table.columns.map((column, index) => ({ index, ...column })),
      guess: guessMapping(names, table.sampleRows),
    }
  }

  async check(mapping: Mapping, destination: Destination): Promise<MappingCheck> {
    const { table, context } = this.#prepare(mapping)
    return checkRows(this.#rows(table, context, destination))
  }

  async *run(mapping: Mapping, destination: Destination, save: SaveBatch, signal?: AbortSignal): AsyncGenerator<Progress, void, void> {
    const { table, context, outcomes } = this.#prepare(mapping)
    if (this.running) throw new ParasolError('BAD_INPUT', { field: 'running' })
    this.running = true
    const stopped = () => this.#closed || signal?.aborted === true
    const progress = (finished: boolean): Progress => ({
      done: outcomes.done,
      total: table.rows,
      finished,
      cancelled: finished && outcomes.done < table.rows,
    })
    try {
      let batch = new Batch()
      if (!stopped()) yield progress(false)
      for await (const row of this.#rows(table, context, destination)) {
        if (stopped()) break
        if (outcomes.isSaved(row.row)) continue
        if (row.fields === null) outcomes.skip(row)
        else batch.add(row, { name: row.name, fields: row.fields })
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
    return this.#outcomes?.page(offset, limit) ?? { rows: [], total: 0, saved: 0, skipped: 0 }
  }

  close(): void {
    this.#closed = true
    this.#wipeBytes()
    this.#table = null
    this.#outcomes = null
  }

  #prepare(mapping: Mapping): { table: Table; context: RowContext; outcomes: Outcomes } {
    const [table, outcomes] = [this.#table, this.#outcomes]
    if (!table || !outcomes) throw new ParasolError('BAD_INPUT', { field: 'read' })
    const used = [mapping.title, mapping.date, ...mapping.area, ...mapping.narrative]
    if (used.some((column) => column !== null && column >= table.columns.length)) throw new ParasolError('BAD_INPUT', { field: 'mapping' })
    const { date } = mapping
    const context: RowContext = {
      fileName: this.#fileName,
      columnNames: table.columns.map(({ name }) => name),
      mapping,
      serialDates: date !== null && isSerialColumn(table.sampleRows.map((row) => row[date] ?? '')),
    }
    return { table, context, outcomes }
  }

  async *#rows(table: Table, context: RowContext, { audience, others }: Destination): AsyncGenerator<NamedRow> {
    const pacer = new Pacer()
    const recogniser = new Recogniser(audience, others)
    for await (const rows of table.batches(BATCH_ROWS)) {
      for (const row of rows) {
        if (this.#closed) return
        yield named(readRow(row, context), recogniser)
        if (pacer.due) await pacer.breathe()
      }
    }
  }

  #wipeBytes(): void {
    for (const chunk of this.#chunks) chunk.fill(0)
    this.#chunks = []
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

/** Rows that are saved with one sync. */
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
