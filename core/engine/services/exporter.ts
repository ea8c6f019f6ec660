import { columnsOf, type ExportedPart, type ExportedRecord } from '../../exchange/export/columns.ts'
import { exportCsv } from '../../exchange/export/exporter.ts'
import type { Index } from '../../index/index.ts'
import { Pacer } from '../../pacer.ts'
import type { RecordState } from '../../records/fold.ts'
import { harmedIn } from '../../records/leaving.ts'
import { isoOf } from '../../records/version.ts'
import type { CardFields, CsvInput, ExportInput, Harmed, Perpetrator } from '../contract/index.ts'
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
  private readonly index: Index

  constructor(records: RecordService, spaces: Spaces, consents: Consents, index: Index) {
    this.records = records
    this.spaces = spaces
    this.consents = consents
    this.index = index
  }

  async preview({ purpose, authority, ...filters }: ExportInput): Promise<{
    records: number
    columns: string[]
    partnerRecords: number
    withheld: number
    unnamed: number
  }> {
    const counts = { records: 0, partnerRecords: 0, withheld: 0, unnamed: 0 }
    const pacer = new Pacer()
    for (const batch of this.records.stream(filters)) {
      if (pacer.due) await pacer.breathe()
      for (const record of batch) {
        if (!this.mayLeave(record, { purpose, authority })) counts.withheld += 1
        else {
          counts.records += 1
          if (!record.own) counts.partnerRecords += 1
          if (purpose !== 'own' && namesNobody(record)) counts.unnamed += 1
        }
      }
    }
    return { ...counts, columns: columnsOf(purpose === 'own').map(({ name }) => name) }
  }

  async *csv(input: CsvInput, signal?: AbortSignal): AsyncGenerator<{ text: string; done: number; total: number }, void, void> {
    const { unnamed: withUnnamed, ...said } = input
    const { records, unnamed } = await this.preview(said)
    const total = withUnnamed ? records : records - unnamed
    for await (const piece of exportCsv(this.rows(input), signal, input.purpose === 'own')) yield { ...piece, total }
  }

  private async *rows({ purpose, authority, unnamed, ...filters }: CsvInput): AsyncGenerator<ExportedRecord, void, void> {
    for (const batch of this.records.stream(filters)) {
      for (const record of batch) {
        if (!this.mayLeave(record, { purpose, authority }) || (!unnamed && purpose !== 'own' && namesNobody(record))) continue
        const { recordId, organisation, space, savedAt } = record
        const fields = { ...record.fields, types: record.fields.types.map((type) => this.typeWords(type)) }
        const author = authorIn(this.spaces, space, organisation).name
        const audiences = this.records.audiencesOf(record).map((audience) => this.spaces.nameOf(this.spaces.get(audience)))
        const people = this.peopleOf(record)
        yield { recordId, fields, ...people, author, audience: audiences.join('|'), savedAt: isoOf(savedAt) }
      }
    }
  }

  /** Those of its lists, called as their own records do, and with what those say to know them by. */
  private peopleOf({ fields }: RecordState): { harmed: ExportedPart[]; perpetrators: ExportedPart[] } {
    const [harmed, perpetrators]: [ExportedPart[], ExportedPart[]] = [[], []]
    for (const [field, value] of Object.entries(fields)) {
      if (typeof value !== 'object' || value === null) continue
      if (field.startsWith('harmed:')) {
        const one = value as Harmed
        harmed.push({ ...one, name: one.name || (one.person && this.index.label(one.person)) || '' })
      } else if (field.startsWith('perpetrator:')) {
        const one = value as Perpetrator
        const card = one.perpetrator ? this.index.card(one.perpetrator) : null
        const { label, kind, unit, rank, badge } = (card?.kind === 'perpetrator' ? card.fields : {}) as CardFields<'perpetrator'>
        perpetrators.push({ ...one, name: one.name || label || '', kind: one.kind ?? kind ?? null, unit, rank, badge })
      }
    }
    return { harmed, perpetrators }
  }

  private typeWords(type: string): string {
    const [, name] = OWN_TYPE.exec(type) ?? []
    return name === undefined ? type : (this.consents.typeLabel(name) ?? '')
  }

  /** What partners wrote, people have agreed to share with us; for more than that, only they can ask. */
  private mayLeave(record: RecordState, { purpose, authority }: Pick<ExportInput, 'purpose' | 'authority'>): boolean {
    if (purpose === 'own') return true
    return record.own && this.consents.missing(record, purpose === 'public' ? purpose : { authority }).length === 0
  }
}

const namesNobody = ({ fields }: RecordState): boolean => harmedIn(fields) === 0
