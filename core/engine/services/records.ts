import { randomBytes, toHex } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import type { NamedIncident } from '../../exchange/import/types.ts'
import type { Index } from '../../index/index.ts'
import { amendBody, type EncodedBody, encodeBody, tombstoneBody, writeBody } from '../../records/body.ts'
import type { CardState, RecordState } from '../../records/fold.ts'
import { leavesWhole } from '../../records/leaving.ts'
import { entryIdOf, recordIdOf } from '../../records/version.ts'
import type { Space } from '../../space/space.ts'
import {
  type CardFields,
  type Custody,
  type DraftId,
  type EntryId,
  type Figures,
  type Filters,
  type Incident,
  type IncidentChanges,
  type IncidentFields,
  LIMITS,
  type OrganisationId,
  organisationIdSchema,
  type Place,
  type Reach,
  type RecordId,
  type RecordRow,
  type SealedField,
  type SpaceId,
  type Version,
} from '../contract/index.ts'
import { wordOf } from './consent-words.ts'
import type { Consents } from './consents.ts'
import { isDisputed } from './disputes.ts'
import type { DraftService } from './drafts.ts'
import { changeForWindow, conflictsForWindow, withoutKeys } from './file-keys.ts'
import type { FileService } from './files.ts'
import { goingTo, type NameGuard } from './name-guard.ts'
import type { ReachService } from './reach.ts'
import { expectRoom } from './record-room.ts'
import { namesOf, originalsOf, present, told } from './record-words.ts'
import { afterwards, type RecordWriter } from './record-writer.ts'
import type { SealedTexts } from './sealed-texts.ts'
import type { Spaces } from './spaces.ts'

/** Mentions of one record that a screen is given. */
const MENTIONS = 200

/** Writes records into the logs and reads them from the index. What it acknowledges is synced. */
export class RecordService {
  private readonly spaces: Spaces
  private readonly index: Index
  private readonly writer: RecordWriter
  private readonly drafts: DraftService
  private readonly holders: ReachService
  private readonly sealed: SealedTexts
  private readonly consents: Consents
  private readonly files: Pick<FileService, 'keyed'>
  private readonly guard: NameGuard

  constructor(
    spaces: Spaces,
    index: Index,
    writer: RecordWriter,
    drafts: DraftService,
    holders: ReachService,
    sealed: SealedTexts,
    consents: Consents,
    files: Pick<FileService, 'keyed'>,
    guard: NameGuard,
  ) {
    this.spaces = spaces
    this.index = index
    this.writer = writer
    this.drafts = drafts
    this.holders = holders
    this.sealed = sealed
    this.consents = consents
    this.files = files
    this.guard = guard
  }

  list(input: Filters & { cursor: string | null; limit: number }): { rows: RecordRow[]; nextCursor: string | null } {
    return this.index.list(input, input.cursor, input.limit)
  }

  count(filters: Filters): { matching: number; all: number } {
    return this.index.count(filters)
  }

  figures(filters: Filters, signal?: AbortSignal): Promise<Figures> {
    return this.index.figures(filters, signal)
  }

  get(recordId: RecordId): Incident {
    const incident = present(this.index.get(recordId))
    const space = this.spaces.has(incident.spaceId) ? this.spaces.get(incident.spaceId) : null
    const forked = space !== null && space.forks.all().length > 0
    const disputed = forked && this.index.history(recordId).some(({ entryId }) => isDisputed(space, entryId))
    return {
      ...incident,
      fields: withoutKeys(incident.fields),
      conflicts: conflictsForWindow(incident.conflicts),
      disputed,
      names: namesOf({ fields: incident.fields }, this.index),
      mentions: [recordId, ...incident.sharedAs.map((copy) => copy.recordId)]
        .flatMap((each) => this.index.mentions(each, MENTIONS))
        .slice(0, MENTIONS),
    }
  }

  /** Who holds a record as it stands; null for what is only ours. Throws RECORD_NOT_FOUND. */
  reach(recordId: RecordId): Reach | null {
    const record = this.any(recordId)
    const space = this.spaces.get(record.space)
    return space === this.spaces.house ? null : this.holders.of(space, record.heads)
  }

  history(recordId: RecordId): Version[] {
    const versions = this.index.history(recordId)
    if (versions.length === 0) throw new ParasolError('RECORD_NOT_FOUND')
    return versions.map((version) => ({ ...version, changes: version.changes.map(changeForWindow) }))
  }

  areas(text: string): string[] {
    return this.index.areas(text)
  }

