import { ParasolError } from '../../error.ts'
import type { State } from '../../vault/state/state.ts'

/** Keeps what is half written, sealed in state.db and on the disk on return. When that was, ISO 8601. Throws TEXT_TOO_LONG for more than 1 MiB. */
export function keepDraft(state: State, draftId: string, input: object): string {
  const updatedAt = new Date().toISOString()
  try {
    state.drafts.put({ draftId, value: { ...input, draftId, updatedAt }, updatedAt })
  } catch (error) {
    if (error instanceof RangeError) throw new ParasolError('TEXT_TOO_LONG', { field: 'draft' }, { cause: error })
    throw error
  }
  return updatedAt
}
