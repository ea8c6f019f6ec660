import { knownType, nameOfType } from '../../blobs/media-type.ts'
import { randomBytes, toHex } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import type { Index } from '../../index/index.ts'
import { Queue } from '../../log/queue.ts'
import { amendBody, encodeBody, shareBody, writeBody } from '../../records/body.ts'
import { filesOf } from '../../records/files.ts'
import type { RecordState } from '../../records/fold.ts'
import type { KeyedFile } from '../../records/keyed-file.ts'
import { MAX_SHARES, type RecordName } from '../../records/kinds.ts'
import { listKeyIn } from '../../records/leaving.ts'
import { entryIdOf, recordIdOf } from '../../records/version.ts'
import type { Space } from '../../space/space.ts'
import {
  type EntryId,
  type FileReference,
  type IncidentChanges,
  type IncidentFields,
  type RecordId,
  type Shareable,
  type SharedFile,
  type SpaceId,
  spaceIdSchema,
} from '../contract/index.ts'
import type { Consents } from './consents.ts'
import type { CustodyBook } from './custody.ts'
import { withoutKey, withoutKeys } from './file-keys.ts'
import type { FileService } from './files.ts'
import type { Going, NameGuard } from './name-guard.ts'
import { expectRoom } from './record-room.ts'
import { told } from './record-words.ts'
import type { RecordWriter } from './record-writer.ts'
import type { Spaces } from './spaces.ts'

interface FilesInput {
  recordId: RecordId
  heads: EntryId[]
  audience: SpaceId
  add: SharedFile[]
  /** Fields of the originals. */
  takeOff: string[]
}

interface ShareInput {
  recordId: RecordId
  heads: EntryId[]
  audience: SpaceId
  source: boolean
  files: SharedFile[]
  /** The mark of its words, where somebody has read them and lets them go. */
  named: string | null
}

/**
 * Shares House records: writes what is in one anew, as a record of its own, into a coalition. The House says first which name that record will
 * have, then it is written. After a crash between the two the record counts as not shared, and sharing it again goes on under that name: it can
 * never stand there twice.
 */
export class Sharing {
  private readonly spaces: Spaces
  private readonly index: Index
  private readonly writer: RecordWriter
  private readonly consents: Consents
  private readonly files: Pick<FileService, 'keyed'>
  private readonly book: Pick<CustodyBook, 'say'>
  private readonly guard: NameGuard
  /** One at a time: a second click must find what the first one did. */
  private readonly turns = new Queue()

  constructor(
    spaces: Spaces,
    index: Index,
    writer: RecordWriter,
    consents: Consents,
    files: Pick<FileService, 'keyed'>,
    book: Pick<CustodyBook, 'say'>,
    guard: NameGuard,
  ) {
    this.guard = guard
    this.files = files
    this.book = book
    this.spaces = spaces
    this.index = index
    this.writer = writer
    this.consents = consents
  }

  /** What would leave, to `audience` if one is named, and to whom it can go. Throws RECORD_NOT_FOUND; NOT_ALLOWED for what is not an own House record. */
  async shareable(recordId: RecordId, audience: SpaceId | null): Promise<Shareable> {
    const record = this.original(recordId)
    const copies = this.index.copies(recordId)
    const there = copies.find(({ space }) => space === audience)
    const copy = there ? this.index.state(there.recordId) : null
    const secret = audience === null ? null : this.spaces.get(audience).importNames
    const fields = this.fieldsFor(audience, record)
    return {
      heads: record.heads,
      fields,
      named: await this.markOf(audience, fields, record, false),
      namedWithSource: await this.markOf(audience, fields, record, true),
      source: record.fields.source,
      files: filesOf(record.fields).map(({ field, file }) => ({
        field,
        file: withoutKey(field, file) as FileReference,
        shared: copy !== null && secret !== null && fieldIn(secret, field) in copy.fields,
      })),
      coalitions: this.spaces
        .coalitions()
        .map((space) => ({ spaceId: idOf(space), writable: space.writable }))
        .map(({ spaceId, writable }) => ({
          spaceId,
          writable,
          shared: copies.some(({ space }) => space === spaceId),
          missing: this.consents.missing(record, { coalition: spaceId }),
        })),
    }
  }

  private async markOf(audience: SpaceId | null, fields: IncidentFields, record: RecordState, withSource: boolean): Promise<string | null> {
    if (audience === null || (withSource && record.fields.source === null)) return null
    return this.guard.markOf([going(audience, fields, record, withSource)], { incidents: [record] })
  }

  /**
   * Shares a record as it stood with `heads`; with `source`, its spreadsheet row too. Synced on return; the record that partners get.
   * Throws RECORD_CHANGED where it stands otherwise by now, ALREADY_SHARED, CONSENT_MISSING where somebody who was harmed has not agreed, NAME_IN_WORDS where
   * `named` is not what `shareable` says of what goes, and as that and RecordWriter.
   */
  share(input: ShareInput): Promise<{ recordId: RecordId; entryId: EntryId; savedAt: string }> {
    return this.turns.run(() => this.take(input))
  }

