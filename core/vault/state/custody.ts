import { z } from 'zod'
import { blob, bytesOf, checkSize, type Table } from './table.ts'

/** What the House says of a file, as its entry has it: only the owner of `body` understands it. */
export interface CustodyRow {
  /** `<log id>:<index>`. */
  entryId: string
  sha256: Buffer
  body: Buffer
  /** Log key in the House of the computer that wrote it. */
  computer: Buffer
  /** Its clock then, ms since 1970. */
  wall: number
}

/** Custody entries by the file they are about. */
export interface CustodyStore {
  /** Keeps an entry; one that is there already costs nothing. */
  put(row: { entryId: string; sha256: Uint8Array; body: Uint8Array; computer: Uint8Array; wall: number }): void
  /** Oldest first, the last `limit`. */
  of(sha256: Uint8Array, limit: number): CustodyRow[]
}

const shape = z
  .object({ entry_id: z.string(), sha256: bytesOf(32), body: blob, computer: bytesOf(32), wall: z.number().int() })
  .transform((row): CustodyRow => ({ entryId: row.entry_id, sha256: row.sha256, body: row.body, computer: row.computer, wall: row.wall }))

export function custodyStore(table: Table): CustodyStore {
  return {
    put: ({ entryId, sha256, body, computer, wall }) => {
      checkSize(body)
      // Read anew with every building of the index: only what is new is worth a sync.
      if (table.first(z.object({ one: z.number() }), 'SELECT 1 AS one FROM custody WHERE entry_id = ?', [entryId])) return
      table.run('INSERT INTO custody VALUES (?, ?, ?, ?, ?)', [entryId, sha256, body, computer, wall])
    },
    of: (sha256, limit) =>
      table
        .all(
          shape,
          'SELECT entry_id, sha256, body, computer, wall FROM custody WHERE sha256 = ? ORDER BY wall DESC, entry_id DESC LIMIT ?',
          [sha256, limit],
        )
        .reverse(),
  }
}
