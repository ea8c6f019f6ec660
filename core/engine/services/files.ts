import { Blobs } from '../../blobs/blobs.ts'
import { CLEAN_MAX, type CleanCopy, cleanCopy } from '../../blobs/clean/clean.ts'
import { CleanFault } from '../../blobs/clean/fault.ts'
import { HEAD_BYTES, nameOfType, typeOf, UNKNOWN_TYPE } from '../../blobs/media-type.ts'
import type { FileReader } from '../../blobs/reader.ts'
import { saveTo } from '../../blobs/save.ts'
import { fromHex, toHex } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import { madeOf } from '../../index/made.ts'
import { Queue } from '../../log/queue.ts'
import type { KeyedFile } from '../../records/keyed-file.ts'
import { type CardBody, isWritten } from '../../records/kinds.ts'
import { plainName } from '../../records/text.ts'
import { type RecordVersion, recordIdOf, recordNameOf } from '../../records/version.ts'
import type { State } from '../../vault/state/state.ts'
import {
  type Custody,
  FILE_KINDS,
  type FileReference,
  fileReferenceSchema,
  LIMITS,
  type RecordId,
  recordIdSchema,
  type SpaceId,
  type UploadId,
  uploadIdSchema,
} from '../contract/index.ts'
import { logFault } from '../faults.ts'
import type { CustodyBook } from './custody.ts'
import type { DraftFileKeeper } from './draft-files.ts'
import { type FileKeys, filesIn } from './file-keys.ts'
import type { Projector } from './projector.ts'
import type { RecordWriter } from './record-writer.ts'

/** Bytes that are saved; the name that the file has in the folder once it is whole. */
interface Saving {
  done: number
  total: number
  savedAs: string | null
}

/** Bytes that are copied; the copy once it is whole. */
interface Copying {
  done: number
  total: number
  copy: FileReference | null
}

interface FileAt {
  recordId: RecordId | null
  file: FileReference
}

interface FileOf extends FileAt {
  who: string
}

interface Destination {
  dir: string
  /** Only what can be seen of a picture. */
  clean: boolean
  /** A copy that leaves in its place. */
  instead: FileReference | null
}

/** Files that are kept with records: their way in, reading, saving, and what the House says of them. */
export class FileService {
  readonly blobs: Blobs
  private readonly state: State
  private readonly writer: Pick<RecordWriter, 'writable'>
  private readonly book: CustodyBook
  private readonly keys: FileKeys
  private readonly telling = new Queue()
  /** Lists by the records that name them, so that reading every log again asks the disk nothing. */
  private readonly named = new Map<string, Set<string>>()

  constructor(dir: string, state: State, writer: Pick<RecordWriter, 'writable'>, projector: Projector, book: CustodyBook, keys: FileKeys) {
    this.blobs = new Blobs(dir, state.blobs)
    this.state = state
    this.writer = writer
    this.book = book
    this.keys = keys
    for (const { list, recordId } of state.blobs.names()) this.remember(recordId, toHex(list))
    projector.hearRecords((versions) => this.hear(versions))
  }

  /** Begins or goes on. Throws as RecordWriter.writable, UPLOAD_TOO_LARGE, DISK_FULL. */
  async begin(input: { audience: SpaceId; name: string; size: number; modified: number; anew: boolean }) {
    const space = this.writer.writable(input.audience)
    const file = { name: plainName(input.name, LIMITS.fileName) || 'file', size: input.size, modified: input.modified }
    const { row, received, check } = await this.blobs.begin(space.id, file, input.anew)
    return { uploadId: uploadIdSchema.parse(toHex(row.uploadId)), received, check }
  }

  async piece(uploadId: UploadId, at: number, bytes: Buffer): Promise<{ received: number }> {
    const upload = this.blobs.upload(uploadId)
    await upload.put(bytes, at)
    return { received: upload.received }
  }

