import type { EntryId, Version } from '../../../core/engine/contract/index.ts'

/**
 * What a record said when these entries were its last, by its history, oldest first. An amendment that was begun then changes what is different from
 * that, and nothing that others have said since.
 */
export function fieldsAt(history: readonly Version[], heads: readonly EntryId[]): Record<string, unknown> {
  const fields = new Map<string, unknown>()
  const missing = new Set(heads)
  for (const { entryId, changes } of history) {
    for (const change of changes) {
      if ('after' in change) fields.set(change.field, change.after)
      else fields.delete(change.field)
    }
    missing.delete(entryId)
    if (missing.size === 0) break
  }
  return Object.fromEntries(fields)
}

/** Whether two amendments would stand on the same. */
export const isSameHeads = (one: readonly EntryId[], other: readonly EntryId[]): boolean =>
  one.length === other.length && one.every((head) => other.includes(head))
