import { fromHex, toHex } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import type { Index } from '../../index/index.ts'
import { filesOf as filesOfFields } from '../../records/files.ts'
import type { CardState, RecordState } from '../../records/fold.ts'
import { type KeyedFile, keyedFileSchema } from '../../records/keyed-file.ts'
import type { BlobJournalStore } from '../../vault/state/blob-journal.ts'
import { type Conflict, FILE_FIELD, type FileReference, type RecordId, type SpaceId, type Version } from '../contract/index.ts'

/** What is known of files here, and by which records. */
export interface FileSources {
  index: Pick<Index, 'state' | 'card' | 'history'>
  journal: Pick<BlobJournalStore, 'looseFile' | 'naming'>
  house(): SpaceId
}

/**
 * Knows the keys of files, so that the window need not: they are taken out of what goes to it and put into what it writes. Which file may be read or named
 * is decided here, by the records that stand and the uploads of this computer, not by what the window says.
 */
export class FileKeys {
  private readonly sources: FileSources

  constructor(sources: FileSources) {
    this.sources = sources
  }

  /** A file that a record names as it stands or, without a record, one that came in here and that none names yet. Throws FILE_UNKNOWN. */
  find(recordId: RecordId | null, file: FileReference): KeyedFile {
    const found = recordId === null ? this.loose(file, null) : sameFile(this.standing(recordId), file)
    if (!found) throw unknown()
    return found
  }

  /**
   * Fields of a record, or changes of them, with the keys of the files that they name: those that came in here for that space and that no record names
   * yet, that the record itself names or has named, or that another of our records there names. Throws FILE_UNKNOWN for any other, with the field.
   */
  withKeys<F extends object>(fields: F, space: SpaceId, recordId: RecordId | null): F {
    return changed(fields, (file, field) => {
      const reference = file as FileReference
      const found = this.loose(reference, space) ?? this.elsewhere(reference, space, recordId)
      if (!found) throw unknown(field)
      return found
    })
  }

  /** Whether a space is the House. */
  isHouse(space: SpaceId): boolean {
    return space === this.sources.house()
  }

  private loose(file: FileReference, space: SpaceId | null): KeyedFile | null {
    const row = this.sources.journal.looseFile(fromHex(file.list))
    if (!row) return null
    const isThere = space === null || (row.space === null ? this.sources.house() : toHex(row.space)) === space
    return isThere ? { ...file, key: toHex(row.key) } : null
  }

  private elsewhere(file: FileReference, space: SpaceId, recordId: RecordId | null): KeyedFile | null {
    const own = recordId === null ? null : (sameFile(this.standing(recordId), file) ?? sameFile(this.earlier(recordId), file))
    if (own) return own
    for (const other of this.sources.journal.naming(fromHex(file.list))) {
      const state = this.state(other as RecordId)
      const found = state?.space === space ? sameFile(filesOf(state), file) : null
      if (found) return found
    }
    return null
  }

  private standing(recordId: RecordId): KeyedFile[] {
    const state = this.state(recordId)
    return state ? filesOf(state) : []
  }

  private state(recordId: RecordId): CardState | RecordState | null {
    return this.sources.index.state(recordId) ?? this.sources.index.card(recordId)
  }

  /** What some step of its history named: an undo puts it back. */
  private earlier(recordId: RecordId): KeyedFile[] {
    return this.sources.index.history(recordId).flatMap(({ changes }) => changes.flatMap(({ field, after }) => keyed(field, after)))
  }
}

/** The same fields for the window: files without their keys. */
export const withoutKeys = <F extends object>(fields: F): F => changed(fields, (file, field) => withoutKey(field, file))

/** One value of a field for the window. */
export function withoutKey(field: string, value: unknown): unknown {
  if (!FILE_FIELD.test(field) || typeof value !== 'object' || value === null) return value
  const { key: _, ...reference } = value as Record<string, unknown>
  return reference
}

/** One change of a field for the window. Left out where there was no value: `undefined` does not cross the port. */
export function changeForWindow(change: Version['changes'][number]): Version['changes'][number] {
  const out = { ...change }
  for (const side of ['before', 'after'] as const) if (side in out) out[side] = withoutKey(out.field, out[side])
  return out
}

/** The two values of a field for the window, where there are two. */
export const conflictsForWindow = (conflicts: readonly Conflict[]): Conflict[] =>
  conflicts.map(({ field, values }) => ({ field, values: values.map((one) => ({ ...one, value: withoutKey(field, one.value) })) }))

/** The files that fields name; what does not follow the format is none. */
export const filesIn = (fields: object): KeyedFile[] => filesOfFields({ ...fields }).map(({ file }) => file)

function filesOf({ fields, conflicts }: Pick<CardState | RecordState, 'fields' | 'conflicts'>): KeyedFile[] {
  return [...filesIn(fields), ...conflicts.flatMap(({ field, values }) => values.flatMap(({ value }) => keyed(field, value)))]
}

function keyed(field: string, value: unknown): KeyedFile[] {
  const { data } = FILE_FIELD.test(field) ? keyedFileSchema.safeParse(value) : { data: undefined }
  return data ? [data] : []
}

/** The one with this list, if it is what the window takes it for. */
const sameFile = (files: readonly KeyedFile[], { list, sha256, size }: FileReference): KeyedFile | null =>
  files.find((file) => file.list === list && file.sha256 === sha256 && file.size === size) ?? null

function changed<F extends object>(fields: F, change: (file: object, field: string) => unknown): F {
  const entries = Object.entries(fields).map(([field, value]: [string, unknown]) =>
    FILE_FIELD.test(field) && typeof value === 'object' && value !== null ? [field, change(value, field)] : [field, value],
  )
  return Object.fromEntries(entries) as F
}

const unknown = (field?: string): ParasolError => new ParasolError('FILE_UNKNOWN', field === undefined ? undefined : { field })