  /** The type is what the first bytes say: a name can say anything. */
  async finish(uploadId: UploadId): Promise<FileReference> {
    const { name } = this.blobs.upload(uploadId).row
    const reference = { ...(await this.blobs.finish(uploadId)), type: UNKNOWN_TYPE, name }
    const head = await this.reading(reference, (reader) => reader.range(0, HEAD_BYTES))
    const { key: _, ...known } = reference
    return fileReferenceSchema.parse({ ...known, type: typeOf(head) ?? UNKNOWN_TYPE })
  }

  /**
   * Fields as a record of a space is to hold them, with the keys of the files that they name. Throws FILE_UNKNOWN for a file that may not be named there, and
   * for a new one FILE_MISSING, FILE_DAMAGED where it is not what the window says.
   */
  async keyed<F extends object>(fields: F, space: SpaceId, recordId: RecordId | null): Promise<F> {
    const keyed = this.keys.withKeys(fields, space, recordId)
    for (const file of filesIn(keyed)) if (this.state.blobs.looseFile(fromHex(file.list))) await this.reading(file, async () => undefined)
    return keyed
  }

  cancel(uploadId: UploadId, keep: boolean): Promise<void> {
    return this.blobs.stop(uploadId, keep)
  }

  /** Erases a file by the name of its list, unless a record names it, or what is here of one on its way, by its upload. */
  async erase(name: string): Promise<void> {
    const { data: uploadId } = uploadIdSchema.safeParse(name)
    if (uploadId) await this.blobs.stop(uploadId, false)
    else await this.blobs.discard(name)
  }

  discard(file: FileReference): Promise<boolean> {
    return this.blobs.discard(file.list)
  }

  /** Whether all of it is on this computer. Throws FILE_UNKNOWN. */
  async held({ recordId, file }: FileAt): Promise<boolean> {
    return this.blobs.holds(this.keys.find(recordId, file))
  }

  /** Throws FILE_UNKNOWN, FILE_MISSING, FILE_DAMAGED. */
  async read({ recordId, file }: FileAt, start: number, length: number): Promise<Buffer> {
    if (start > file.size) throw new ParasolError('BAD_INPUT', { field: 'start' })
    return this.reading(this.keys.find(recordId, file), (reader) => reader.range(start, length))
  }

  /** First that it leaves is said in the House, then it does: where it cannot be said nothing leaves. */
  async *save(
    { recordId, file, who, dir, clean, instead }: FileOf & Destination,
    signal?: AbortSignal,
  ): AsyncGenerator<Saving, void, void> {
    const reader = await this.blobs.read(this.keys.find(recordId, file))
    let other: FileReader | null = null
    try {
      other = instead && (await this.blobs.read(this.keys.find(null, instead)))
      const copy = clean ? await cleaned(reader) : null
      await this.book.say({ act: 'exported', sha256: reader.sha256, recordId, who })
      const total = copy?.bytes.length ?? (other ?? reader).size
      const saving = saveTo(dir, copy?.name ?? (instead ?? file).name, copy ? once(copy.bytes) : (other ?? reader).all(), signal)
      yield { done: 0, total, savedAs: null }
      for (let step = await saving.next(); ; step = await saving.next()) {
        if (!step.done) yield { done: step.value, total, savedAs: null }
        else {
          if (step.value !== null) yield { done: total, total, savedAs: step.value }
          return
        }
      }
    } finally {
      reader.close()
      other?.close()
    }
  }

  /** Seals a copy for a coalition, under a key and a name of its own. Stopped before the end it leaves nothing. */
  async *copy(
    { recordId, file, audience, clean }: FileAt & { audience: SpaceId; clean: boolean },
    signal?: AbortSignal,
  ): AsyncGenerator<Copying, void, void> {
    const space = this.writer.writable(audience)
    if (this.keys.isHouse(audience)) throw new ParasolError('BAD_INPUT', { field: 'audience' })
    const reader = await this.blobs.read(this.keys.find(recordId, file))
    let uploadId: UploadId | null = null
    try {
      const copy = clean ? await cleaned(reader) : null
      const total = copy?.bytes.length ?? file.size
      const upload = await this.blobs.begin(
        space.id,
        { name: copy?.name ?? nameOfType(file.type), size: total, modified: Date.now() },
        true,
      )
      uploadId = uploadIdSchema.parse(toHex(upload.row.uploadId))
      for await (const bytes of copy ? once(copy.bytes) : reader.all()) {
        signal?.throwIfAborted()
        await upload.put(bytes)
        yield { done: upload.received, total, copy: null }
      }
      const made = await this.finish(uploadId)
      uploadId = null
      yield { done: total, total, copy: made }
    } finally {
      reader.close()
      if (uploadId) await this.blobs.stop(uploadId, false)
    }
  }

