import { createHash, randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { FileReference, RecordId, SpaceId } from '../../core/engine/contract/index.ts'
import { type Client, incident } from './engine.ts'
import { eventually } from './eventually.ts'

export const MIB = 1024 * 1024

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Hands a file in over the contract, for a space. */
export async function addFile(client: Client, audience: SpaceId, bytes: Buffer, name = 'raid.bin'): Promise<FileReference> {
  const { uploadId } = await client.files.begin({ audience, name, size: bytes.length, modified: 1_700_000_000_000, anew: true })
  for (let at = 0; at < bytes.length; at += MIB)
    await client.files.piece({ uploadId, at, data: bytes.subarray(at, at + MIB).toString('base64') })
  return client.files.finish({ uploadId })
}

/** An incident of the House with a file of so many random bytes. */
export async function incidentWithFile(client: Client, title: string, size: number) {
  const { houseId } = await client.organisation.get()
  const bytes = randomBytes(size)
  const file = await addFile(client, houseId, bytes)
  const { recordId } = await client.records.create({ audience: houseId, fields: incident(title, { 'file:00c0ffee': file }) })
  return { recordId, file, bytes }
}

/** Resolves when all of a file is at a computer. */
export const arrives = (client: Client, recordId: RecordId, list: string): Promise<void> =>
  eventually(async () => expect((await client.files.whereabouts({ recordId, list })).is).toBe('here'))

/** Names of what lies in the folder of chunks of a profile. */
export const chunksIn = (profile: string): string[] => readdirSync(join(profile, 'blobs')).sort()
