import { z } from 'zod'
import { blob, checkSize, now, type Table } from './table.ts'

/** Something that goes through stages: an invite or a pairing. */
export interface Stage {
  id: string
  state: string
  /** What belongs to it, for its owner, who zeroes it where it is secret. */
  value: Buffer
  updatedAt: string
}

/** Stages by id: each on the disk before `put` returns, so that an invite that was used stays used. */
export interface StageStore {
  /** Oldest change first. */
  list(): Stage[]
  get(id: string): Stage | null
  put(stage: { id: string; state: string; value: Uint8Array }): void
  remove(id: string): boolean
}

const shape = z
  .object({ id: z.string(), state: z.string(), value: blob, updated_at: z.string() })
  .transform((row): Stage => ({ id: row.id, state: row.state, value: row.value, updatedAt: row.updated_at }))

/** The store over the table `invites` or `pairings`. */
export function stageStore(table: Table, name: 'invites' | 'pairings'): StageStore {
  return {
    list: () => table.all(shape, `SELECT id, state, value, updated_at FROM ${name} ORDER BY updated_at, id`),
    get: (id) => table.first(shape, `SELECT id, state, value, updated_at FROM ${name} WHERE id = ?`, [id]),
    put: ({ id, state, value }) => {
      checkSize(value)
      table.run(
        `INSERT INTO ${name} VALUES (?, ?, coalesce(?, x''), ?) ON CONFLICT DO UPDATE SET state = excluded.state, value = excluded.value, updated_at = excluded.updated_at`,
        [id, state, value, now()],
      )
    },
    remove: (id) => table.run(`DELETE FROM ${name} WHERE id = ?`, [id]) > 0,
  }
}
