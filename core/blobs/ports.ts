/** A file on its way in: what of it is sealed, synced and in place. */
export interface UploadRow {
  /** 16 random bytes. */
  uploadId: Buffer
  /** The space that it is sealed for. */
  space: Buffer
  /** Its file key. A secret. */
  key: Buffer
  name: string
  /** Bytes. */
  size: number
  /** When the original was last changed, ms since 1970: tells two files of one name and size apart. */
  modified: number
  /** Names of its chunks in order, as far as they are durable. */
  chunks: Buffer[]
  /** Its list, once that is about to get its name; null before. */
  list: Buffer | null
  /** ISO 8601. */
  updatedAt: string
}

/** How far a file of another computer has come: it is asked for; its list is here; all of it is. */
export type KeptState = 'wanted' | 'list' | 'whole'

export interface KeptFile {
  list: Buffer
  key: Buffer
  state: KeptState
  /** Whether a person wants it, however long it is. */
  asked: boolean
}

/**
 * What is under way in the folder of chunks, kept sealed. Every call is on the disk when it returns. No chunk has its name in the folder unless it
 * stands here or a list that is there names it: so a sweep needs to know no record.
 */
export interface BlobJournal {
  uploads(): UploadRow[]
  upload(uploadId: Uint8Array): UploadRow | null
  putUpload(upload: Omit<UploadRow, 'updatedAt'>): void
  /** The file is complete under `list`; no record names it yet. */
  finish(uploadId: Uint8Array, list: Uint8Array): void
  /** Forgets an upload; what there is of it is to be deleted. */
  drop(uploadId: Uint8Array): void
  /** Files that are complete, and that no record is known to name, since when. */
  loose(): { list: Buffer; key: Buffer; since: string }[]
  /** An own record names a file. May be said again. */
  named(file: { list: Uint8Array; key: Uint8Array; sha256: Uint8Array }, recordId: string): void
  /** Files that came in here, and which record was the first to name each, until that is `said`. */
  added(): { list: Buffer; sha256: Buffer; recordId: string }[]
  said(list: Uint8Array): void
  /** Which record names which file. */
  names(): { list: Buffer; recordId: string }[]
  /** A record is erased: files that no other names are condemned. */
  unname(recordId: string): void
  /** A file that no record names is to go. False where one does, or there is no such file. */
  condemn(list: Uint8Array): boolean
  condemned(): { list: Buffer; key: Buffer }[]
  /** The chunks of a condemned file, its list among them, are to be deleted. */
  carryOut(list: Uint8Array, names: readonly Uint8Array[]): void
  /** Files of standing records that are kept here or are to come, with how far they have; by the space. */
  kept(space: Uint8Array): KeptFile[]
  /** How far this one has come there; null where it is not kept. */
  keptAs(space: Uint8Array, list: Uint8Array, key: Uint8Array): KeptState | null
  /** The same of each key under which a list is kept there. */
  keptAt(space: Uint8Array, list: Uint8Array): KeptFile[]
  /** Lists of files that are kept under a key, once for each space. */
  keptUnder(key: Uint8Array): Buffer[]
  /** Has a file of a space stand at a state; `asked` (left out: as it was): whether a person wants it. */
  keep(file: { space: Uint8Array; list: Uint8Array; key: Uint8Array; state: KeptState; asked?: boolean }): void
  /** No record of a space names a file any more: it is condemned, unless its list never was here, or it is kept for another space. */
  release(space: Uint8Array, list: Uint8Array, key: Uint8Array): void
  /** Whether a record of our own organisation has named a file and is not erased. */
  isNamed(list: Uint8Array): boolean
  /** Chunks that are to be deleted. */
  doomed(): Buffer[]
  doom(names: readonly Uint8Array[]): void
  /** They are gone. */
  gone(names: readonly Uint8Array[]): void
}
