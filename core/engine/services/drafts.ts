import { randomBytes, toHex } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import type { State } from '../../vault/state/state.ts'
import type { Changes } from '../changes.ts'
import { type Draft, draftIdSchema, draftSchema } from '../contract/index.ts'
import type { DraftFileKeeper } from './draft-files.ts'
import { keepDraft } from './keep-draft.ts'

const DRAFTS_MAX = 200

/** Half-written records, sealed in state.db and synced with every save. */
export class DraftService {
  private readonly state: State
  private readonly changes: Changes

  private readonly files: DraftFileKeeper

  constructor(state: State, files: DraftFileKeeper, changes: Changes) {
    this.state = state
    this.files = files
    this.changes = changes
  }

  /** Newest first. One that a later version wrote is left alone, and not shown. */
  list(): Draft[] {
    return this.state.drafts.list().flatMap(({ value }) => draftSchema.safeParse(value).data ?? [])
  }

  /** Keeps a draft; without an id a new one is begun. On return it is on the disk. Throws TEXT_TOO_LONG for more than 1 MiB. */
  save(input: Omit<Draft, 'draftId' | 'updatedAt'> & { draftId: Draft['draftId'] | null }): Pick<Draft, 'draftId' | 'updatedAt'> {
    const draftId = input.draftId ?? draftIdSchema.parse(toHex(randomBytes(16)))
    if (!input.draftId && this.list().length >= DRAFTS_MAX) throw new ParasolError('BAD_INPUT', { field: 'drafts', limit: DRAFTS_MAX })
    const updatedAt = this.state.transaction(() =>
      keepDraft(this.state, draftId, { ...input, files: this.files.merge(draftId, input.files) }),
    )
    this.changes.publish('drafts')
    return { draftId, updatedAt }
  }

  /** What was written in it is thrown away, and so are its files. */
  discard(draftId: Draft['draftId']): void {
    this.state.transaction(() => {
      this.files.letGo(draftId)
      this.state.drafts.remove(draftId)
    })
    this.changes.publish('drafts')
  }

  /** It is a record now, which has its files. */
  written(draftId: Draft['draftId']): void {
    if (this.state.drafts.remove(draftId)) this.changes.publish('drafts')
  }
}
