import { randomBytes, toHex } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import type { Destination, KnownRows, NamedIncident } from '../../exchange/import/types.ts'
import type { Index } from '../../index/index.ts'
import { amendBody, type EncodedBody, encodeBody, tombstoneBody, writeBody } from '../../records/body.ts'
import type { RecordState } from '../../records/fold.ts'
import { MAX_VERSIONS } from '../../records/kinds.ts'
import { entryIdOf, recordIdOf } from '../../records/version.ts'
import type { OutgoingRecord } from '../../space/entries.ts'
import type { Space } from '../../space/space.ts'
import {
  type DraftId,
  type EntryId,
  type Filters,
  filtersSchema,
  type Incident,
  type IncidentChanges,
  type IncidentFields,
  type OrganisationId,
  organisationIdSchema,
  type Reach,
  type RecordId,
  type RecordRow,
  type SpaceId,
  spaceIdSchema,
  type Version,
} from '../contract/index.ts'
import { logFault } from '../faults.ts'
import type { DraftService } from './drafts.ts'
import type { Projector } from './projector.ts'
import type { ReachService } from './reach.ts'
import type { Spaces } from './spaces.ts'

/** Tombstones of one batch. */
const ERASED_AT_ONCE = 300

/** Writes records into the logs and reads them from the index. What it acknowledges is synced. */
export class RecordService {
  private readonly spaces: Spaces
  private readonly index: Index
  private readonly projector: Projector
  private readonly drafts: DraftService
  private readonly holders: ReachService
  private readonly acknowledged: () => void

  /** `acknowledged` is told when own entries are on the disk. */
  constructor(spaces: Spaces, index: Index, projector: Projector, drafts: DraftService, holders: ReachService, acknowledged: () => void) {
    this.spaces = spaces
    this.index = index
    this.projector = projector
    this.drafts = drafts
    this.holders = holders
    this.acknowledged = acknowledged
  }

  list(input: Filters & { cursor: string | null; limit: number }): { rows: RecordRow[]; nextCursor: string | null } {
    return this.index.list(input, input.cursor, input.limit)
  }

  count(filters: Filters): { matching: number; all: number } {
    return this.index.count(filters)
  }

  get(recordId: RecordId): Incident {
    return present(this.index.get(recordId))
  }

  /** Who holds a record as it stands; null for what is only ours. Throws RECORD_NOT_FOUND. */
  reach(recordId: RecordId): Reach | null {
    const record = present(this.index.state(recordId))
    const space = this.spaces.get(record.space)
    return space === this.spaces.house ? null : this.holders.of(space, record.heads)
  }

  history(recordId: RecordId): Version[] {
    const versions = this.index.history(recordId)
    if (versions.length === 0) throw new ParasolError('RECORD_NOT_FOUND')
    return versions
  }

  areas(text: string): string[] {
    return this.index.areas(text)
  }

  /** Every record that matches, in batches, for an export. */
  stream(filters: Filters): Iterable<RecordState[]> {
    return this.index.stream(filters)
  }

  async create(input: {
    audience: SpaceId
    fields: IncidentFields
    draftId: DraftId | null
  }): Promise<{ recordId: RecordId; entryId: EntryId; savedAt: string }> {
    const [saved] = await this.save(input.audience, [newIncident(input.fields)])
    if (!saved) throw new Error('one record was saved')
    this.discard(input.draftId)
    return saved
  }

  /** Saves several incidents in one synced batch, each under a name that is new. */
  async save(audience: SpaceId, incidents: readonly NamedIncident[]): Promise<{ recordId: RecordId; entryId: EntryId; savedAt: string }[]> {
    const space = this.writable(audience)
    const organisation = organisationOf(space)
    const bodies = incidents.map(({ name, fields }) => outgoing(encodeBody(writeBody(name, fields))))
    const { first, wall } = await this.append(space, bodies)
    const log = toHex(space.own.id)
    return incidents.map(({ name }, i) => ({
      recordId: recordIdOf(audience, organisation, name),
      entryId: entryIdOf(log, first + i),
      savedAt: new Date(wall).toISOString(),
    }))
  }

