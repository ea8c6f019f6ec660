import { randomBytes, toHex } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import { gistIn } from '../../index/gist.ts'
import { type CardAsk, type CardPage, conflictsOf, type Index } from '../../index/index.ts'
import { amendCardBody, cardBody, type EncodedBody, encodeBody } from '../../records/body.ts'
import { saidIn } from '../../records/said.ts'
import { entryIdOf, isoOf, recordIdOf } from '../../records/version.ts'
import type { Space } from '../../space/space.ts'
import {
  type Card,
  type CardChanges,
  type CardFields,
  type CardKind,
  type CardRow,
  type ComplaintChange,
  type DraftId,
  type EntryId,
  FILE_FIELD,
  HOUSE_ONLY,
  type Identity,
  LIMITS,
  type NewCard,
  type OwnTypeRow,
  organisationIdSchema,
  type RecordId,
  type SpaceId,
  spaceIdSchema,
  type Unit,
  type Unnamable,
} from '../contract/index.ts'
import { authorIn } from './authors.ts'
import type { CardDrafts } from './card-drafts.ts'
import { ComplaintGuard } from './complaint-guard.ts'
import { checkWord } from './consent-words.ts'
import type { Consents } from './consents.ts'
import { conflictsForWindow, withoutKeys } from './file-keys.ts'
import type { FileService } from './files.ts'
import { type About, goingTo, type NameGuard } from './name-guard.ts'
import { expectRoom } from './record-room.ts'
import { namesOf, originalsOf, present } from './record-words.ts'
import { afterwards, type RecordWriter } from './record-writer.ts'
import type { SealedTexts } from './sealed-texts.ts'
import type { Spaces } from './spaces.ts'

type Said = Readonly<Record<string, unknown>>

/** Mentions of one record that a screen is given. */
const MENTIONS = 200

/** Records of the kinds beside incidents: people, perpetrators, requests, complaints and so on. What it acknowledges is synced. */
export class CardService {
  private readonly spaces: Spaces
  private readonly index: Index
  private readonly writer: RecordWriter
  private readonly sealed: SealedTexts
  private readonly consents: Consents
  private readonly drafts: CardDrafts
  private readonly files: Pick<FileService, 'keyed'>
  private readonly complaints: ComplaintGuard
  private readonly names: NameGuard

  constructor(
    spaces: Spaces,
    index: Index,
    writer: RecordWriter,
    sealed: SealedTexts,
    consents: Consents,
    drafts: CardDrafts,
    files: Pick<FileService, 'keyed'>,
    names: NameGuard,
  ) {
    this.spaces = spaces
    this.index = index
    this.writer = writer
    this.sealed = sealed
    this.consents = consents
    this.drafts = drafts
    this.files = files
    this.complaints = new ComplaintGuard(consents, index)
    this.names = names
  }

  list(input: CardAsk): CardPage {
    return this.index.cards(input)
  }

  /** Those of any kind with these words, our own first, newest first. */
  find(text: string): CardRow[] {
    return this.index.findCards(text, LIMITS.cardsFound)
  }

  /** Kinds of incident of our own, newest first. */
  ownTypes(): OwnTypeRow[] {
    const types = this.index.recordsOf('type').flatMap((recordId) => this.index.card(recordId) ?? [])
    return types
      .toSorted((a, b) => b.savedAt - a.savedAt)
      .map(({ recordId, fields }) => {
        const { label = '', group = null } = fields as Partial<CardFields<'type'>>
        return { recordId, label, group }
      })
  }

  /** Units and stations of those who did harm, named most first. */
  units(text: string): Unit[] {
    return this.index.units(text, LIMITS.units)
  }

  get(recordId: RecordId): Card {
    const state = present(this.index.card(recordId))
    return {
      recordId,
      spaceId: state.space,
      kind: state.kind,
      fields: withoutKeys(state.fields),
      names: namesOf(state, this.index),
      author: authorIn(this.spaces, state.space, state.organisation),
      savedAt: isoOf(state.savedAt),
      amendedAt: state.amendedAt === null ? null : isoOf(state.amendedAt),
      conflicts: conflictsForWindow(conflictsOf(state, (space, organisation) => authorIn(this.spaces, space, organisation))),
      heads: state.heads,
      versions: state.versions,
      mentions: this.index.mentions(recordId, MENTIONS),
    }
  }