  places(text: string): Place[] {
    return this.index.places(text, LIMITS.places)
  }

  /** Every record that matches, in batches, for an export. */
  stream(filters: Filters): Iterable<RecordState[]> {
    return this.index.stream(filters)
  }

  /** The exact place of an incident. Throws RECORD_NOT_FOUND where none is known. */
  async place(recordId: RecordId): Promise<string> {
    const { space } = present(this.index.state(recordId))
    return this.sealed.place(this.spaces.get(space), recordId)
  }

  /** Who has looked at what is shown on purpose only. */
  shown(recordId: RecordId, field: SealedField): Custody[] {
    return this.sealed.shown(recordId, field)
  }

  /** Writes a new incident. Into a coalition only one of which nothing stays in the House: others are written there and shared. Throws NOT_ALLOWED, and as NameGuard. */
  async create(input: {
    audience: SpaceId
    fields: IncidentFields
    place: string | null
    draftId: DraftId | null
    named: string | null
  }): Promise<{ recordId: RecordId; entryId: EntryId; savedAt: string }> {
    const { audience } = input
    const isHouse = audience === this.spaces.houseId
    if (!isHouse && (input.place !== null || !leavesWhole(input.fields))) throw new ParasolError('NOT_ALLOWED')
    this.writer.writable(audience)
    const incident = { ...newIncident(await this.files.keyed(input.fields, audience, null)), place: input.place }
    this.bodyOf(incident)
    if (!isHouse) await this.guard.check([{ audience, fields: input.fields, record: null }], input.named)
    const [saved] = await this.save(audience, [incident])
    if (!saved) throw new Error('one record was saved')
    this.discard(input.draftId)
    return saved
  }

  /** Saves incidents, each under a name that is new. Where it fails, some of many may be saved. */
  async save(audience: SpaceId, incidents: readonly NamedIncident[]): Promise<{ recordId: RecordId; entryId: EntryId; savedAt: string }[]> {
    const space = this.writer.writable(audience)
    const organisation = organisationOf(space)
    const written = await this.writer.appendMany(
      space,
      incidents.map((incident) => this.bodyOf(incident)),
    )
    const log = toHex(space.own.id)
    return incidents.map(({ name }, at) => {
      const stands = written[at]
      if (!stands) throw new Error('fewer were written than asked for')
      const { index, wall } = stands
      return { recordId: recordIdOf(audience, organisation, name), entryId: entryIdOf(log, index), savedAt: new Date(wall).toISOString() }
    })
  }

  /**
   * Amends an own record; another organisation's only gets a proposal. `heads` are the entries that the person had before her. With `alsoFor`, what was
   * made from a House record in those coalitions too, and that first: whoever tries again after a crash then still has something to save here. Throws
   * CONSENT_MISSING, and as NameGuard, for what goes to a coalition.
   */
  async amend(input: {
    recordId: RecordId
    heads: EntryId[]
    changes: IncidentChanges
    place?: string | undefined
    alsoFor: SpaceId[]
    draftId: DraftId | null
    named: string | null
  }): Promise<{ entryId: EntryId; savedAt: string }> {
    const record = present(this.index.state(input.recordId))
    if (!input.heads.every((head) => this.index.holds(input.recordId, head))) throw new ParasolError('RECORD_CHANGED')
    const named = await this.files.keyed(input.changes, record.space, input.recordId)
    const changes = { ...named, ...this.sealed.mark('place', input.place ?? null) }
    const isHouse = record.space === this.spaces.houseId
    if (!isHouse && (input.place !== undefined || !leavesWhole(changes))) throw new ParasolError('NOT_ALLOWED')
    const settles = record.heads.every((head) => input.heads.includes(head))
    const next = {
      recordId: record.recordId,
      fields: { ...record.fields, ...changes } as IncidentFields,
      conflicts: record.conflicts.filter(({ field }) => !settles || !(field in changes)),
    }
    const isMissing = (coalition: SpaceId): boolean => this.consents.missing(next, { coalition }).length > 0
    if (input.alsoFor.some(isMissing) || (!isHouse && !this.consents.mayTellOf(record.recordId))) throw new ParasolError('CONSENT_MISSING')
    const copies = this.copiesIn(record, input.alsoFor).map((copy) => ({
      copy,
      changes: told(copy, this.consents.abroad(this.spaces.get(copy.space), record.recordId, changes)),
    }))
    const going = (isHouse ? copies : [{ copy: record, changes }]).map(({ copy, changes: fields }) => goingTo(copy, fields))
    const about = { incidents: originalsOf(record, this.index, this.spaces.houseId), coming: input.changes }
    const amendments = [
      ...copies.map((each) => this.amendment(each.copy, each.changes, null)),
      this.amendment({ ...record, heads: input.heads }, changes, input.place ?? null),
    ]
    if (going.length > 0) await this.guard.check(going, input.named, about)
    let saved: { entryId: EntryId; savedAt: string } | null = null
    for (const { space, body } of amendments) {
      if (!body) continue
      const { first, wall } = await this.writer.append(space, [body])
      saved = { entryId: entryIdOf(toHex(space.own.id), first), savedAt: new Date(wall).toISOString() }
    }
    // Somebody may have taken their word back meanwhile.
    if (input.alsoFor.some(isMissing)) await this.consents.enforce()
    this.discard(input.draftId)
    return present(saved)
  }

