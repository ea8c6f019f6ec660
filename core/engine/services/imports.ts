import { ParasolError } from '../../error.ts'
import { Importer } from '../../exchange/import/importer.ts'
import type { Destination, NamedIncident } from '../../exchange/import/types.ts'
import type { Changes } from '../changes.ts'
import type { BroughtIn, ImportId, Mapping, MappingCheck, Progress, SpaceId, TableChoice, Takeable } from '../contract/index.ts'
import type { Destinations } from './destinations.ts'
import type { ImportJournal } from './import-journal.ts'
import type { NameGuard } from './name-guard.ts'
import { afterwards } from './record-writer.ts'
import type { RecordService } from './records.ts'
import type { TakeBack } from './take-back.ts'

interface ImportInput {
  importId: ImportId
  choice: TableChoice
  mapping: Mapping
  audience: SpaceId
  /** The mark of rows that may name somebody, where a person has read them and lets them go. */
  named: string | null
}

/** Brings spreadsheets into the log, and takes them back. */
export class ImportService {
  readonly importer = new Importer()
  private readonly records: Pick<RecordService, 'save'>
  private readonly destinations: Destinations
  private readonly journal: ImportJournal
  private readonly back: TakeBack
  private readonly guard: Pick<NameGuard, 'forMany'>
  private readonly changes: Changes
  /** Imports that are written or taken back just now. */
  private readonly busy = new Set<ImportId>()

  constructor(
    records: Pick<RecordService, 'save'>,
    destinations: Destinations,
    journal: ImportJournal,
    back: TakeBack,
    guard: Pick<NameGuard, 'forMany'>,
    changes: Changes,
  ) {
    this.guard = guard
    this.records = records
    this.destinations = destinations
    this.journal = journal
    this.back = back
    this.changes = changes
  }

  /** What would become of each row of an import in one space. Throws NOT_ALLOWED where a column goes to what no coalition may have as it is. */
  async check(input: ImportInput): Promise<MappingCheck> {
    const { importId, choice, mapping, audience } = input
    this.destinations.check(audience, mapping)
    const { destination, mark } = await this.destinationOf(input)
    const checked = await this.importer.check(importId, { choice, mapping, destination })
    return { ...checked, named: checked.issues.some(({ issue }) => issue === 'named') ? mark : null }
  }

  /**
   * Saves the rows of an import into one space, a synced batch at a time; of those that may name somebody who is not to be named there none but with the mark
   * that `check` gave of them. Throws as `check`, and NAME_IN_WORDS for another mark.
   */
  run(input: ImportInput, signal?: AbortSignal): AsyncGenerator<Progress, void, void> {
    const { importId, audience, mapping } = input
    this.destinations.check(audience, mapping)
    const fileName = this.importer.fileName(importId)
    return this.alone(importId, () => this.rows(input, fileName, signal))
  }

  private async *rows(input: ImportInput, fileName: string, signal?: AbortSignal): AsyncGenerator<Progress, void, void> {
    const { importId, choice, mapping, audience, named } = input
    const { destination, mark } = await this.destinationOf(input)
    if (named !== null && mark !== null && named !== mark) throw new ParasolError('NAME_IN_WORDS')
    const save = async (rows: NamedIncident[]) => {
      this.journal.note(importId, fileName, { space: audience, names: rows.map(({ name }) => name) })
      return (await this.records.save(audience, rows)).map(({ recordId }) => recordId)
    }
    yield* this.importer.run(importId, { choice, mapping, destination }, save, signal)
  }

  /** The rows of a file stay as they are, so what they are brought in by stands for all their words. */
  private async destinationOf({ importId, choice, mapping, audience, named }: ImportInput): Promise<{
    destination: Destination
    mark: string | null
  }> {
    const destination = this.destinations.of(audience)
    if (this.destinations.isHouse(audience)) return { destination, mark: null }
    const { isIn, mark } = await this.guard.forMany([importId, choice, mapping, audience])
    return { destination: { ...destination, naming: { isIn, isRead: named === mark } }, mark }
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
