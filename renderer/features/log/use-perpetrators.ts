import { useQuery } from '@tanstack/react-query'
import { type CardRow, LIMITS, type RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'

/** Those whom we know to have done harm, the ones written down last: as many as one filter may name. */
export function usePerpetrators(): readonly CardRow[] {
  const { queries } = useEngine()
  const list = useQuery(queries.cards.list.queryOptions({ input: { kind: 'perpetrator', limit: LIMITS.filterRecords } }))
  return list.data?.rows ?? []
}

/** What some of them are called. */
export function usePerpetratorNames(records: readonly RecordId[]): ReadonlyMap<RecordId, string> {
  const rows = usePerpetrators()
  return new Map(rows.filter(({ recordId }) => records.includes(recordId)).map(({ recordId, label }) => [recordId, label]))
}
