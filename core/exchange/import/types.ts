import type { RowReport } from '../../engine/contract/exchange.ts'
import type { RecordId } from '../../engine/contract/ids.ts'
import type { IncidentFields } from '../../engine/contract/incident.ts'

/** Saves incidents and answers with their ids, in order, when all of them are on the disk. */
export type SaveBatch = (batch: IncidentFields[]) => Promise<readonly RecordId[]>

/** Some rows of the report, and the sums over all of them. */
export interface ReportPage {
  rows: RowReport[]
  total: number
  saved: number
  skipped: number
}
