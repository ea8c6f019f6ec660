import type { MappingCheck, RowIssue, RowPreview } from '../../engine/contract/exchange.ts'
import type { ReadRow } from './rows.ts'
import { cut } from './text.ts'

/** Rows shown: the first ones as they come, then more of those that have something to say. */
const FIRST_ROWS = 30
const ROWS_MAX = 50
const ROWS_PER_ISSUE = 10
const TEXT_SHOWN = 500

/** All but the mark of rows that are `named`, which is for who asks. */
export type RowsCheck = Omit<MappingCheck, 'named'>

/** Counts what would become of the rows and picks those that are worth a look. */
export async function checkRows(rows: AsyncIterable<ReadRow>): Promise<RowsCheck> {
  const shown: RowPreview[] = []
  const issues = new Map<RowIssue, { count: number; firstRows: number[] }>()
  let taken = 0
  let skipped = 0
  for await (const row of rows) {
    if (row.fields === null) skipped++
    else taken++
    let isNew = false
    for (const issue of row.issues) {
      const entry = issues.get(issue) ?? { count: 0, firstRows: [] }
      issues.set(issue, entry)
      entry.count++
      if (entry.firstRows.length < ROWS_PER_ISSUE) entry.firstRows.push(row.row)
      if (entry.count <= ROWS_PER_ISSUE) isNew = true
    }
    if (shown.length < FIRST_ROWS || (isNew && shown.length < ROWS_MAX)) shown.push(preview(row))
  }
  return { rows: shown, taken, skipped, issues: [...issues].map(([issue, entry]) => ({ issue, ...entry })) }
}

function preview({ row, fields, title, more, issues }: ReadRow): RowPreview {
  const start = fields?.start ?? null
  const narrative = fields?.narrative ?? ''
  return {
    row,
    title,
    date: start === null ? null : start.time === undefined ? start.date : `${start.date} ${start.time}`,
    area: fields?.area ?? '',
    narrative: narrative.length > TEXT_SHOWN ? cut(narrative, TEXT_SHOWN) : narrative,
    more,
    issues,
    taken: fields !== null,
  }
}
