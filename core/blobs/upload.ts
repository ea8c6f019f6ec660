import { createHash, type Hash } from 'node:crypto'
import { AEAD_NONCE_BYTES } from '../crypto/aead.ts'
import { randomBytes, toHex, zero } from '../crypto/bytes.ts'
import { LIMITS } from '../engine/contract/limits.ts'
import { ParasolError } from '../error.ts'
import { Queue } from '../log/queue.ts'
import type { ChunkFolder } from './folder.ts'
import { bytesIn, CHUNK_BYTES, chunksOf, openChunk, sealChunk, sealList } from './format.ts'
import type { BlobJournal, UploadRow } from './ports.ts'
import { isAbsent } from './reader.ts'

/** Chunks that take their places together: what a crash may cost, in MiB. */
const BATCH = 16

/** What a complete file is known by; name and type are for its owner to add. */
export interface FinishedFile {
  list: string
  key: string
  sha256: string
  size: number
}

/**
 * One file on its way in. Bytes come in any pieces, are cut into chunks, sealed, and synced; of the file no more than two chunks are in memory. What
 * is in place when the process dies is there for the next `Upload.open`, and is read again then: only what opens counts.
 */
export class Upload {
  readonly row: Readonly<UploadRow>
  /**
   * Of an upload that goes on: SHA-256 of the SHA-256 of each chunk's bytes that is here already, in hexadecimal. Who has the file can tell by it
   * whether this is how that begins. Null where nothing is here.
   */
  readonly check: string | null
  private readonly folder: ChunkFolder
  private readonly journal: BlobJournal
  private readonly hash: Hash
  private readonly turns = new Queue()
  private readonly placed: Buffer[]
  private prepared: Buffer[] = []
  private readonly pending: Buffer
  private filled = 0
  private ended = false

  private constructor(folder: ChunkFolder, journal: BlobJournal, row: UploadRow, hash: Hash, placed: Buffer[], check: string | null) {
    this.folder = folder
    this.journal = journal
    this.row = row
    this.hash = hash
    this.placed = placed
    this.check = check
    this.pending = Buffer.alloc(Math.min(CHUNK_BYTES, row.size))
  }

  /** Takes up what the journal says of an upload, after a crash or for the first time. Reads all that is there. Throws DISK_FULL. */
  static async open(folder: ChunkFolder, journal: BlobJournal, row: UploadRow): Promise<Upload> {
    const hash = createHash('sha256')
    const check = createHash('sha256')
    // Those that the journal knew and that had not got their names yet.
    await folder.place(row.chunks)
    const good: Buffer[] = []
    for (const [index, name] of row.chunks.entries()) {
      const body = await heldChunk(folder, row, index, name)
      if (!body) break
      hash.update(body)
      check.update(createHash('sha256').update(body).digest())
      good.push(name)
    }
    const lost = [...row.chunks.slice(good.length), ...(row.list ? [row.list] : [])]
    if (lost.length > 0) {
      journal.doom(lost)
      journal.putUpload({ ...row, chunks: good, list: null })
    }
    return new Upload(folder, journal, row, hash, good, good.length > 0 ? check.digest('hex') : null)
  }

  /** Whether it takes nothing more: finished, given up, or stopped by the disk. */
  get isOver(): boolean {
    return this.ended
  }

  /** Bytes of the file that were taken so far. Those of the last few MiB would not survive a crash. */
  get received(): number {
    return Math.min(this.row.size, (this.placed.length + this.prepared.length) * CHUNK_BYTES + this.filled)
  }

  /**
   * Takes the next bytes; resolves when there is room for more. Throws BAD_INPUT for more bytes than the file was said to have, or at another place
   * than `at` (where it is given), DISK_FULL. After a failure of the disk this upload is over: open it anew to go on.
   */
  put(bytes: Uint8Array, at?: number): Promise<void> {
    return this.turns.run(async () => {
      this.expectOpen()
      const { received } = this
      if ((at !== undefined && at !== received) || bytes.byteLength > this.row.size - received)
        throw new ParasolError('BAD_INPUT', { field: 'at' })
      for (let from = 0; from < bytes.byteLength; ) {
        const take = Math.min(this.pending.length - this.filled, bytes.byteLength - from)
        this.pending.set(bytes.subarray(from, from + take), this.filled)
        this.filled += take
        from += take
        if (this.filled === bytesIn(this.row.size, this.placed.length + this.prepared.length)) await this.guarded(() => this.seal())
      }
    })
  }

