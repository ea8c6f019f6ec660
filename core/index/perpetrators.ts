import type { RecordId } from '../engine/contract/ids.ts'
import type { Perpetrator } from '../engine/contract/record-kinds.ts'

/** Who did it, as an incident names one of them: by record, by kind, by unit or station, or by more than one. */
export interface Doer {
  record?: RecordId
  kind?: string
  unit?: string
}

/** Whom one of an incident's list of who did it names by any of these. */
export function doerIn(item: object): Doer[] {
  const { perpetrator: record, kind, unit } = item as Perpetrator
  return record || kind || unit ? [{ ...(record ? { record } : {}), ...(kind ? { kind } : {}), ...(unit ? { unit } : {}) }] : []
}
