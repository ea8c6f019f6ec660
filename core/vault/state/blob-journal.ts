import { z } from 'zod'
import type { SecretScope } from '../../crypto/secret.ts'
import { blob, bytesOf, checkSize, now, type Table } from './table.ts'

const NAME_BYTES = 32

export interface UploadRow {
  uploadId: Buffer
  space: Buffer
  key: Buffer
  name: string
  size: number
  modified: number
  chunks: Buffer[]
  list: Buffer | null
  updatedAt: string
}

/** A complete file that no record names. `space`: what it was sealed for; null in those from before that was kept. */
export interface LooseFile {
  key: Buffer
  space: Buffer | null
}

const KEPT_STATES = ['wanted', 'list', 'whole'] as const

/** A file of another computer that is kept here or is to come. */
export interface KeptFile {
  list: Buffer
  key: Buffer
  state: (typeof KEPT_STATES)[number]
  asked: boolean
}

/** What is under way in the folder of sealed chunks (core/blobs/ports.ts says what each is for). Keys are zeroed on close. */
export interface BlobJournalStore {
  /** Latest change first. */
  uploads(): UploadRow[]
  upload(uploadId: Uint8Array): UploadRow | null
  putUpload(upload: Omit<UploadRow, 'updatedAt'>): void
  finish(uploadId: Uint8Array, list: Uint8Array): void
  drop(uploadId: Uint8Array): void
  loose(): { list: Buffer; key: Buffer; since: string }[]
  /** One of those. */
  looseFile(list: Uint8Array): LooseFile | null
  named(file: { list: Uint8Array; key: Uint8Array; sha256: Uint8Array }, recordId: string): void
  added(): { list: Buffer; sha256: Buffer; recordId: string }[]
  said(list: Uint8Array): void
  /** Which record names which file. */
  names(): { list: Buffer; recordId: string }[]
  /** The records that name a file. */
  naming(list: Uint8Array): string[]
  unname(recordId: string): void
  condemn(list: Uint8Array): boolean
  condemned(): { list: Buffer; key: Buffer }[]
  carryOut(list: Uint8Array, names: readonly Uint8Array[]): void
  kept(space: Uint8Array): KeptFile[]
  keptAs(space: Uint8Array, list: Uint8Array, key: Uint8Array): KeptFile['state'] | null
  keptAt(space: Uint8Array, list: Uint8Array): KeptFile[]
  keptUnder(key: Uint8Array): Buffer[]
  keep(file: { space: Uint8Array; list: Uint8Array; key: Uint8Array; state: KeptFile['state']; asked?: boolean }): void
  release(space: Uint8Array, list: Uint8Array, key: Uint8Array): void
  isNamed(list: Uint8Array): boolean
  doomed(): Buffer[]
  doom(names: readonly Uint8Array[]): void
  gone(names: readonly Uint8Array[]): void
}

const uploadShape = z
  .object({
    upload_id: bytesOf(16),
    space_id: bytesOf(32),
    file_key: bytesOf(32),
    name: z.string(),
    size: z.number().int().min(0),
    modified: z.number().int(),
    chunks: blob.refine((bytes) => bytes.byteLength % NAME_BYTES === 0),
    list: bytesOf(32).nullable(),
    updated_at: z.string(),
  })
  .transform(
    (row): UploadRow => ({
      uploadId: row.upload_id,
      space: row.space_id,
      key: row.file_key,
      name: row.name,
      size: row.size,
      modified: row.modified,
      chunks: namesIn(row.chunks),
      list: row.list,
      updatedAt: row.updated_at,
    }),
  )
const looseShape = z
  .object({ list: bytesOf(32), file_key: bytesOf(32), since: z.string() })
  .transform((row) => ({ list: row.list, key: row.file_key, since: row.since }))
const looseFileShape = z
  .object({ file_key: bytesOf(32), space_id: bytesOf(32).nullable() })
  .transform((row): LooseFile => ({ key: row.file_key, space: row.space_id }))
const addedShape = z
  .object({ list: bytesOf(32), sha256: bytesOf(32), record_id: z.string() })
  .transform((row) => ({ list: row.list, sha256: row.sha256, recordId: row.record_id }))