  /**
   * Erases an own record: a tombstone, and its text leaves the index. With `alsoIn`, what was made from a House record in those coalitions first.
   * Throws NOT_ALLOWED for another organisation's, and as Consents.expectErasable.
   */
  async erase(recordId: RecordId, alsoIn: readonly SpaceId[] = []): Promise<void> {
    const record = this.any(recordId)
    if (!record.own) throw new ParasolError('NOT_ALLOWED')
    if ('kind' in record && record.kind === 'consent') this.consents.expectErasable(recordId, record.fields)
    const of = 'kind' in record && record.kind === 'consent' ? wordOf(record.fields as CardFields<'consent'>) : undefined
    const isPage = 'kind' in record && record.kind === 'person' && record.space === this.spaces.houseId
    // Before: who is only called so is found by the page alone. After: something may have been shared meanwhile.
    if (isPage) await this.consents.enforce(recordId)
    const erased = [...this.copiesIn(record, alsoIn), record].map((each) => ({
      space: this.writer.writable(each.space),
      body: encodeBody(tombstoneBody(each.name, each.heads, of ? { of } : {})),
    }))
    for (const { space, body } of erased) await this.writer.append(space, [body])
    if (isPage || of) await this.consents.carryOut()
  }

  /** A record of any kind. */
  private any(recordId: RecordId): RecordState | CardState {
    return present(this.index.state(recordId) ?? this.index.card(recordId))
  }

  /** The spaces whose members can read a record, its own first. */
  audiencesOf({ recordId, space, shares }: RecordState): SpaceId[] {
    return shares.length === 0 ? [space] : [...new Set([space, ...this.index.copies(recordId).map((copy) => copy.space)])]
  }

  /** Throws TEXT_TOO_LONG, BAD_DATE or BAD_INPUT. */
  private bodyOf({ name, fields, place }: NamedIncident): EncodedBody {
    return this.sealed.seal(encodeBody(writeBody(name, { ...fields, ...this.sealed.mark('place', place) })), 'place', place)
  }

  /** Checked before anything is written. Throws NOT_ALLOWED, LOG_BEHIND, and as expectRoom. */
  private amendment(record: RecordState, changes: IncidentChanges, place: string | null): { space: Space; body: EncodedBody | null } {
    const space = this.writer.writable(record.space)
    // What stays in the House is nothing to tell a coalition.
    if (Object.keys(changes).length === 0) return { space, body: null }
    const body = this.sealed.seal(encodeBody(amendBody(record.name, record.heads, changes)), 'place', place)
    expectRoom(this.index, record, space, changes, body)
    return { space, body }
  }

  /** What was made from a House record in these coalitions. Throws RECORD_CHANGED where one of them has it no more. */
  private copiesIn(record: RecordState | CardState, audiences: readonly SpaceId[]): RecordState[] {
    if (audiences.length === 0) return []
    const copies = this.index.copies(record.recordId).filter(({ space }) => audiences.includes(space))
    if (audiences.some((audience) => !copies.some(({ space }) => space === audience))) throw new ParasolError('RECORD_CHANGED')
    return copies.map(({ recordId }) => present(this.index.state(recordId)))
  }

  private discard(draftId: DraftId | null): void {
    if (draftId) afterwards(() => this.drafts.written(draftId))
  }
}

/** An incident under a random name. */
export const newIncident = (fields: IncidentFields): NamedIncident => ({ name: toHex(randomBytes(16)), fields, place: null })

const organisationOf = (space: Space): OrganisationId => organisationIdSchema.parse(toHex(space.organisationKey))
