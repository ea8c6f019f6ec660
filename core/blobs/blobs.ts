import { fromHex, toHex } from '../crypto/bytes.ts'
import { ParasolError } from '../error.ts'
import { Queue } from '../log/queue.ts'
import { Arrivals } from './arrivals.ts'
import { ChunkFolder } from './folder.ts'
import type { BlobJournal, UploadRow } from './ports.ts'
import { FileReader, isAbsent } from './reader.ts'
import type { KeyedFile } from './reference.ts'
import { newUpload, Upload } from './upload.ts'

/** Uploads that are open at the same time: each holds a chunk in memory. */
const OPEN_MAX = 8
/** Names that are deleted between two words to the journal. */
const DOOMED_AT_ONCE = 64

const DAY_MS = 24 * 60 * 60 * 1000
/** So long a file that stopped half-way, or that no record came to name, is kept. */
export const LEFT_MS = 14 * DAY_MS

/** The files that are kept with records, as sealed chunks in one folder (docs/protocol.md section 11). */
export class Blobs {
  /** Files that come from other computers. */
  readonly arrivals: Arrivals
  private readonly folder: ChunkFolder
  private readonly journal: BlobJournal
  private readonly open = new Map<string, Upload>()
  private readonly turns = new Queue()

  constructor(dir: string, journal: BlobJournal) {
    this.folder = new ChunkFolder(dir)
    this.journal = journal
    this.arrivals = new Arrivals(this.folder, journal, this.turns)
  }

  /**
   * Begins a file for a space, or goes on with one of the same name, size and time of change that stopped half-way; `anew` never does that, and
   * deletes what there was. Whoever was busy with the same file is stopped, and so is the oldest of too many. Throws UPLOAD_TOO_LARGE, DISK_FULL.
   */
  begin(space: Buffer, file: { name: string; size: number; modified: number }, anew = false): Promise<Upload> {
    return this.turns.run(async () => {
      for (const [id, upload] of [...this.open])
        if (upload.isOver || isSame(upload.row, space, file) || this.open.size >= OPEN_MAX) await this.letGo(id)
      const before = this.journal.uploads().find((row) => isSame(row, space, file))
      if (before && anew) this.journal.drop(before.uploadId)
      const upload = await Upload.open(this.folder, this.journal, before && !anew ? before : this.begun(newUpload(space, file)))
      this.open.set(toHex(upload.row.uploadId), upload)
      return upload
    })
  }

  /** An upload that is under way. Throws UPLOAD_NOT_FOUND. */
  upload(uploadId: string): Upload {
    const upload = this.open.get(uploadId)
    if (!upload || upload.isOver) throw new ParasolError('UPLOAD_NOT_FOUND')
    return upload
  }

  /** Seals the end of a file: `Upload.finish`, after which it is under way no more. */
  async finish(uploadId: string): ReturnType<Upload['finish']> {
    const finished = await this.upload(uploadId).finish()
    this.open.delete(uploadId)
    return finished
  }

  /** Ends an upload. `keep`: what there is of it stays, to go on with it later; otherwise it is deleted. Ending twice is no error. */
  async stop(uploadId: string, keep: boolean): Promise<void> {
    if (keep) return this.letGo(uploadId)
    const upload = this.open.get(uploadId)
    this.open.delete(uploadId)
    if (upload) await upload.cancel()
    // One of an earlier run of the program.
    else this.journal.drop(fromHex(uploadId))
    await this.clear()
  }

  /** Opens a file for reading; close it. Throws FILE_MISSING, FILE_DAMAGED, NEWER_VERSION. */
  read(reference: KeyedFile): Promise<FileReader> {
    return FileReader.open(this.folder, reference)
  }

  /** Whether all of a file is here, as far as names tell. */
  async holds(reference: KeyedFile): Promise<boolean> {
    try {
      const reader = await this.read(reference)
      reader.close()
      return (await reader.missing()) === 0
    } catch (error) {
      if (isAbsent(error)) return false
      throw error
    }
  }

  /** An own record names this file: from here on it stays until that record is erased. Synced on return; may be said again. */
  named(reference: KeyedFile, recordId: string): void {
    const { list, key, sha256 } = reference
    this.journal.named({ list: fromHex(list), key: fromHex(key), sha256: fromHex(sha256) }, recordId)
  }

