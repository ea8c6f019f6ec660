import { z } from 'zod'
import { bytesOf, type Table } from './table.ts'

/** Where a roster-ring entry stands: the device log key of its log, and its block index. */
export interface RosterPosition {
  signer: Buffer
  index: number
}

/** Which blocks of a space are of the roster ring, one row each: a member who writes many makes a long table, never a failing one. */
export interface RosterPositionStore {
  list(spaceId: Uint8Array): RosterPosition[]
  /** Keeps one; one that is known already changes nothing. */
  add(spaceId: Uint8Array, signer: Uint8Array, index: number): void
}

const shape = z
  .object({ signer: bytesOf(32), idx: z.number().int().min(0) })
  .transform((row): RosterPosition => ({ signer: row.signer, index: row.idx }))

export function rosterPositionStore(table: Table): RosterPositionStore {
  return {
    list: (spaceId) => table.all(shape, 'SELECT signer, idx FROM roster_positions WHERE space_id = ? ORDER BY signer, idx', [spaceId]),
    add: (spaceId, signer, index) =>
      void table.run('INSERT INTO roster_positions VALUES (?, ?, ?) ON CONFLICT DO NOTHING', [spaceId, signer, index]),
  }
}
