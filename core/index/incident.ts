import type { Conflict, Incident } from '../engine/contract/incident.ts'
import type { CardState, RecordState } from '../records/fold.ts'
import type { NameAuthor } from '../records/history.ts'
import { isoOf } from '../records/version.ts'
import type { Tied } from './ties.ts'

/** What the index says of an incident. */
export type IncidentHere = Omit<Incident, 'disputed' | 'names' | 'mentions'>

/** Fields with several values, in the words of the contract. */
export const conflictsOf = (state: CardState | RecordState, author: NameAuthor): Conflict[] =>
  state.conflicts.map(({ field, values }) => ({
    field,
    values: values.map(({ value, entryId, organisation, own, wall }) => ({
      value,
      entryId,
      author: author(state.space, organisation, own),
      savedAt: isoOf(wall),
    })),
  }))

/** A record in the words of the contract. */
export function incidentOf(
  state: RecordState,
  author: NameAuthor,
  { sharedAs, takenBack, madeFrom }: Tied = { sharedAs: [], takenBack: [], madeFrom: null },
): IncidentHere {
  return {
    recordId: state.recordId,
    spaceId: state.space,
    fields: state.fields,
    author: author(state.space, state.organisation, state.own),
    savedAt: isoOf(state.savedAt),
    amendedAt: state.amendedAt === null ? null : isoOf(state.amendedAt),
    conflicts: conflictsOf(state, author),
    heads: state.heads,
    versions: state.versions,
    sharedAs: sharedAs.map(({ space, recordId }) => ({ spaceId: space, recordId })),
    takenBack: takenBack.map(({ space, until }) => ({ spaceId: space, until: isoOf(until) })),
    madeFrom,
  }
}