  /** An own record is erased: so are the files that no other record names, at the next `clear`. Synced on return; may be said again. */
  unname(recordId: string): void {
    this.journal.unname(recordId)
  }

  /** Erases a file that no record names. False where one does, or none is known by that list. */
  async discard(list: string): Promise<boolean> {
    const condemned = this.journal.condemn(fromHex(list))
    if (condemned) await this.clear()
    return condemned
  }

  /**
   * Deletes the chunks and lists of erased files from this disk; cut short, it is gone on with at the next call. What a disk or file system keeps of deleted
   * files stays, sealed; so do chunks that are damaged, or that only a damaged list named: whose they are nobody can tell.
   */
  clear(): Promise<void> {
    return this.turns.run(() => this.deleteCondemned())
  }

  /**
   * Deletes what crashes and changes of mind have left: chunks that never got their names, what was to be deleted, uploads that nobody went on with and
   * files that no record came to name, both for `LEFT_MS`. `inUse` says which lists and uploads something else than a record still names, as a draft. Never touches a
   * chunk that the journal does not know: it may be named by a record. ms since 1970.
   */
  tidy(now: number, inUse: (name: string) => boolean): Promise<void> {
    return this.turns.run(async () => {
      const left = (since: string): boolean => now - Date.parse(since) > LEFT_MS
      for (const { uploadId, updatedAt } of this.journal.uploads())
        if (left(updatedAt) && !this.open.has(toHex(uploadId)) && !inUse(toHex(uploadId))) this.journal.drop(uploadId)
      for (const { list, since } of this.journal.loose()) if (left(since) && !inUse(toHex(list))) this.journal.condemn(list)
      const known = new Set(this.journal.uploads().flatMap((row) => [...row.chunks, ...(row.list ? [row.list] : [])].map(toHex)))
      if (this.open.size === 0) await this.folder.discard((await this.folder.unplaced()).filter((name) => !known.has(name)).map(fromHex))
      await this.deleteCondemned()
    })
  }

  private async letGo(uploadId: string): Promise<void> {
    const upload = this.open.get(uploadId)
    this.open.delete(uploadId)
    await upload?.close()
  }

  private begun(upload: Omit<UploadRow, 'updatedAt'>): UploadRow {
    this.journal.putUpload(upload)
    const row = this.journal.upload(upload.uploadId)
    if (!row) throw new Error('what was just kept is not there')
    return row
  }

  private async deleteCondemned(): Promise<void> {
    for (const { list, key } of this.journal.condemned()) this.journal.carryOut(list, await this.chunksOfFile(list, key))
    await this.deleteDoomed()
  }

  private async deleteDoomed(): Promise<void> {
    for (let doomed = this.journal.doomed(); doomed.length > 0; doomed = this.journal.doomed()) {
      const names = doomed.slice(0, DOOMED_AT_ONCE)
      await this.folder.remove(names)
      this.journal.gone(names)
    }
  }

  private async chunksOfFile(list: Buffer, key: Buffer): Promise<Buffer[]> {
    try {
      const reader = await FileReader.openBare(this.folder, list, key)
      try {
        const shared = await this.chunksOfOthers(list, key)
        return [...(await reader.ownChunks()).filter((name) => !shared.has(toHex(name))), list]
      } finally {
        reader.close()
      }
    } catch (error) {
      if (isAbsent(error)) return [list]
      throw error
    }
  }

  /** Chunks that a kept file of the same key has too: a partner can make a second list of another's chunks, and have that erased. */
  private async chunksOfOthers(list: Buffer, key: Buffer): Promise<Set<string>> {
    const names = new Set<string>()
    for (const other of this.journal.keptUnder(key)) {
      if (other.equals(list)) continue
      try {
        const reader = await FileReader.openBare(this.folder, other, key)
        for (const name of reader.names) names.add(toHex(name))
        reader.close()
      } catch (error) {
        if (!isAbsent(error)) throw error
      }
    }
    return names
  }
}

const isSame = (row: UploadRow, space: Buffer, file: { name: string; size: number; modified: number }): boolean =>
  row.space.equals(space) && row.name === file.name && row.size === file.size && row.modified === file.modified
