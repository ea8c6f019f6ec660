import { toHex, utf8 } from '../../crypto/bytes.ts'
import { H } from '../../crypto/hash.ts'
import { ParasolError } from '../../error.ts'
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
  type Perpetrator,
} from '../contract/index.ts'
import { OWN_TYPE } from '../contract/leaving.ts'
import { authorIn } from './authors.ts'
import type { Consents } from './consents.ts'
import { HiddenNames, type HiddenNamesPorts } from './hidden-names.ts'
import type { Look, NameBudget } from './name-budget.ts'
import type { RecordService } from './records.ts'
import type { Spaces } from './spaces.ts'

type Doubt = 'unnamed' | 'named'
/** For whom a file is. */
type Reader = Pick<ExportInput, 'purpose' | 'authority'>

/** One incident that filters match: whether it stays here, or a person should read it before it goes to others. */
interface Checked {
  record: RecordState
  /** The record as it stood. */
  key: string
  is: 'withheld' | 'free' | Doubt
}

/** What was found of each incident as it stood, so that nothing is looked for twice. */
type Found = Map<string, Checked['is']>

/** What leaves by a CSV file: said first, then streamed. */
export class Exporter {
  private readonly records: RecordService
  private readonly spaces: Spaces
  private readonly consents: Consents
  private readonly index: Index
  private readonly names: HiddenNamesPorts
  private readonly budget: NameBudget

  constructor(records: RecordService, spaces: Spaces, consents: Consents, index: Index, names: HiddenNamesPorts, budget: NameBudget) {
    this.records = records
    this.spaces = spaces
    this.consents = consents
    this.index = index
    this.names = names
    this.budget = budget
  }

  preview(input: ExportInput): Promise<ExportPreview> {
    return this.look(input, new Map())
  }

  /** Throws RECORD_CHANGED where the incidents that a person has read and let go are not those that would go. */
  async *csv(input: CsvInput, signal?: AbortSignal): AsyncGenerator<{ text: string; done: number; total: number }, void, void> {
    const { unnamed: withUnnamed, named: read, ...said } = input
    const found: Found = new Map()
    const { records, unnamed, named, namedMark } = await this.look(said, found, signal)
    if (read !== null && read !== namedMark) throw new ParasolError('RECORD_CHANGED')
    const total = records - (withUnnamed ? 0 : unnamed) - (read === null ? named : 0)
    for await (const piece of exportCsv(this.rows(input, found, signal), signal, input.purpose === 'own')) yield { ...piece, total }
  }

  private async look(input: ExportInput, found: Found, signal?: AbortSignal): Promise<ExportPreview> {
    const counts = { records: 0, partnerRecords: 0, withheld: 0, unnamed: 0, named: 0 }
    const namedFirst: ExportPreview['namedFirst'] = []
    const first: Record<'withheld' | 'unnamed', Left> = { withheld: [], unnamed: [] }
    const marks: Buffer[] = []
    for await (const { record, key, is } of this.checked(input, found, signal)) {
      found.set(key, is)
      if ((is === 'withheld' || is === 'unnamed') && first[is].length < LIMITS.leftFirst) first[is].push(leftOf(record))
      if (is === 'withheld') {
        counts.withheld += 1
        continue
      }
      counts.records += 1
      if (!record.own) counts.partnerRecords += 1
      if (is === 'free') continue
      counts[is] += 1
      if (is !== 'named') continue
      marks.push(H('export-named', utf8(key)))
      if (namedFirst.length < LIMITS.namedFirst) namedFirst.push({ recordId: record.recordId, title: record.fields.title })
    }
    const namedMark = toHex(H('export-named', ...marks))
    const columns = columnsOf(input.purpose === 'own').map(({ name }) => name)
    return { ...counts, withheldFirst: first.withheld, unnamedFirst: first.unnamed, namedFirst, namedMark, columns }
  }

  private async *rows(input: CsvInput, found: Found, signal?: AbortSignal): AsyncGenerator<ExportedRecord, void, void> {
    for await (const { record, key, is } of this.checked(input, found, signal)) {
      if (is === 'withheld' || (is === 'unnamed' && !input.unnamed)) continue
      // Only what was named when it was read: what came to be since has been read by nobody.
      if (is === 'named' && (input.named === null || found.get(key) !== 'named')) continue
      yield this.exported(record, input)
    }
  }

