import { randomBytes, toHex } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import type { State } from '../../vault/state/state.ts'
import type { Changes } from '../changes.ts'
import { type CardDraft, cardDraftSchema, type DraftId, draftIdSchema, LIMITS } from '../contract/index.ts'
import type { DraftFileKeeper } from './draft-files.ts'
import { keepDraft } from './keep-draft.ts'

/** Half-written records of the kinds beside incidents, sealed in state.db and synced with every save. */
export class CardDrafts {
  private readonly state: State
  private readonly changes: Changes

  private readonly files: DraftFileKeeper

  constructor(state: State, files: DraftFileKeeper, changes: Changes) {
    this.state = state
    this.files = files
    this.changes = changes
  }

  /** Newest first. Other drafts, and ones that a later version wrote, are left alone. */
  list(): CardDraft[] {
    return this.state.drafts.list().flatMap(({ value }) => cardDraftSchema.safeParse(value).data ?? [])
  }

  /** Keeps a draft; without an id a new one is begun. On return it is on the disk. Throws TEXT_TOO_LONG for more than 1 MiB, BAD_INPUT for one too many. */
  save(input: Omit<CardDraft, 'draftId' | 'updatedAt'> & { draftId: DraftId | null }): Pick<CardDraft, 'draftId'> {
    const draftId = input.draftId ?? draftIdSchema.parse(toHex(randomBytes(16)))
    if (input.draftId === null && this.list().length >= LIMITS.cardDrafts)
      throw new ParasolError('BAD_INPUT', { field: 'drafts', limit: LIMITS.cardDrafts })
    this.state.transaction(() => keepDraft(this.state, draftId, { ...input, files: this.files.merge(draftId, input.files) }))
    this.changes.publish('drafts')
    return { draftId }
  }

  /** What was written in it is thrown away, and so are its files. */
  discard(draftId: DraftId): void {
    this.state.transaction(() => {
      this.files.letGo(draftId)
      this.state.drafts.remove(draftId)
    })
    this.changes.publish('drafts')
  }

  /** It is a record now, which has its files. */
  written(draftId: DraftId): void {
    if (this.state.drafts.remove(draftId)) this.changes.publish('drafts')
  }
}
