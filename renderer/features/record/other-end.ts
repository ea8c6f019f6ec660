import type { RecordId } from '../../../core/engine/contract/index.ts'

/**
 * What a link names besides this record, and whether it goes out from this one. `here`: the record, and what was made from it. Where a link names these
 * twice, the other is the second.
 */
export function otherEnd(fields: Readonly<Record<string, unknown>>, here: ReadonlySet<RecordId>): { other: unknown; isFrom: boolean } {
  const isFrom = here.has(fields['from'] as RecordId)
  return { other: isFrom ? fields['to'] : fields['from'], isFrom }
}
