import { EXPORT_COLUMNS, type ExportedRecord, exportCsv, OWN_COLUMNS } from '../../exchange/export/exporter.ts'
import { Pacer } from '../../pacer.ts'
import type { RecordState } from '../../records/fold.ts'
import { isoOf } from '../../records/version.ts'
import type { ExportInput } from '../contract/index.ts'
import { OWN_TYPE } from '../contract/leaving.ts'
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
    const pacer = new Pacer()
    for (const batch of this.records.stream(filters)) {
      if (pacer.due) await pacer.breathe()
      for (const record of batch) {
        if (!this.mayLeave(record, purpose)) counts.withheld += 1
        else {
          counts.records += 1
          if (!record.own) counts.partnerRecords += 1
        }
      }
    }
    return { ...counts, columns: EXPORT_COLUMNS.filter((column) => purpose === 'own' || !OWN_COLUMNS.has(column)) }
  }

  async *csv(input: ExportInput, signal?: AbortSignal): AsyncGenerator<{ text: string; done: number; total: number }, void, void> {
    const { records: total } = await this.preview(input)
    for await (const piece of exportCsv(this.rows(input), signal, input.purpose === 'own')) yield { ...piece, total }
  }

  private async *rows({ purpose, ...filters }: ExportInput): AsyncGenerator<ExportedRecord, void, void> {
    for (const batch of this.records.stream(filters)) {
      for (const record of batch) {
        if (!this.mayLeave(record, purpose)) continue
        const { recordId, organisation, space, savedAt } = record
        const fields = { ...record.fields, types: record.fields.types.map((type) => this.typeWords(type)) }
        const author = authorIn(this.spaces, space, organisation).name
        const audiences = this.records.audiencesOf(record).map((audience) => this.spaces.nameOf(this.spaces.get(audience)))
        yield { recordId, fields, author, audience: audiences.join('|'), savedAt: isoOf(savedAt) }
      }
    }
  }

  private typeWords(type: string): string {
    const [, name] = OWN_TYPE.exec(type) ?? []
    return name === undefined ? type : (this.consents.typeLabel(name) ?? '')
  }

  /** What partners wrote, people have agreed to share with us; for more than that, only they can ask. */
  private mayLeave(record: RecordState, purpose: ExportInput['purpose']): boolean {
    return purpose === 'own' || (record.own && this.consents.missing(record, purpose).length === 0)
  }
}
