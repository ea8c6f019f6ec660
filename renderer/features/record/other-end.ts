import type { RecordId } from '../../../core/engine/contract/index.ts'

/** What a link names besides this record, and whether it goes out from this one. Where it names this one twice, that is the other. */
export function otherEnd(fields: Readonly<Record<string, unknown>>, here: RecordId): { other: unknown; isFrom: boolean } {
  const isFrom = fields['from'] === here
  return { other: isFrom ? fields['to'] : fields['from'], isFrom }
}
