import { ParasolError } from '../../error.ts'
import { gistOf } from '../../index/gist.ts'
import type { Index } from '../../index/index.ts'
import type { CardState, RecordState } from '../../records/fold.ts'
import { LIST_FIELD } from '../contract/field-spec.ts'
import type { IncidentChanges, RecordId, SpaceId } from '../contract/index.ts'

/** Records that one is shown with by name: each is looked up, and a member may write one that names very many. */
export const NAMES_MAX = 64

/** What the records are called that one names, as far as they are here: of the first NAMES_MAX of them. */
export function namesOf(
  state: Pick<CardState, 'kind' | 'fields'> | Pick<RecordState, 'fields'>,
  index: Pick<Index, 'label' | 'title'>,
): Record<RecordId, string> {
  const names: Record<RecordId, string> = {}
  const targets = new Set(gistOf(state).references.map(({ target }) => target))
  for (const target of [...targets].slice(0, NAMES_MAX)) {
    const name = index.label(target) ?? index.title(target)
    if (name !== null) names[target] = name
  }
  return names
}

/** Without what is taken out of a list that the copy does not have it in: that would tell that there was somebody. */
export function told({ fields }: RecordState, changes: IncidentChanges): IncidentChanges {
  const out: IncidentChanges & Record<string, unknown> = { ...changes }
  for (const [field, value] of Object.entries(changes))
    if (value === null && LIST_FIELD.test(field) && !(field in fields)) delete out[field]
  return out
}

/** The House records that say who was harmed: in a coalition they bear other names. None for what was written there. */
export const originalsOf = (record: RecordState, index: Pick<Index, 'housesOf' | 'state'>, house: SpaceId): RecordState[] =>
  record.space === house ? [record] : index.housesOf(record.recordId).flatMap((original) => index.state(original) ?? [])

/** Throws RECORD_NOT_FOUND where there is none. */
export function present<T>(value: T | null): T {
  if (value === null) throw new ParasolError('RECORD_NOT_FOUND')
  return value
}
