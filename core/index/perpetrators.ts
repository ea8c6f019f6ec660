import type { RecordId } from '../engine/contract/ids.ts'
import type { Perpetrator } from '../engine/contract/record-kinds.ts'

/** Who did it, as an incident names one of them: by record, by kind, or both. */
export interface Doer {
  record?: RecordId
  kind?: string
}

/** Whom one of an incident's list of who did it names by record or by kind. */
export function doerIn(item: object): Doer[] {
  const { perpetrator, kind } = item as Perpetrator
  return perpetrator || kind ? [{ ...(perpetrator ? { record: perpetrator } : {}), ...(kind ? { kind } : {}) }] : []
}
