import { z } from 'zod'
import { checkSize, type Table } from './table.ts'

export interface DraftRow {
  draftId: string
  /** What was half written, as its owner put it; the owner checks it. */
  value: unknown
  updatedAt: string
}

/** Half-written records: each on the disk before `put` returns. */
export interface DraftStore {
  /** The latest first. */
  list(): DraftRow[]
  get(draftId: string): DraftRow | null
  /** At most 1 MiB of JSON. */
  put(draft: DraftRow): void
  /** False when there was none. */
  remove(draftId: string): boolean
}

const shape = z
  .object({ draft_id: z.string(), value: z.string(), updated_at: z.string() })
  .transform((row): DraftRow => ({ draftId: row.draft_id, value: JSON.parse(row.value), updatedAt: row.updated_at }))

export function draftStore(table: Table): DraftStore {
  return {
    list: () => table.all(shape, 'SELECT draft_id, value, updated_at FROM drafts ORDER BY updated_at DESC, draft_id'),
    get: (draftId) => table.first(shape, 'SELECT draft_id, value, updated_at FROM drafts WHERE draft_id = ?', [draftId]),
    put: ({ draftId, value, updatedAt }) => {
      const text = JSON.stringify(value)
      checkSize(text)
      table.run('INSERT INTO drafts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at', [
        draftId,
        text,
        updatedAt,
      ])
    },
    remove: (draftId) => table.run('DELETE FROM drafts WHERE draft_id = ?', [draftId]) > 0,
  }
}
