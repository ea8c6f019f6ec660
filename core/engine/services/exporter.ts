import { EXPORT_COLUMNS, type ExportedRecord, exportCsv } from '../../exchange/export/exporter.ts'
import type { RecordState } from '../../records/fold.ts'
import { isoOf } from '../../records/version.ts'
import type { ExportInput } from '../contract/index.ts'
import { authorIn } from './authors.ts'
import type { Consents } from './consents.ts'
import type { RecordService } from './records.ts'
import type { Spaces } from './spaces.ts'

/** What leaves by a CSV file: said first, then streamed. */
export class Exporter {
  private readonly records: RecordService
  private readonly spaces: Spaces
  private readonly consents: Consents

  constructor(records: RecordService, spaces: Spaces, consents: Consents) {
    this.records = records
    this.spaces = spaces
    this.consents = consents
  }

  async preview({ purpose, ...filters }: ExportInput): Promise<{
    records: number
    columns: string[]
    partnerRecords: number
    withheld: number
  }> {
    const counts = { records: 0, partnerRecords: 0, withheld: 0 }
    for (const batch of this.records.stream(filters)) {
      for (const record of batch) {
        if (!this.mayLeave(record, purpose)) counts.withheld += 1
        else {
          counts.records += 1
          if (!record.own) counts.partnerRecords += 1
        }
      }
    }
    return { ...counts, columns: [...EXPORT_COLUMNS] }
  }

  async *csv(input: ExportInput, signal?: AbortSignal): AsyncGenerator<{ text: string; done: number; total: number }, void, void> {
    const total = this.records.count(input).matching
    for await (const piece of exportCsv(this.rows(input), signal)) yield { ...piece, total }
  }

  private async *rows({ purpose, ...filters }: ExportInput): AsyncGenerator<ExportedRecord, void, void> {
    for (const batch of this.records.stream(filters)) {
      for (const record of batch) {
        if (!this.mayLeave(record, purpose)) continue
        const { recordId, fields, organisation, space, savedAt } = record
        const author = authorIn(this.spaces, space, organisation).name
        const audiences = this.records.audiencesOf(record).map((audience) => this.spaces.nameOf(this.spaces.get(audience)))
        yield { recordId, fields, author, audience: audiences.join('|'), savedAt: isoOf(savedAt) }
      }
    }
  }

  /** What partners wrote, people have agreed to share with us; for more than that, only they can ask. */
  private mayLeave(record: RecordState, purpose: ExportInput['purpose']): boolean {
    return purpose === 'own' || (record.own && this.consents.missing(record, purpose).length === 0)
  }
}
