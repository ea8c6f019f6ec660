import { z } from 'zod'
import { blob, bytesOf, checkSize, now, type Table } from './table.ts'

export type SpaceKind = 'house' | 'coalition'

/** A space that this computer is in. */
export interface SpaceRow {
  spaceId: Buffer
  kind: SpaceKind
  name: string
}

/** The spaces, and what is to be known of each, as blobs that only their owner (core/space) understands. */
export interface SpaceStore {
  list(): SpaceRow[]
  get(spaceId: Uint8Array): SpaceRow | null
  put(space: { spaceId: Uint8Array; kind: SpaceKind; name: string }): void
  remove(spaceId: Uint8Array): void
  /** A fact of a space, at most 1 MiB; null where there is none. Who reads a secret fact zeroes it. */
  fact(spaceId: Uint8Array, key: string): Buffer | null
  putFact(spaceId: Uint8Array, key: string, value: Uint8Array): void
  removeFact(spaceId: Uint8Array, key: string): void
}

const shape = z
  .object({ space_id: bytesOf(32), kind: z.enum(['house', 'coalition']), name: z.string() })
  .transform((row): SpaceRow => ({ spaceId: row.space_id, kind: row.kind, name: row.name }))

export function spaceStore(table: Table): SpaceStore {
  return {
    list: () => table.all(shape, 'SELECT space_id, kind, name FROM spaces ORDER BY added_at, space_id'),
    get: (spaceId) => table.first(shape, 'SELECT space_id, kind, name FROM spaces WHERE space_id = ?', [spaceId]),
    put: ({ spaceId, kind, name }) => {
      table.run('INSERT INTO spaces VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET kind = excluded.kind, name = excluded.name', [
        spaceId,
        kind,
        name,
        now(),
      ])
    },
    remove: (spaceId) => void table.run('DELETE FROM spaces WHERE space_id = ?', [spaceId]),
    fact: (spaceId, key) =>
      table.first(z.object({ value: blob }), 'SELECT value FROM space_facts WHERE space_id = ? AND key = ?', [spaceId, key])?.value ?? null,
    putFact: (spaceId, key, value) => {
      checkSize(value)
      table.run("INSERT INTO space_facts VALUES (?, ?, coalesce(?, x'')) ON CONFLICT DO UPDATE SET value = excluded.value", [
        spaceId,
        key,
        value,
      ])
    },
    removeFact: (spaceId, key) => void table.run('DELETE FROM space_facts WHERE space_id = ? AND key = ?', [spaceId, key]),
  }
}
