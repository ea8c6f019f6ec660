import { randomBytes, toHex } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import type { Index } from '../../index/index.ts'
import { Queue } from '../../log/queue.ts'
import { encodeBody, shareBody, writeBody } from '../../records/body.ts'
import type { RecordState } from '../../records/fold.ts'
import { MAX_SHARES, type RecordName } from '../../records/kinds.ts'
import { entryIdOf, recordIdOf } from '../../records/version.ts'
import type { Space } from '../../space/space.ts'
import { type EntryId, type RecordId, type Shareable, type SpaceId, spaceIdSchema } from '../contract/index.ts'
import type { Consents } from './consents.ts'
import { withoutKeys } from './file-keys.ts'
import type { RecordWriter } from './record-writer.ts'
import type { Spaces } from './spaces.ts'

interface ShareInput {
  recordId: RecordId
  heads: EntryId[]
  audience: SpaceId
  source: boolean
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
  /** One at a time: a second click must find what the first one did. */
  private readonly turns = new Queue()

  constructor(spaces: Spaces, index: Index, writer: RecordWriter, consents: Consents) {
    this.spaces = spaces
    this.index = index
    this.writer = writer
    this.consents = consents
  }

  /** What would leave, to `audience` if one is named, and to whom it can go. Throws RECORD_NOT_FOUND; NOT_ALLOWED for what is not an own House record. */
  shareable(recordId: RecordId, audience: SpaceId | null): Shareable {
    const record = this.original(recordId)
    const copies = this.index.copies(recordId)
    return {
      heads: record.heads,
      fields: withoutKeys(
        this.consents.abroad(audience === null ? this.spaces.house : this.spaces.get(audience), recordId, {
          ...record.fields,
          source: null,
        }),
      ),
      source: record.fields.source,
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

  /**
   * Shares a record as it stood with `heads`; with `source`, its spreadsheet row too. Synced on return; the record that partners get.
   * Throws RECORD_CHANGED where it stands otherwise by now, ALREADY_SHARED, CONSENT_MISSING where somebody who was harmed has not agreed, and as `shareable` and RecordWriter.
   */
  share(input: ShareInput): Promise<{ recordId: RecordId; entryId: EntryId; savedAt: string }> {
    return this.turns.run(() => this.take(input))
  }

  private async take({
    recordId,
    heads,
    audience,
    source,
  }: ShareInput): Promise<{ recordId: RecordId; entryId: EntryId; savedAt: string }> {
    const record = this.original(recordId)
    if (heads.length !== record.heads.length || !record.heads.every((head) => heads.includes(head)))
      throw new ParasolError('RECORD_CHANGED')
    const space = this.writer.writable(audience)
    if (space === this.spaces.house) throw new ParasolError('BAD_INPUT', { field: 'audience' })
    if (this.index.copies(recordId).some((copy) => copy.space === audience)) throw new ParasolError('ALREADY_SHARED')
    if (this.consents.missing(record, { coalition: audience }).length > 0) throw new ParasolError('CONSENT_MISSING')
    const begun = this.begun(record, audience)
    const name = begun ?? toHex(randomBytes(16))
    // Before anything is written: a record that does not fit must not leave a tie behind.
    const body = encodeBody(
      writeBody(name, this.consents.abroad(space, recordId, source ? record.fields : { ...record.fields, source: null })),
    )
    if (begun === null) {
      if (record.shares.length >= MAX_SHARES) throw new ParasolError('BAD_INPUT', { field: 'shares', limit: MAX_SHARES })
      await this.writer.append(this.writer.writable(record.space), [encodeBody(shareBody(record.name, audience, name))])
    }
    const { first, wall } = await this.writer.append(space, [body])
    // Somebody may have taken their word back meanwhile.
    if (this.consents.missing(record, { coalition: audience }).length > 0) await this.consents.enforce()
    return {
      recordId: recordIdOf(audience, this.spaces.ownIn(audience), name),
      entryId: entryIdOf(toHex(space.own.id), first),
      savedAt: new Date(wall).toISOString(),
    }
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

const idOf = (space: Space): SpaceId => spaceIdSchema.parse(toHex(space.id))
