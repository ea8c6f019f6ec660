import { EXPORT_COLUMNS, type ExportedRecord, exportCsv } from '../../exchange/export/exporter.ts'
import { isoOf } from '../../records/version.ts'
import type { Filters } from '../contract/index.ts'
import { authorIn } from './authors.ts'
import type { RecordService } from './records.ts'
import type { Spaces } from './spaces.ts'

/** What leaves by a CSV file: said first, then streamed. */
export class Exporter {
  private readonly records: RecordService
  private readonly spaces: Spaces

  constructor(records: RecordService, spaces: Spaces) {
    this.records = records
    this.spaces = spaces
  }

  async preview(filters: Filters): Promise<{ records: number; columns: string[]; partnerRecords: number }> {
    let records = 0
    let partnerRecords = 0
    for (const batch of this.records.stream(filters)) {
      records += batch.length
      partnerRecords += batch.filter(({ own }) => !own).length
    }
    return { records, columns: [...EXPORT_COLUMNS], partnerRecords }
  }

  async *csv(filters: Filters, signal?: AbortSignal): AsyncGenerator<{ text: string; done: number; total: number }, void, void> {
    const total = this.records.count(filters).matching
    for await (const piece of exportCsv(this.rows(filters), signal)) yield { ...piece, total }
  }

  private async *rows(filters: Filters): AsyncGenerator<ExportedRecord, void, void> {
    for (const batch of this.records.stream(filters)) {
      for (const record of batch) {
        const { recordId, fields, organisation, space, savedAt } = record
        const author = authorIn(this.spaces, space, organisation).name
        const audiences = this.records.audiencesOf(record).map((audience) => this.spaces.nameOf(this.spaces.get(audience)))
        yield { recordId, fields, author, audience: audiences.join('|'), savedAt: isoOf(savedAt) }
      }
    }
  }
}
