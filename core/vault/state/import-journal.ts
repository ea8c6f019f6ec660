import { z } from 'zod'
import { blob, bytesOf, checkSize, type Table } from './table.ts'

const NAME_BYTES = 16

export interface ImportRow {
  importId: Buffer
  fileName: string
  begunAt: string
}

/** Records of one synced batch: all of one space. */
export interface ImportBatch {
  part: number
  space: Buffer
  /** 16 bytes each. */
  names: Buffer[]
}

/** What imports wrote. Each change is on the disk when it returns. */
export interface ImportJournalStore {
  /** Latest first. */
  list(): ImportRow[]
  begin(row: ImportRow): void
  batches(importId: Uint8Array): ImportBatch[]
  /** Notes a batch behind the others of its import. */
  note(importId: Uint8Array, space: Uint8Array, names: readonly Uint8Array[]): void
  /** Takes a batch out: it was never written. */
  drop(importId: Uint8Array, part: number): void
  /** Forgets an import and its batches. */
  remove(importId: Uint8Array): void
}

const rowShape = z
  .object({ import_id: bytesOf(NAME_BYTES), file_name: z.string(), begun_at: z.string() })
  .transform((row): ImportRow => ({ importId: row.import_id, fileName: row.file_name, begunAt: row.begun_at }))
const batchShape = z
  .object({ part: z.number().int(), space_id: bytesOf(32), names: blob })
  .transform((row): ImportBatch => ({ part: row.part, space: row.space_id, names: namesIn(row.names) }))

export function importJournalStore(table: Table): ImportJournalStore {
  return {
    list: () => table.all(rowShape, 'SELECT import_id, file_name, begun_at FROM imports ORDER BY begun_at DESC, import_id'),
    begin: ({ importId, fileName, begunAt }) =>
      void table.run('INSERT INTO imports VALUES (?, ?, ?) ON CONFLICT DO NOTHING', [importId, fileName, begunAt]),
    batches: (importId) =>
      table.all(batchShape, 'SELECT part, space_id, names FROM import_batches WHERE import_id = ? ORDER BY part', [importId]),
    note: (importId, space, names) => {
      const bytes = Buffer.concat(names)
      checkSize(bytes)
      const next = 'SELECT coalesce(max(part) + 1, 0) FROM import_batches WHERE import_id = ?'
      table.run(`INSERT INTO import_batches VALUES (?, (${next}), ?, coalesce(?, x''))`, [importId, importId, space, bytes])
    },
    drop: (importId, part) => void table.run('DELETE FROM import_batches WHERE import_id = ? AND part = ?', [importId, part]),
    remove: (importId) => void table.run('DELETE FROM imports WHERE import_id = ?', [importId]),
  }
}

const namesIn = (bytes: Buffer): Buffer[] =>
  Array.from({ length: bytes.length / NAME_BYTES }, (_, i) => bytes.subarray(i * NAME_BYTES, (i + 1) * NAME_BYTES))