  /** Every incident that filters match; what was found of one as it stands is not looked for again. Gives way, and ends with `signal`. */
  private async *checked(input: ExportInput, found: Found, signal?: AbortSignal): AsyncGenerator<Checked, void, void> {
    const { purpose, authority, ...filters } = input
    const hidden = new HiddenNames(this.names, purpose === 'authority' ? authority : null)
    const look = this.budget.look()
    const pacer = new Pacer()
    for (const batch of this.records.stream(filters)) {
      for (const record of batch) {
        if (pacer.due) await pacer.breathe()
        if (signal?.aborted) return
        const key = [record.recordId, ...record.heads].join(' ')
        const mayLeave = this.mayLeave(record, { purpose, authority })
        const is = mayLeave ? (found.get(key) ?? (await this.check(record, { purpose, authority }, hidden, look))) : 'withheld'
        yield { record, key, is }
      }
    }
  }

  /**
   * Why a person should read an incident that may leave before it does: what leaves says what somebody is called whom no column names (`named`), or it
   * says of nobody that they were harmed, so nobody was asked (`unnamed`).
   */
  private async check(record: RecordState, to: Reader, hidden: HiddenNames, look: Look): Promise<Doubt | 'free'> {
    if (to.purpose === 'own') return 'free'
    const text = textOf(this.exported(record, to))
    await hidden.words()
    await look.at(text)
    if (await hidden.areIn(text, record)) return 'named'
    return harmedIn(record) === 0 ? 'unnamed' : 'free'
  }

  private exported(record: RecordState, to: Reader): ExportedRecord {
    const { recordId, organisation, space, savedAt } = record
    const known = this.mayBeNamed(record, to) ? record.fields : { ...record.fields, caseNumber: '' }
    const fields = { ...known, types: record.fields.types.map((type) => this.typeWords(type)) }
    const author = authorIn(this.spaces, space, organisation).name
    const audiences = this.records.audiencesOf(record).map((audience) => this.spaces.nameOf(this.spaces.get(audience)))
    return { recordId, fields, ...this.peopleOf(record), author, audience: audiences.join('|'), savedAt: isoOf(savedAt) }
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
        const said = (card?.kind === 'perpetrator' ? card.fields : {}) as CardFields<'perpetrator'>
        const { label, kind, unit, rank, badge, vehicle } = said
        perpetrators.push({
          ...{ ...one, name: one.name || label || '', kind: one.kind ?? kind ?? null },
          ...{ unit: one.unit || unit, rank: one.rank || rank, badge: one.badge || badge, vehicle: one.vehicle || vehicle },
        })
      }
    }
    return { harmed, perpetrators }
  }

  private typeWords(type: string): string {
    const [, name] = OWN_TYPE.exec(type) ?? []
    return name === undefined ? type : (this.consents.typeLabel(name) ?? '')
  }

  /** Whether a reader may learn who was harmed: of a number in a register of the police, its keeper knows who that is. */
  private mayBeNamed(record: RecordState, { purpose, authority }: Reader): boolean {
    if (purpose === 'own') return true
    if (purpose === 'public' || harmedIn(record) === 0) return false
    return this.consents.missing(record, { authority, named: true }).length === 0
  }

  /** What partners wrote, people have agreed to share with us; for more than that, only they can ask. */
  private mayLeave(record: RecordState, { purpose, authority }: Reader): boolean {
    if (purpose === 'own') return true
    return record.own && this.consents.missing(record, purpose === 'public' ? purpose : { authority }).length === 0
  }
}

type Left = ExportPreview['withheldFirst']
const leftOf = ({ recordId, fields }: RecordState): Left[number] => ({ recordId, title: fields.title, start: fields.start })

/** Columns that say who wrote it and when: none of them is about who was harmed. */
const NOT_READ: ReadonlySet<string> = new Set(['organisation', 'saved at'])
const READ = columnsOf(false).filter(({ name }) => !NOT_READ.has(name))

/** All that a file for others has of an incident. */
const textOf = (record: ExportedRecord): string => READ.map(({ cell }) => cell(record)).join('\n')
