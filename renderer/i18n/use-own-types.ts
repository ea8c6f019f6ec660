import { useQuery } from '@tanstack/react-query'
import { CODES, type IncidentTypeGroup, type OwnTypeRow, type RecordId } from '../../core/engine/contract/index.ts'
import { useEngine } from '../app/engine.tsx'

/** A kind of incident of the organisation's own, as `types` of an incident has it. */
export interface OwnType {
  recordId: RecordId
  slug: string
  label: string
  group: IncidentTypeGroup | null
}

/** The kinds of the organisation's own: one answer for the whole window, asked for again when a record changes. */
export function useOwnTypes(): readonly OwnType[] {
  const { queries } = useEngine()
  const list = useQuery({ ...queries.cards.ownTypes.queryOptions(), select: ownTypes })
  return list.data ?? NONE
}

const NONE: readonly OwnType[] = []

/** One function for every row of a list: what it makes of one answer is kept as long as that. */
function ownTypes(rows: readonly OwnTypeRow[]): OwnType[] {
  return rows.map(({ recordId, label, group }) => ({
    recordId,
    // The name of its record: what stands before the hash in the id.
    slug: `own:${recordId.slice(0, 32)}`,
    label,
    group: CODES.typeGroup.find((one) => one === group) ?? null,
  }))
}