  /**
   * Writes a new record. With a name under which it stands already it writes nothing and says where that is; one that is erased gets another name.
   * Throws NOT_ALLOWED for one of a kind that stays in the House, or one that names what a coalition does not have, or a file, CONSENT_MISSING, as
   * FileService.keyed, as NameGuard for what goes to a coalition, and as RecordWriter.
   */
  async create(input: {
    audience: SpaceId
    card: NewCard
    identity: Identity | null
    name: string | null
    draftId: DraftId | null
    named: string | null
  }): Promise<{ recordId: RecordId; entryId: EntryId; savedAt: string }> {
    const saved = await this.write(input)
    this.drop(input.draftId)
    return saved
  }

  private async write(input: {
    audience: SpaceId
    card: NewCard
    identity: Identity | null
    name: string | null
    named: string | null
  }): Promise<{ recordId: RecordId; entryId: EntryId; savedAt: string }> {
    const space = this.writer.writable(input.audience)
    this.guard(space, input.card.kind, input.card.fields, input.identity)
    if (input.card.kind === 'complaint') this.complaints.check(null, {}, input.card.fields)
    const organisation = organisationIdSchema.parse(toHex(space.organisationKey))
    const standing = input.name === null ? null : this.index.standing(input.audience, organisation, input.name)
    if (input.name !== null && standing === 'here') return this.written(recordIdOf(input.audience, organisation, input.name))
    const name = standing === 'erased' || input.name === null ? toHex(randomBytes(16)) : input.name
    const named = await this.files.keyed(input.card.fields, input.audience, null)
    const fields = { ...named, ...this.sealed.mark('identity', input.identity) }
    const body = this.sealed.seal(encodeBody(cardBody(name, { ...input.card, fields } as NewCard)), 'identity', input.identity)
    const going = { audience: input.audience, fields: input.card.fields, record: null }
    if (space !== this.spaces.house) await this.names.check([going], input.named, this.about(input.card.kind, [input.card.fields]))
    const { first, wall } = await this.append(space, input.card.kind, input.card.fields, body)
    if (input.card.kind === 'consent') await this.consents.carryOut()
    return {
      recordId: recordIdOf(input.audience, organisation, name),
      entryId: entryIdOf(toHex(space.own.id), first),
      savedAt: new Date(wall).toISOString(),
    }
  }

  /**
   * Amends an own record; another organisation's only gets a proposal. `identity`: takes the place of the one before, left out: that stays.
   * Throws RECORD_NOT_FOUND, RECORD_CHANGED where a head is none of the record's, NOT_ALLOWED, CONSENT_MISSING, as checkWord, as NameGuard for what goes
   * to a coalition, and as FileService.keyed.
   */
  async amend(input: {
    recordId: RecordId
    heads: EntryId[]
    change: CardChanges
    identity?: Identity | undefined
    draftId: DraftId | null
    named: string | null
  }): Promise<{ entryId: EntryId; savedAt: string }> {
    const record = present(this.index.card(input.recordId))
    if (record.kind !== input.change.kind) throw new ParasolError('BAD_INPUT', { field: 'kind' })
    if (!input.heads.every((head) => this.index.holds(input.recordId, head))) throw new ParasolError('RECORD_CHANGED')
    const space = this.writer.writable(record.space)
    const identity = input.identity ?? null
    const said = saidIn(record)
    this.guard(space, record.kind, input.change.changes, identity, said)
    if (record.kind === 'complaint') this.complaints.check(input.recordId, record.fields, input.change.changes)
    if (input.change.kind === 'consent') checkWord(record, input.change.changes)
    const named = await this.files.keyed(input.change.changes, record.space, input.recordId)
    const changes = { ...named, ...this.sealed.mark('identity', identity) }
    const amended = amendCardBody(record.name, input.heads, { ...input.change, changes } as CardChanges)
    const body = this.sealed.seal(encodeBody(amended), 'identity', identity)
    expectRoom(this.index, record, space, changes, body)
    if (space !== this.spaces.house) {
      const about = this.about(record.kind, [...said, input.change.changes])
      await this.names.check([goingTo(record, input.change.changes)], input.named, about)
    }
    const { first, wall } = await this.append(space, record.kind, input.change.changes, body, said)
    this.drop(input.draftId)
    if (record.kind === 'consent') await this.consents.carryOut()
    return { entryId: entryIdOf(toHex(space.own.id), first), savedAt: new Date(wall).toISOString() }
  }

