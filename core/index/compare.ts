import { isDeepStrictEqual } from 'node:util'
import type { CardState, RecordState } from '../records/fold.ts'

/** Tells every record that is not as it was; returns how many. */
export function compare<S extends RecordState | CardState>(
  before: readonly S[],
  after: readonly S[],
  tell: (was: S | null, is: S | null) => void,
): number {
  const was = new Map(before.map((state) => [state.recordId, state]))
  let changed = 0
  const say = (old: S | null, now: S | null): void => {
    if (old && now && isDeepStrictEqual(old, now)) return
    changed++
    tell(old, now)
  }
  for (const state of after) {
    say(was.get(state.recordId) ?? null, state)
    was.delete(state.recordId)
  }
  for (const state of was.values()) say(state, null)
  return changed
}