  private async take({
    recordId,
    heads,
    audience,
    source,
    files,
    named,
  }: ShareInput): Promise<{ recordId: RecordId; entryId: EntryId; savedAt: string }> {
    const record = this.original(recordId)
    expectHeads(record, heads)
    const space = this.writer.writable(audience)
    if (space === this.spaces.house) throw new ParasolError('BAD_INPUT', { field: 'audience' })
    if (this.index.copies(recordId).some((copy) => copy.space === audience)) throw new ParasolError('ALREADY_SHARED')
    if (this.consents.missing(record, { coalition: audience }).length > 0) throw new ParasolError('CONSENT_MISSING')
    const copies = await this.copiesOf(record, audience, files)
    const begun = this.begun(record, audience)
    const name = begun ?? toHex(randomBytes(16))
    // Before anything is written: a record that does not fit must not leave a tie behind.
    const body = encodeBody(
      writeBody(name, this.consents.abroad(space, recordId, source ? record.fields : { ...record.fields, source: null }, copies)),
    )
    const isFull = begun === null && record.shares.length >= MAX_SHARES
    if (isFull) throw new ParasolError('BAD_INPUT', { field: 'shares', limit: MAX_SHARES })
    await this.guard.check([going(audience, this.fieldsFor(audience, record), record, source)], named, { incidents: [record] })
    if (begun === null) await this.writer.append(this.writer.writable(record.space), [encodeBody(shareBody(record.name, audience, name))])
    await this.tell(record, space, [...copies.keys()])
    const { first, wall } = await this.writer.append(space, [body])
    // Somebody may have taken their word back meanwhile.
    if (this.consents.missing(record, { coalition: audience }).length > 0) await this.consents.enforce()
    return {
      recordId: recordIdOf(audience, this.spaces.ownIn(audience), name),
      entryId: entryIdOf(toHex(space.own.id), first),
      savedAt: new Date(wall).toISOString(),
    }
  }

  /**
   * Gives a coalition that has a House record copies of its files, or takes those of some off it. Synced on return. Throws RECORD_CHANGED where the record stands
   * otherwise by now or the coalition has it no more, CONSENT_MISSING, FILE_UNKNOWN for a copy that was not made for that coalition.
   */
  shareFiles({ recordId, heads, audience, add, takeOff }: FilesInput): Promise<void> {
    return this.turns.run(async () => {
      const record = this.original(recordId)
      expectHeads(record, heads)
      const space = this.writer.writable(audience)
      const there = this.index.copies(recordId).find((copy) => copy.space === audience)
      const copy = there && this.index.state(there.recordId)
      if (!copy) throw new ParasolError('RECORD_CHANGED')
      if (add.length > 0 && this.consents.missing(record, { coalition: audience }).length > 0) throw new ParasolError('CONSENT_MISSING')
      const copies = await this.copiesOf(record, audience, add)
      const originals = Object.fromEntries([...add.map(({ field }) => [field, true]), ...takeOff.map((field) => [field, null])])
      const changes = told(copy, this.consents.abroad(space, recordId, originals as IncidentChanges, copies))
      if (Object.keys(changes).length === 0) return
      const body = encodeBody(amendBody(copy.name, copy.heads, changes))
      expectRoom(this.index, copy, space, changes, body)
      await this.tell(record, space, [...copies.keys()])
      await this.writer.append(space, [body])
      if (this.consents.missing(record, { coalition: audience }).length > 0) await this.consents.enforce()
    })
  }

  /** As partners will read it, without the spreadsheet row; for nobody in particular (null) as nobody has agreed to anything. */
  private fieldsFor(audience: SpaceId | null, { recordId, fields }: RecordState): IncidentFields {
    const to = audience === null ? this.spaces.house : this.spaces.get(audience)
    return withoutKeys(this.consents.abroad(to, recordId, { ...fields, source: null }))
  }

  /** The copies that were chosen, with their keys, by the fields of their originals. Whatever a window calls them, partners get a name that says only what they are. */
  private async copiesOf({ fields }: RecordState, audience: SpaceId, files: readonly SharedFile[]): Promise<Map<string, KeyedFile>> {
    const originals = new Set(filesOf(fields).map(({ field }) => field))
    for (const { field } of files) if (!originals.has(field)) throw new ParasolError('FILE_UNKNOWN', { field })
    const keyed = await this.files.keyed(Object.fromEntries(files.map(({ field, copy }) => [field, copy])), audience, null)
    return new Map(filesOf(keyed).map(({ field, file }) => [field, { ...file, type: knownType(file.type), name: nameOfType(file.type) }]))
  }

  /** The House says that they leave before they do. */
  private async tell({ recordId, fields }: RecordState, space: Space, shared: readonly string[]): Promise<void> {
    const who = this.spaces.nameOf(space)
    for (const { field, file } of filesOf(fields))
      if (shared.includes(field)) await this.book.say({ act: 'shared', sha256: file.sha256, recordId, who })
  }

  /** The name of a share with this coalition that was said and never written. */
  private begun({ shares }: RecordState, audience: SpaceId): RecordName | null {
    const organisation = this.spaces.ownIn(audience)
    const open = shares.find(({ space, name }) => space === audience && this.index.standing(audience, organisation, name) === null)
    return open?.name ?? null
  }

  private original(recordId: RecordId): RecordState {
    const record = this.index.state(recordId)
    if (!record) throw new ParasolError('RECORD_NOT_FOUND')
    if (!record.own || record.space !== idOf(this.spaces.house)) throw new ParasolError('NOT_ALLOWED')
    return record
  }
}

/** Throws RECORD_CHANGED where a record does not stand on these entries. */
function expectHeads(record: RecordState, heads: readonly EntryId[]): void {
  if (heads.length !== record.heads.length || !record.heads.every((head) => heads.includes(head))) throw new ParasolError('RECORD_CHANGED')
}

/** The field of the copy of a file in a space, by that of the original. `secret`: that space’s import key. */
const fieldIn = (secret: Buffer, field: string): string => `file:${listKeyIn(secret, field.slice('file:'.length))}`

const idOf = (space: Space): SpaceId => spaceIdSchema.parse(toHex(space.id))

/** What is looked at before it is shared: the spreadsheet row only where that goes too. */
const going = (audience: SpaceId, fields: IncidentFields, { fields: { source } }: RecordState, withSource: boolean): Going => ({
  audience,
  fields: withSource ? [fields, source] : [fields],
  record: null,
})
