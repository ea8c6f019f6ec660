import { z } from 'zod'
import type { SecretScope } from '../../crypto/secret.ts'
import { bytesOf, now, type Table } from './table.ts'

/** 1 roster, 2 main, 3 safe (docs/protocol.md, section 2). */
export type RingCode = 1 | 2 | 3

export interface EpochKey {
  ring: RingCode
  epochId: Buffer
  /** Zeroed on close. */
  key: Buffer
  addedAt: string
}

/** The keys of epochs, by space. */
export interface EpochKeyStore {
  list(spaceId: Uint8Array): EpochKey[]
  /** Keeps a key; one that is known already is left as it is. */
  put(spaceId: Uint8Array, epoch: { ring: RingCode; epochId: Uint8Array; key: Uint8Array }): void
}

const shape = z
  .object({ ring: z.union([z.literal(1), z.literal(2), z.literal(3)]), epoch_id: bytesOf(32), key: bytesOf(32), added_at: z.string() })
  .transform((row): EpochKey => ({ ring: row.ring, epochId: row.epoch_id, key: row.key, addedAt: row.added_at }))

export function epochKeyStore(table: Table, scope: SecretScope): EpochKeyStore {
  return {
    list: (spaceId) =>
      table
        .all(shape, 'SELECT ring, epoch_id, key, added_at FROM epoch_keys WHERE space_id = ? ORDER BY added_at, epoch_id', [spaceId])
        .map((epoch) => ({ ...epoch, key: scope.keep(epoch.key) })),
    put: (spaceId, { ring, epochId, key }) =>
      void table.run('INSERT INTO epoch_keys VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING', [spaceId, ring, epochId, key, now()]),
  }
}
