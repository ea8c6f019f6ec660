import { randomBytes, toHex } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import type { State } from '../../vault/state/state.ts'
import type { Changes } from '../changes.ts'
import { type CardDraft, cardDraftSchema, type DraftId, draftIdSchema, LIMITS } from '../contract/index.ts'
import { keepDraft } from './keep-draft.ts'

/** Half-written records of the kinds beside incidents, sealed in state.db and synced with every save. */
export class CardDrafts {
  private readonly state: State
  private readonly changes: Changes

  constructor(state: State, changes: Changes) {
    this.state = state
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
    keepDraft(this.state, draftId, input)
    this.changes.publish('drafts')
    return { draftId }
  }

  discard(draftId: DraftId): void {
    if (this.state.drafts.remove(draftId)) this.changes.publish('drafts')
  }
}
