import { z } from 'zod'
import { blob, bytesOf, checkSize, now, type Table } from './table.ts'

export interface ForkProofRow {
  logId: Buffer
  proof: Buffer
}

/** Proofs that a log has two branches, as blobs that core/log understands. Of a log the last that was put is kept. */
export interface ForkProofStore {
  all(): ForkProofRow[]
  put(logId: Uint8Array, proof: Uint8Array): void
}

const shape = z.object({ log_id: bytesOf(32), proof: blob }).transform((row): ForkProofRow => ({ logId: row.log_id, proof: row.proof }))

export function forkProofStore(table: Table): ForkProofStore {
  return {
    all: () => table.all(shape, 'SELECT log_id, proof FROM fork_proofs ORDER BY added_at, rowid'),
    put: (logId, proof) => {
      checkSize(proof)
      table.run('INSERT INTO fork_proofs VALUES (?, ?, ?) ON CONFLICT DO NOTHING', [logId, proof, now()])
      // In this order: a crash between the two leaves one too many, not none.
      table.run('DELETE FROM fork_proofs WHERE log_id = ? AND proof <> ?', [logId, proof])
    },
  }
}
