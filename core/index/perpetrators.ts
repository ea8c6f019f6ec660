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
  const doers: Doer[] = []
  for (const field of Object.keys(fields)) {
    if (!field.startsWith('perpetrator:')) continue
    const value = fields[field as keyof typeof fields] as Perpetrator | null | undefined
    if (typeof value !== 'object' || value === null) continue
    const { perpetrator, kind } = value
    if (perpetrator || kind) doers.push({ ...(perpetrator ? { record: perpetrator } : {}), ...(kind ? { kind } : {}) })
  }
  return doers
}