const nameShape = z.object({ list: bytesOf(32), record_id: z.string() }).transform((row) => ({ list: row.list, recordId: row.record_id }))
const condemnedShape = z.object({ list: bytesOf(32), file_key: bytesOf(32) }).transform((row) => ({ list: row.list, key: row.file_key }))

const keptShape = z
  .object({ list: bytesOf(32), file_key: bytesOf(32), state: z.enum(KEPT_STATES), asked: z.union([z.literal(0), z.literal(1)]) })
  .transform((row): KeptFile => ({ list: row.list, key: row.file_key, state: row.state, asked: row.asked === 1 }))

/** Whether there is a row at all. */
const one = z.object({})

const UPLOAD = 'SELECT upload_id, space_id, file_key, name, size, modified, chunks, list, updated_at FROM uploads'

const KEPT = 'SELECT list, file_key, state, asked FROM kept_files'

/** `transaction`: what belongs together is kept whole or not at all. */
export function blobJournalStore(table: Table, scope: SecretScope, transaction: <T>(work: () => T) => T): BlobJournalStore {
  const held = <T extends { key: Buffer }>(row: T): T => {
    scope.keep(row.key)
    return row
  }
  const doom = (names: readonly Uint8Array[]): void =>
    transaction(() => {
      for (const name of names) table.run('INSERT OR IGNORE INTO doomed_chunks VALUES (?)', [name])
    })
  const upload = (uploadId: Uint8Array): UploadRow | null => {
    const row = table.first(uploadShape, `${UPLOAD} WHERE upload_id = ?`, [uploadId])
    return row && held(row)
  }
  const forgetUpload = (uploadId: Uint8Array) => table.run('DELETE FROM uploads WHERE upload_id = ?', [uploadId])
  return {
    uploads: () => table.all(uploadShape, `${UPLOAD} ORDER BY updated_at DESC, upload_id`).map(held),
    upload,
    putUpload: ({ uploadId, space, key, name, size, modified, chunks, list }) => {
      const names = Buffer.concat(chunks)
      checkSize(names)
      table.run(
        `INSERT INTO uploads VALUES (?, ?, ?, ?, ?, ?, coalesce(?, x''), ?, ?)
         ON CONFLICT DO UPDATE SET chunks = excluded.chunks, list = excluded.list, updated_at = excluded.updated_at`,
        [uploadId, space, key, name, size, modified, names, list, now()],
      )
    },
    finish: (uploadId, list) =>
      transaction(() => {
        const sql = 'INSERT OR REPLACE INTO loose_files SELECT ?, file_key, ?, NULL, space_id FROM uploads WHERE upload_id = ?'
        table.run(sql, [list, now(), uploadId])
        forgetUpload(uploadId)
      }),
    drop: (uploadId) =>
      transaction(() => {
        const row = upload(uploadId)
        if (row) doom([...row.chunks, ...(row.list ? [row.list] : [])])
        forgetUpload(uploadId)
      }),
    loose: () =>
      table.all(looseShape, 'SELECT list, file_key, since FROM loose_files WHERE named_by IS NULL ORDER BY since, list').map(held),
    looseFile: (list) => {
      const row = table.first(looseFileShape, 'SELECT file_key, space_id FROM loose_files WHERE list = ? AND named_by IS NULL', [list])
      return row && held(row)
    },
    named: ({ list, key, sha256 }, recordId) =>
      transaction(() => {
        table.run('INSERT OR IGNORE INTO named_files VALUES (?, ?, ?, ?)', [list, recordId, key, sha256])
        table.run('UPDATE loose_files SET named_by = coalesce(named_by, ?) WHERE list = ?', [recordId, list])
      }),
    added: () =>
      table.all(
        addedShape,
        'SELECT l.list, n.sha256, n.record_id FROM loose_files l JOIN named_files n ON n.list = l.list AND n.record_id = l.named_by ORDER BY l.since',
      ),
    names: () => table.all(nameShape, 'SELECT list, record_id FROM named_files'),
    naming: (list) =>
      table
        .all(z.object({ record_id: z.string() }), 'SELECT record_id FROM named_files WHERE list = ?', [list])
        .map(({ record_id }) => record_id),
    said: (list) => void table.run('DELETE FROM loose_files WHERE list = ? AND named_by IS NOT NULL', [list]),
    unname: (recordId) =>
      transaction(() => {
        const others = 'SELECT 1 FROM named_files o WHERE o.list = n.list AND o.record_id <> n.record_id'
        table.run(
          `INSERT OR IGNORE INTO condemned_files SELECT n.list, n.file_key FROM named_files n WHERE n.record_id = ? AND NOT EXISTS (${others})`,
          [recordId],
        )
        table.run('DELETE FROM loose_files WHERE named_by = ?', [recordId])
        table.run('DELETE FROM named_files WHERE record_id = ?', [recordId])
      }),
    condemn: (list) =>
      transaction(() => {
        table.run('INSERT OR IGNORE INTO condemned_files SELECT list, file_key FROM loose_files WHERE list = ? AND named_by IS NULL', [
          list,
        ])
        return table.run('DELETE FROM loose_files WHERE list = ? AND named_by IS NULL', [list]) > 0
      }),
    condemned: () => table.all(condemnedShape, 'SELECT list, file_key FROM condemned_files ORDER BY list').map(held),
    carryOut: (list, names) =>
      transaction(() => {
        doom(names)
        table.run('DELETE FROM condemned_files WHERE list = ?', [list])
      }),
    kept: (space) => table.all(keptShape, `${KEPT} WHERE space_id = ?`, [space]),
    keptAs: (space, list, key) =>
      table.first(keptShape, `${KEPT} WHERE space_id = ? AND list = ? AND file_key = ?`, [space, list, key])?.state ?? null,
    keptAt: (space, list) => table.all(keptShape, `${KEPT} WHERE space_id = ? AND list = ?`, [space, list]),
    keptUnder: (key) =>
      table
        .all(z.object({ list: bytesOf(32) }), "SELECT list FROM kept_files WHERE file_key = ? AND state <> 'wanted'", [key])
        .map(({ list }) => list),
    keep: ({ space, list, key, state, asked }) =>
      void table.run(
        `INSERT INTO kept_files VALUES (?, ?, ?, ?, coalesce(?, 0))
         ON CONFLICT DO UPDATE SET state = excluded.state, asked = coalesce(?, asked)`,
        [list, key, space, state, asked === undefined ? null : Number(asked), asked === undefined ? null : Number(asked)],
      ),
    release: (space, list, key) =>
      transaction(() => {
        const came = "SELECT 1 FROM kept_files WHERE list = ? AND file_key = ? AND state <> 'wanted'"
        const had = table.first(one, came, [list, key]) !== null
        table.run('DELETE FROM kept_files WHERE space_id = ? AND list = ? AND file_key = ?', [space, list, key])
        if (!had || table.first(one, came, [list, key])) return
        table.run('INSERT OR IGNORE INTO condemned_files VALUES (?, ?)', [list, key])
        table.run('DELETE FROM loose_files WHERE list = ? AND file_key = ? AND named_by IS NOT NULL', [list, key])
        table.run('DELETE FROM named_files WHERE list = ? AND file_key = ?', [list, key])
      }),
    isNamed: (list) => table.first(one, 'SELECT 1 FROM named_files WHERE list = ? LIMIT 1', [list]) !== null,
    doomed: () => table.all(z.object({ name: bytesOf(32) }), 'SELECT name FROM doomed_chunks ORDER BY name').map(({ name }) => name),
    doom,
    gone: (names) =>
      transaction(() => {
        for (const name of names) table.run('DELETE FROM doomed_chunks WHERE name = ?', [name])
      }),
  }
}

/** Copies, so that no name keeps the whole row alive. */
const namesIn = (bytes: Buffer): Buffer[] =>
  Array.from({ length: bytes.length / NAME_BYTES }, (_, i) => Buffer.from(bytes.subarray(i * NAME_BYTES, (i + 1) * NAME_BYTES)))
