import { columnsOf, type ExportedPart, type ExportedRecord } from '../../exchange/export/columns.ts'
import { exportCsv } from '../../exchange/export/exporter.ts'
import type { Index } from '../../index/index.ts'
import { Pacer } from '../../pacer.ts'
import type { RecordState } from '../../records/fold.ts'
import { harmedIn } from '../../records/leaving.ts'
import { isoOf } from '../../records/version.ts'
import {
  type CardFields,
  type CsvInput,
  type ExportInput,
  type ExportPreview,
  type Harmed,
  LIMITS,
  nameWords,
  type Perpetrator,
  saysOneOf,
} from '../contract/index.ts'
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

  async preview({ purpose, authority, ...filters }: ExportInput): Promise<ExportPreview> {
    const found: ExportPreview = { records: 0, columns: [], partnerRecords: 0, withheld: 0, unnamed: 0, named: 0, namedFirst: [] }
    const pacer = new Pacer()
    for (const batch of this.records.stream(filters)) {
      for (const record of batch) {
        if (pacer.due) await pacer.breathe()
        if (!this.mayLeave(record, { purpose, authority })) {
          found.withheld += 1
          continue
        }
        found.records += 1
        if (!record.own) found.partnerRecords += 1
        const doubt = this.doubtOf(record, { purpose, authority })
        if (doubt === null) continue
        found[doubt] += 1
        if (doubt === 'named' && found.namedFirst.length < LIMITS.namedFirst)
          found.namedFirst.push({ recordId: record.recordId, title: record.fields.title })
      }
    }
    return { ...found, columns: columnsOf(purpose === 'own').map(({ name }) => name) }
  }

  async *csv(input: CsvInput, signal?: AbortSignal): AsyncGenerator<{ text: string; done: number; total: number }, void, void> {
    const { unnamed: withUnnamed, named: withNamed, ...said } = input
    const { records, unnamed, named } = await this.preview(said)
    const total = records - (withUnnamed ? 0 : unnamed) - (withNamed ? 0 : named)
    for await (const piece of exportCsv(this.rows(input), signal, input.purpose === 'own')) yield { ...piece, total }
  }

  private async *rows({ purpose, authority, unnamed, named, ...filters }: CsvInput): AsyncGenerator<ExportedRecord, void, void> {
    const goes = { unnamed, named }
    for (const batch of this.records.stream(filters)) {
      for (const record of batch) {
        if (!this.mayLeave(record, { purpose, authority })) continue
        const doubt = this.doubtOf(record, { purpose, authority })
        if (doubt === null || goes[doubt]) yield this.exported(record)
      }
    }
  }

  private exported(record: RecordState): ExportedRecord {
    const { recordId, organisation, space, savedAt } = record
    const fields = { ...record.fields, types: record.fields.types.map((type) => this.typeWords(type)) }
    const author = authorIn(this.spaces, space, organisation).name
    const audiences = this.records.audiencesOf(record).map((audience) => this.spaces.nameOf(this.spaces.get(audience)))
    return { recordId, fields, ...this.peopleOf(record), author, audience: audiences.join('|'), savedAt: isoOf(savedAt) }
  }

  /**
   * Why a person should read an incident before it goes to others: nobody was asked, as it names nobody (`unnamed`), or its words say what somebody is
   * called whom no column names (`named`).
   */
  private doubtOf(record: RecordState, { purpose, authority }: Pick<ExportInput, 'purpose' | 'authority'>): 'unnamed' | 'named' | null {
    if (purpose === 'own') return null
    if (harmedIn(record.fields) === 0) return 'unnamed'
    const words = nameWords(this.hidden(record, purpose === 'authority' ? authority : null))
    return words.size > 0 && saysOneOf(textOf(this.exported(record)), words) ? 'named' : null
  }

  /** What those are called who were harmed and have not agreed that this authority learns their name; null: what all are called. */
  private hidden(record: RecordState, authority: string | null): string[] {
    const unasked = authority === null ? null : this.consents.missing(record, { authority, named: true })
    const names = (unasked ?? []).map(({ name }) => name)
    for (const [field, value] of Object.entries(record.fields)) {
      if (!field.startsWith('harmed:') || typeof value !== 'object' || value === null) continue
      const { person, name } = value as Harmed
      if (unasked && !unasked.some(({ recordId }) => recordId !== null && recordId === person)) continue
      names.push(name ?? '', (person && this.index.label(person)) || '')
    }
    return names
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

/** Columns that say who wrote it and when: none of them is about who was harmed. */
const NOT_READ: ReadonlySet<string> = new Set(['organisation', 'saved at'])
const READ = columnsOf(false).filter(({ name }) => !NOT_READ.has(name))

/** All that a file for others has of an incident. */
const textOf = (record: ExportedRecord): string => READ.map(({ cell }) => cell(record)).join('\n')