  /** Who has not agreed that the authority has a complaint, or learns their name; as it stands, or what `changes` would need. Throws RECORD_NOT_FOUND for what is no complaint. */
  unnamable({ recordId, named, changes }: { recordId: RecordId; named: boolean; changes?: ComplaintChange | undefined }): Unnamable {
    const { kind, fields } = present(this.index.card(recordId))
    if (kind !== 'complaint') throw new ParasolError('RECORD_NOT_FOUND')
    return changes === undefined
      ? this.complaints.lacks(recordId, fields as CardFields<'complaint'>, named)
      : this.complaints.needs(recordId, fields, changes)
  }

  /** Real name and contacts of a person. Throws RECORD_NOT_FOUND where there are none, or none that may be read here. */
  async reveal(recordId: RecordId): Promise<Identity> {
    const { space } = present(this.index.card(recordId))
    return this.sealed.identity(this.spaces.get(space), recordId)
  }

  /** What a coalition is told of an incident is not told after that was taken back, also where it is just now. */
  private append(
    space: Space,
    kind: CardKind,
    fields: Said,
    body: EncodedBody,
    before: readonly Said[] = [],
  ): ReturnType<RecordWriter['append']> {
    if (space === this.spaces.house) return this.writer.append(space, [body])
    return this.consents.inTurn(() => {
      this.guard(space, kind, fields, null, before)
      return this.writer.append(space, [body])
    })
  }

  private drop(draftId: DraftId | null): void {
    if (draftId) afterwards(() => this.drafts.written(draftId))
  }

  private written(recordId: RecordId): { recordId: RecordId; entryId: EntryId; savedAt: string } {
    const [first] = this.index.history(recordId)
    const { entryId, savedAt } = present(first ?? null)
    return { recordId, entryId, savedAt }
  }

  /**
   * No real name ever goes into a coalition by this way, no original of a file, and no id of a record that it does not have: that would tie two coalitions
   * together. Nor is more told there of an incident than everybody who was harmed in it has agreed to. `before`: what it says already, whose incidents that is
   * about too.
   */
  private guard(space: Space, kind: CardKind, fields: Said, identity: Identity | null, before: readonly Said[] = []): void {
    if (space === this.spaces.house) return
    const spaceId = spaceIdSchema.parse(toHex(space.id))
    const isThere = (record: RecordId) => (this.index.card(record) ?? this.index.state(record))?.space === spaceId
    const namesFile = Object.entries(fields).some(([field, value]) => FILE_FIELD.test(field) && value !== null)
    const { references } = gistIn(kind, fields)
    if (HOUSE_ONLY.has(kind) || identity !== null || namesFile || !references.every(({ target }) => isThere(target)))
      throw new ParasolError('NOT_ALLOWED')
    const about = [...references, ...before.flatMap((said) => gistIn(kind, said).references)]
    if (!about.every(({ target }) => this.consents.mayTellOf(target))) throw new ParasolError('CONSENT_MISSING')
  }

  /** Our House records of the incidents in a coalition that something is about: they say who was harmed. */
  private about(kind: CardKind, said: readonly Said[]): About {
    const named = new Set(said.flatMap((fields) => gistIn(kind, fields).references.map(({ target }) => target)))
    const incidents = [...named].flatMap((target) => {
      const copy = this.index.state(target)
      return copy ? originalsOf(copy, this.index, this.spaces.houseId) : []
    })
    return { incidents }
  }
}
