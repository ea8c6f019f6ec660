import type { RecordId } from '../engine/contract/ids.ts'
import type { Perpetrator } from '../engine/contract/record-kinds.ts'
import type { RecordState } from '../records/fold.ts'

/** Who did it, as an incident names one of them: by record, by kind, or both. */
export interface Doer {
  record?: RecordId
  kind?: string
}

/** Those whom an incident names by record or by kind. */
export function doersOf(fields: RecordState['fields']): Doer[] {
  return Object.entries(fields).flatMap(([field, value]) => {
    if (!field.startsWith('perpetrator:') || typeof value !== 'object' || value === null) return []
    const { perpetrator, kind } = value as Perpetrator
    return perpetrator || kind ? [{ ...(perpetrator ? { record: perpetrator } : {}), ...(kind ? { kind } : {}) }] : []
  })
}