  /** `put` for a whole source, which is asked for the next bytes only when those before are sealed. */
  async putAll(source: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const bytes of source) await this.put(bytes)
  }

  /** Seals the list of all chunks. On return all of the file would survive a power cut. Throws BAD_INPUT while bytes are missing, DISK_FULL. */
  finish(): Promise<FinishedFile> {
    return this.turns.run(async () => {
      this.expectOpen()
      const { row } = this
      if (this.received < row.size) throw new ParasolError('BAD_INPUT', { field: 'size' })
      return this.guarded(async () => {
        if (row.size === 0 && this.prepared.length + this.placed.length === 0) await this.seal()
        await this.place()
        const sha256 = this.hash.digest()
        const list = sealList(row.key, randomBytes(AEAD_NONCE_BYTES), { size: row.size, sha256, names: this.placed })
        await this.folder.prepare(list)
        await this.folder.sync([list.name])
        this.journal.putUpload({ ...row, chunks: this.placed, list: list.name })
        await this.folder.place([list.name])
        this.journal.finish(row.uploadId, list.name)
        this.end()
        return { list: toHex(list.name), key: toHex(row.key), sha256: toHex(sha256), size: row.size }
      })
    })
  }

  /** Forgets the upload and deletes what there is of it. */
  cancel(): Promise<void> {
    return this.turns.run(async () => {
      this.end()
      await this.folder.discard(this.prepared)
      this.journal.drop(this.row.uploadId)
    })
  }

  /** Lets go of it without a word to the journal: it can be opened again. */
  close(): Promise<void> {
    return this.turns.run(async () => {
      if (this.ended) return
      this.end()
      await this.folder.discard(this.prepared)
    })
  }

  private async seal(): Promise<void> {
    const index = this.placed.length + this.prepared.length
    const body = this.pending.subarray(0, this.filled)
    const place = { index, last: index === chunksOf(this.row.size) - 1 }
    const chunk = sealChunk(this.row.key, place, randomBytes(AEAD_NONCE_BYTES), body)
    await this.folder.prepare(chunk)
    this.hash.update(body)
    this.prepared.push(chunk.name)
    this.filled = 0
    if (this.prepared.length === BATCH) await this.place()
  }

  /** The journal first: of what has its name in the folder it always knows. */
  private async place(): Promise<void> {
    if (this.prepared.length === 0) return
    await this.folder.sync(this.prepared)
    this.journal.putUpload({ ...this.row, chunks: [...this.placed, ...this.prepared] })
    await this.folder.place(this.prepared)
    this.placed.push(...this.prepared)
    this.prepared = []
  }

  private async guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      this.end()
      await this.folder.discard(this.prepared)
      throw error
    }
  }

  private expectOpen(): void {
    if (this.ended) throw new ParasolError('UPLOAD_NOT_FOUND')
  }

  private end(): void {
    this.ended = true
    zero(this.pending)
  }
}

/** The bytes of a chunk that is here and opens; null for any other. */
async function heldChunk(folder: ChunkFolder, row: UploadRow, index: number, name: Buffer): Promise<Buffer | null> {
  try {
    const place = { index, last: index === chunksOf(row.size) - 1 }
    return openChunk(row.key, place, name, await folder.read(name), bytesIn(row.size, index))
  } catch (error) {
    if (isAbsent(error)) return null
    throw error
  }
}

/** A new upload as the journal keeps it. Throws UPLOAD_TOO_LARGE (`limit` in bytes). */
export function newUpload(space: Buffer, file: { name: string; size: number; modified: number }): Omit<UploadRow, 'updatedAt'> {
  if (file.size > LIMITS.fileBytes) throw new ParasolError('UPLOAD_TOO_LARGE', { field: 'size', limit: LIMITS.fileBytes })
  return { uploadId: randomBytes(16), space, key: randomBytes(32), chunks: [], list: null, ...file }
}
