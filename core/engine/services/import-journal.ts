import { fromHex, toHex } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import type { RecordName } from '../../records/kinds.ts'
import type { ImportRow, State } from '../../vault/state/state.ts'
import { type BroughtIn, type ImportId, importIdSchema, type SpaceId, spaceIdSchema } from '../contract/index.ts'

/** How long an import can be taken back, in milliseconds: afterwards people rely on what is there. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000

/** Records that an import wrote with one sync. */
export interface Written {
  space: SpaceId
  names: readonly RecordName[]
}

/** Which records the imports of the last days wrote. A batch is noted before it is written, so that a crash leaves no record that nobody knows of. */
export class ImportJournal {
  private readonly state: State
  private readonly isKnown: (space: SpaceId, name: RecordName) => boolean
  private readonly now: () => number

  /** `isKnown`: whether anything was ever written under a name of ours in a space. */
  constructor(state: State, isKnown: (space: SpaceId, name: RecordName) => boolean, now: () => number) {
    this.state = state
    this.isKnown = isKnown
    this.now = now
  }

  /** Notes what is about to be written. */
  note(importId: ImportId, fileName: string, { space, names }: Written): void {
    this.state.transaction(() => {
      const id = fromHex(importId)
      this.state.imports.begin({ importId: id, fileName, begunAt: new Date(this.now()).toISOString() })
      this.state.imports.note(id, fromHex(space), names.map(fromHex))
    })
  }

  /** Takes out the last batch of an import that is not running where it never came to be written: another import may write those names. Forgets what is too old. */
  settle(running: ReadonlySet<ImportId>): void {
    for (const row of this.state.imports.list()) {
      const importId = importIdSchema.parse(toHex(row.importId))
      if (running.has(importId)) continue
      if (this.now() - Date.parse(row.begunAt) > KEPT_MS) this.state.imports.remove(row.importId)
      const last = this.state.imports.batches(row.importId).at(-1)
      if (!last) continue
      const space = spaceIdSchema.parse(toHex(last.space))
      if (last.names.some((name) => this.isKnown(space, toHex(name)))) continue
      this.state.imports.drop(row.importId, last.part)
      if (last.part === 0) this.state.imports.remove(row.importId)
    }
  }

  /** Latest first. */
  list(): BroughtIn[] {
    return this.state.imports.list().map((row) => {
      const batches = this.batchesOf(row)
      return {
        importId: importIdSchema.parse(toHex(row.importId)),
        fileName: row.fileName,
        at: row.begunAt,
        incidents: batches.reduce((sum, { names }) => sum + names.length, 0),
        audiences: [...new Set(batches.map(({ space }) => space))],
      }
    })
  }

  /** What an import wrote. Throws IMPORT_NOT_FOUND. */
  get(importId: ImportId): { fileName: string; batches: Written[] } {
    const row = this.state.imports.list().find((each) => toHex(each.importId) === importId)
    if (!row) throw new ParasolError('IMPORT_NOT_FOUND')
    return { fileName: row.fileName, batches: this.batchesOf(row) }
  }

  forget(importId: ImportId): void {
    this.state.imports.remove(fromHex(importId))
  }

  private batchesOf(row: ImportRow): Written[] {
    return this.state.imports
      .batches(row.importId)
      .map(({ space, names }) => ({ space: spaceIdSchema.parse(toHex(space)), names: names.map(toHex) }))
  }
}
