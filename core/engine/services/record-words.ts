import { referencesOf } from '../../index/card-words.ts'
import type { Index } from '../../index/index.ts'
import type { CardState, RecordState } from '../../records/fold.ts'
import type { RecordId } from '../contract/index.ts'

/** What the records are called that one names, as far as they are here. */
export function namesOf(state: CardState | RecordState, index: Index): Record<RecordId, string> {
  const names: Record<RecordId, string> = {}
  for (const { target } of referencesOf(state)) {
    const name = index.label(target) ?? index.state(target)?.fields.title
    if (name !== undefined) names[target] = name
  }
  return names
}
