import type { RowIssue, RowReport } from '../../engine/contract/exchange.ts'
import type { RecordId } from '../../engine/contract/ids.ts'
import type { ReadRow } from './rows.ts'
import { cut } from './text.ts'
import type { ReportPage } from './types.ts'

/** On the screen a title is one line. */
const TITLE_SHOWN = 120
const NO_ISSUES: RowIssue[] = []

/** What became of each row of a file so far. */
export class Outcomes {
  readonly #reports: (RowReport | undefined)[]
  readonly #numberOf: (index: number) => number
  #saved = 0
  #skipped = 0

  /** `numberOf` gives the number that the row with an index has in the file. */
  constructor(rows: number, numberOf: (index: number) => number) {
    this.#reports = new Array<RowReport | undefined>(rows).fill(undefined)
    this.#numberOf = numberOf
  }

  /** Rows that are saved or skipped. */
  get done(): number {
    return this.#saved + this.#skipped
  }

  isSaved({ index }: ReadRow): boolean {
    return this.#reports[index]?.recordId != null
  }

  save(row: ReadRow, recordId: RecordId): void {
    this.#set(row, row.issues.length === 0 ? 'saved' : 'saved-with-note', recordId)
  }

  skip(row: ReadRow): void {
    this.#set(row, 'skipped', null)
  }

  page(offset: number, limit: number): ReportPage {
    const rows = this.#reports
      .slice(offset, offset + limit)
      .map(
        (report, i): RowReport =>
          report ?? { row: this.#numberOf(offset + i), title: '', outcome: 'not-reached', issues: [], recordId: null },
      )
    return { rows, total: this.#reports.length, saved: this.#saved, skipped: this.#skipped }
  }

  #set({ index, row, title, issues }: ReadRow, outcome: RowReport['outcome'], recordId: RecordId | null): void {
    if (this.#reports[index]?.outcome === 'skipped') this.#skipped--
    if (outcome === 'skipped') this.#skipped++
    else this.#saved++
    this.#reports[index] = {
      row,
      title: title.length > TITLE_SHOWN ? cut(title, TITLE_SHOWN) : title,
      outcome,
      issues: issues.length === 0 ? NO_ISSUES : issues,
      recordId,
    }
  }
}
