import type { Encoding } from '../../engine/contract/encodings.ts'
import type { RowReport } from '../../engine/contract/exchange.ts'
import type { RecordId } from '../../engine/contract/ids.ts'
import type { IncidentFields } from '../../engine/contract/incident.ts'
import type { RecordName } from '../../records/kinds.ts'

/** An incident under the name that its record gets. */
export interface NamedIncident {
  name: RecordName
  fields: IncidentFields
  /** The exact place, which lies apart. */
  place: string | null
}

/** Which rows of a file are to be read (`TableChoice`); null where that is to be guessed. */
export interface Wanted {
  sheet: number | null
  header: number | null
  encoding?: Encoding | null
}

/** Saves incidents and answers with their ids, in order, when all of them are on the disk. */
export type SaveBatch = (batch: NamedIncident[]) => Promise<readonly RecordId[]>

/** What is known of imported rows in one space. */
export interface KnownRows {
  /** The organisation's key for names of imported rows there, 32 bytes. */
  readonly key: Buffer
  /** Whether our record of this name is there, or was and is erased: for good, or because its import was taken back. */
  standing(name: RecordName): 'here' | 'undone' | 'erased' | null
}

/** The space that rows are to go into, and the organisation's others. */
export interface Destination {
  audience: KnownRows
  others: readonly KnownRows[]
  /** Kinds of incident of the organisation's own, as `types` names them, by what they are called (`plainWords`); none where they cannot be named. */
  ownTypes: ReadonlyMap<string, string>
  /** Which incidents may name somebody who is not to be named there, and whether a person has read them and lets them go; left out in the House. */
  naming?: { isIn(fields: IncidentFields): Promise<boolean>; isRead: boolean }
}

/** Some rows of the report, and the sums over all of them. */
export interface ReportPage {
  rows: RowReport[]
  total: number
  saved: number
  skipped: number
}
