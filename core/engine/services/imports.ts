import { ParasolError } from '../../error.ts'
import { Importer } from '../../exchange/import/importer.ts'
import type { NamedIncident } from '../../exchange/import/types.ts'
import type { Changes } from '../changes.ts'
import type { BroughtIn, ImportId, Mapping, MappingCheck, Progress, SpaceId, TableChoice, Takeable } from '../contract/index.ts'
import type { Destinations } from './destinations.ts'
import type { ImportJournal } from './import-journal.ts'
import { afterwards } from './record-writer.ts'
import type { RecordService } from './records.ts'
import type { TakeBack } from './take-back.ts'

interface ImportInput {
  importId: ImportId
  choice: TableChoice
  mapping: Mapping
  audience: SpaceId
}

/** Brings spreadsheets into the log, and takes them back. */
export class ImportService {
  readonly importer = new Importer()
  private readonly records: Pick<RecordService, 'save'>
  private readonly destinations: Destinations
  private readonly journal: ImportJournal
  private readonly back: TakeBack
  private readonly changes: Changes
  /** Imports that are written or taken back just now. */
  private readonly busy = new Set<ImportId>()

  constructor(records: Pick<RecordService, 'save'>, destinations: Destinations, journal: ImportJournal, back: TakeBack, changes: Changes) {
    this.records = records
    this.destinations = destinations
    this.journal = journal
    this.back = back
    this.changes = changes
  }

  /** What would become of each row of an import in one space. Throws NOT_ALLOWED where a column goes to what no coalition may have as it is. */
  async check({ importId, choice, mapping, audience }: ImportInput): Promise<MappingCheck> {
    this.destinations.check(audience, mapping)
    return this.importer.check(importId, { choice, mapping, destination: this.destinations.of(audience) })
  }

  /** Saves the rows of an import into one space, a synced batch at a time. Throws as `check`. */
  run({ importId, choice, mapping, audience }: ImportInput, signal?: AbortSignal): AsyncGenerator<Progress, void, void> {
    this.destinations.check(audience, mapping)
    const fileName = this.importer.fileName(importId)
    const save = async (rows: NamedIncident[]) => {
      this.journal.note(importId, fileName, { space: audience, names: rows.map(({ name }) => name) })
      return (await this.records.save(audience, rows)).map(({ recordId }) => recordId)
    }
    const plan = { choice, mapping, destination: this.destinations.of(audience) }
    return this.alone(importId, () => this.importer.run(importId, plan, save, signal))
  }

  /** Imports that can be taken back, the latest first. */
  recent(): BroughtIn[] {
    this.journal.settle(this.busy)
    return this.journal.list()
  }

  /** What taking an import back would erase. Throws IMPORT_NOT_FOUND. */
  async takeable(importId: ImportId): Promise<Takeable> {
    return this.back.look(importId)
  }

  /** Takes an import back, a synced batch at a time. Stopped, or cut short by a crash, it can be gone on with. Throws IMPORT_NOT_FOUND. */
  takeBack(importId: ImportId, signal?: AbortSignal): AsyncGenerator<Progress, void, void> {
    return this.alone(importId, () => this.back.run(importId, signal))
  }

  private async *alone(importId: ImportId, act: () => AsyncGenerator<Progress, void, void>): AsyncGenerator<Progress, void, void> {
    if (this.busy.has(importId)) throw new ParasolError('BAD_INPUT', { field: 'running' })
    this.journal.settle(this.busy)
    this.busy.add(importId)
    try {
      yield* act()
    } finally {
      this.busy.delete(importId)
      afterwards(() => this.changes.publish('imports'))
    }
  }
}