  /** By what rows of an import into one space are recognised. Throws SPACE_NOT_FOUND. */
  destination(audience: SpaceId): Destination {
    const space = this.spaces.get(audience)
    const others = this.spaces.all().filter((other) => other !== space)
    return { audience: this.knownRows(space), others: others.map((other) => this.knownRows(other)) }
  }

  /** Amends an own record; another organisation's only gets a proposal. `heads` are the entries that the person had before her. */
  async amend(input: {
    recordId: RecordId
    heads: EntryId[]
    changes: IncidentChanges
    draftId: DraftId | null
  }): Promise<{ entryId: EntryId; savedAt: string }> {
    const record = present(this.index.state(input.recordId))
    if (!input.heads.every((head) => this.index.holds(input.recordId, head))) throw new ParasolError('RECORD_CHANGED')
    const space = this.writable(record.space)
    // What no reader would count must not look saved.
    const ours = this.index.history(input.recordId).filter(({ entryId }) => entryId.startsWith(`${toHex(space.own.id)}:`))
    if (ours.length >= MAX_VERSIONS) throw new ParasolError('BAD_INPUT', { field: 'versions', limit: MAX_VERSIONS })
    const { first, wall } = await this.append(space, [outgoing(encodeBody(amendBody(record.name, input.heads, input.changes)))])
    this.discard(input.draftId)
    return { entryId: entryIdOf(toHex(space.own.id), first), savedAt: new Date(wall).toISOString() }
  }

  /** Erases an own record: a tombstone, and its text leaves the index. Throws NOT_ALLOWED for another organisation's. */
  async erase(recordId: RecordId): Promise<void> {
    const record = present(this.index.state(recordId))
    if (!record.own) throw new ParasolError('NOT_ALLOWED')
    await this.append(this.writable(record.space), [outgoing(encodeBody(tombstoneBody(record.name, record.heads)))])
  }

  private knownRows(space: Space): KnownRows {
    const [spaceId, organisation] = [spaceIdSchema.parse(toHex(space.id)), organisationOf(space)]
    return { key: space.organisation.importNames, standing: (name) => this.index.standing(spaceId, organisation, name) }
  }

  /** Erases every record of ours in a space, some hundred tombstones a batch. */
  async eraseOwn(audience: SpaceId): Promise<void> {
    const space = this.writable(audience)
    const filters = filtersSchema.parse({ audience })
    const own = [...this.index.stream(filters)].flatMap((page) =>
      page.filter((record) => record.own).map(({ name, heads }) => ({ name, heads })),
    )
    for (let at = 0; at < own.length; at += ERASED_AT_ONCE) {
      const batch = own.slice(at, at + ERASED_AT_ONCE)
      await this.append(
        space,
        batch.map((record) => outgoing(encodeBody(tombstoneBody(record.name, record.heads)))),
      )
    }
  }

  private async append(space: Space, records: readonly OutgoingRecord[]): Promise<{ first: number; wall: number }> {
    const written = await space.write(records)
    afterwards(() => this.acknowledged())
    try {
      await this.projector.catchUp(space)
    } catch (error) {
      logFault('index after a save', error)
      this.projector.catchUpSoon(space)
    }
    return written
  }

  private discard(draftId: DraftId | null): void {
    if (draftId) afterwards(() => this.drafts.discard(draftId))
  }

  private writable(audience: SpaceId): Space {
    const space = this.spaces.get(audience)
    if (space.behind) throw new ParasolError('LOG_BEHIND')
    if (!space.writable) throw new ParasolError('NOT_ALLOWED')
    return space
  }
}

/** An incident under a random name. */
export const newIncident = (fields: IncidentFields): NamedIncident => ({ name: toHex(randomBytes(16)), fields })

const organisationOf = (space: Space): OrganisationId => organisationIdSchema.parse(toHex(space.organisation.sign.publicKey))

/** The entries are on the disk: whatever follows may fail, but must not be told as if they were not, or a person saves them twice. */
function afterwards(act: () => void): void {
  try {
    act()
  } catch (error) {
    logFault('after a save', error)
  }
}

const outgoing = ({ kind, kindVersion, minimumReader, bytes }: EncodedBody): OutgoingRecord => ({
  kind,
  kindVersion,
  minimumReader,
  body: bytes,
})

function present<T>(value: T | null): T {
  if (value === null) throw new ParasolError('RECORD_NOT_FOUND')
  return value
}