  /** Only of a file whose list opens here: a reference from a partner may bear the SHA-256 of a file of ours. Throws FILE_UNKNOWN, FILE_MISSING, FILE_DAMAGED. */
  async viewed({ recordId, file, who }: FileOf): Promise<void> {
    return this.reading(this.keys.find(recordId, file), ({ sha256 }) => this.book.say({ act: 'viewed', sha256, recordId, who }))
  }

  custody(sha256: string): Custody[] {
    return this.book.of(sha256)
  }

  /** Does what a crash kept from being done, and takes away what was left. Once every log was read. */
  async tend(drafts: DraftFileKeeper): Promise<void> {
    await drafts.tend()
    await this.blobs.tidy(Date.now(), (name) => drafts.isHeld(name))
    // Last: a House that cannot be written yet must keep nothing from being tidied.
    await this.sayAdded()
  }

  /** Own entries of records, before the index goes past them. */
  private hear(versions: readonly RecordVersion[]): void {
    let added = false
    let erased = false
    for (const version of versions) {
      if (!version.own) continue
      const recordId = madeOf(version)?.look?.recordId ?? recordIdOf(version.space, version.organisation, recordNameOf(version))
      if (version.kind === 'tombstone' && this.named.delete(recordId)) {
        this.blobs.unname(recordId)
        erased = true
      }
      for (const file of filesOf(version)) {
        if (this.named.get(recordId)?.has(file.list)) continue
        this.blobs.named(file, recordId)
        this.remember(recordId, file.list)
        // Of a copy for a coalition the House says that it was shared (Sharing), before it is.
        if (this.keys.isHouse(version.space)) added = true
        else this.state.blobs.said(fromHex(file.list))
      }
    }
    if (added) this.later('who added a file', () => this.sayAdded())
    if (erased) this.later('erasing files', () => this.blobs.clear())
  }

  /** Not at once: the projector is in the middle of a batch. What fails is done again after the next start. */
  private later(what: string, work: () => Promise<void>): void {
    setImmediate(() => {
      work().catch((error: unknown) => logFault(what, error))
    })
  }

  private sayAdded(): Promise<void> {
    return this.telling.run(async () => {
      for (const { list, sha256, recordId } of this.state.blobs.added()) {
        await this.book.say({ act: 'added', sha256: toHex(sha256), recordId: recordIdSchema.parse(recordId), who: '' })
        this.state.blobs.said(list)
      }
    })
  }

  private remember(recordId: string, list: string): void {
    const lists = this.named.get(recordId) ?? new Set<string>()
    lists.add(list)
    this.named.set(recordId, lists)
  }

  private async reading<T>(file: KeyedFile, work: (reader: FileReader) => Promise<T>): Promise<T> {
    const reader = await this.blobs.read(file)
    try {
      return await work(reader)
    } finally {
      reader.close()
    }
  }
}

/** Throws CANNOT_CLEAN. */
async function cleaned(reader: FileReader): Promise<CleanCopy> {
  try {
    if (reader.size > CLEAN_MAX) throw new CleanFault('size', 'too long')
    const parts: Buffer[] = []
    for await (const part of reader.all()) parts.push(part)
    return await cleanCopy(Buffer.concat(parts))
  } catch (error) {
    throw error instanceof CleanFault ? new ParasolError('CANNOT_CLEAN', { field: error.why }, { cause: error }) : error
  }
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

/** The files that an entry of a record names. */
function filesOf(version: RecordVersion): KeyedFile[] {
  const look = madeOf(version)?.look
  if (look) return look.files.map(({ file }) => file)
  return isWritten(version.kind) && FILE_KINDS.has(version.kind) ? filesIn((version.body as CardBody).fields) : []
}
