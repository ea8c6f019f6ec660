import { randomBytes } from 'node:crypto'
import type { Progress, TablePreview } from '../../engine/contract/exchange.ts'
import { type ImportId, importIdSchema } from '../../engine/contract/ids.ts'
import { LIMITS } from '../../engine/contract/limits.ts'
import { ParasolError } from '../../error.ts'
import type { RowsCheck } from './check.ts'
import { ImportFile, type Plan } from './import-file.ts'
import type { ReportPage, SaveBatch, Wanted } from './types.ts'

/** Files open at the same time. Each may take a few times its size in memory. */
const OPEN_MAX = 3

/**
 * Brings spreadsheets in: bytes, then a table, a mapping, a check, a run. Files and rows are in memory only; nothing of them is written before `run`,
 * and then only through the caller's `save`. Every method throws ParasolError IMPORT_NOT_FOUND for an import that is not open.
 */
export class Importer {
  readonly #files = new Map<ImportId, ImportFile>()

  /**
   * Opens an import. The oldest one that does not run is closed when too many are open.
   * @throws ParasolError FILE_EMPTY, FILE_TOO_LARGE (`limit` in bytes)
   */
  begin(input: { fileName: string; bytes: number }): ImportId {
    if (input.bytes === 0) throw new ParasolError('FILE_EMPTY')
    if (input.bytes > LIMITS.importBytes) throw new ParasolError('FILE_TOO_LARGE', { field: 'bytes', limit: LIMITS.importBytes })
    this.#makeRoom()
    const id = importIdSchema.parse(randomBytes(16).toString('hex'))
    this.#files.set(id, new ImportFile(input.fileName, input.bytes))
    return id
  }

  /**
   * Takes the next bytes of the file, and owns them from then on.
   * @throws ParasolError BAD_INPUT when more comes than `begin` said, or after `read`
   */
  chunk(id: ImportId, data: Uint8Array): void {
    this.#get(id).add(data)
  }

  /** The name of the file, as it is kept with its rows. */
  fileName(id: ImportId): string {
    return this.#get(id).fileName
  }

  /**
   * Reads the file as a table and guesses a mapping. Without a sheet, a header and an encoding these are guessed too. The bytes are wiped when it is closed,
   * those of text that leaves no choice afterwards.
   * @throws ParasolError BAD_INPUT while bytes are missing, for what is not offered, or other rows while some are saved; FILE_EMPTY,
   * FILE_UNREADABLE, FILE_TOO_LARGE
   */
  async read(id: ImportId, wanted: Wanted = { sheet: null, header: null }): Promise<TablePreview> {
    return this.#get(id).read(id, wanted)
  }

  /**
   * Says what would become of every row in one space. Writes nothing.
   * @throws ParasolError BAD_INPUT for a column that is not there, or before `read`
   */
  async check(id: ImportId, plan: Plan): Promise<RowsCheck> {
    return this.#get(id).check(plan)
  }

  /**
   * Saves the rows, a few hundred at a time, and tells the progress after each batch is on the disk. Aborting, or not asking for the next
   * event, stops it after the batch under way; `report` then says what is in. Run again it goes on with the rows that are not: no row is saved twice, nor one that an
   * earlier import saved.
   * @throws ParasolError BAD_INPUT for a column that is not there, before `read`, or while it runs already; whatever `save` throws
   */
  run(id: ImportId, plan: Plan, save: SaveBatch, signal?: AbortSignal): AsyncGenerator<Progress, void, void> {
    return this.#get(id).run(plan, save, signal)
  }

  /** What became of the rows, in order: those before `offset` left out. Empty before `run`. */
  report(id: ImportId, offset: number, limit: number): ReportPage {
    return this.#get(id).report(offset, limit)
  }

  /** Forgets an import. One that runs stops after the batch under way. Closing twice is no error. */
  close(id: ImportId): void {
    this.#files.get(id)?.close()
    this.#files.delete(id)
  }

  /** Forgets everything, on lock. */
  closeAll(): void {
    for (const id of [...this.#files.keys()]) this.close(id)
  }

  #get(id: ImportId): ImportFile {
    const file = this.#files.get(id)
    if (!file) throw new ParasolError('IMPORT_NOT_FOUND')
    return file
  }

  #makeRoom(): void {
    for (const [id, file] of this.#files) {
      if (this.#files.size < OPEN_MAX) return
      if (!file.running) this.close(id)
    }
  }
}
