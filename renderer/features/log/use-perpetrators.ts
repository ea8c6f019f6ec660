import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { type CardRow, LIMITS, type RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { textOf } from '../cards/form-model.ts'

const NONE: readonly CardRow[] = []

/** Those whom we know to have done harm and who have these words, the ones written down last; not `isAnswered`: still those with the words before. Where they cannot be read, others can be chosen all the same. */
export function usePerpetrators(text = ''): { rows: readonly CardRow[]; isAnswered: boolean; problem: unknown } {
  const { queries } = useEngine()
  const list = useQuery({
    ...queries.cards.list.queryOptions({ input: { kind: 'perpetrator', text, limit: LIMITS.filterRecords } }),
    placeholderData: keepPreviousData,
  })
  return {
    rows: list.data?.rows ?? NONE,
    isAnswered: (list.data !== undefined && !list.isPlaceholderData) || list.isError,
    problem: list.error,
  }
}

/** What some of them are called. */
export function usePerpetratorNames(records: readonly RecordId[]): ReadonlyMap<RecordId, string> {
  const { queries } = useEngine()
  const { rows, isAnswered } = usePerpetrators()
  const names = new Map(rows.filter(({ recordId }) => records.includes(recordId)).map(({ recordId, label }) => [recordId, label]))
  // Who was found by a search, or stands in a view that was kept, may have been written down long before those.
  const others = isAnswered ? records.filter((recordId) => !names.has(recordId)) : []
  const cards = useQueries({ queries: others.map((recordId) => queries.cards.get.queryOptions({ input: { recordId } })) })
  for (const { data } of cards) if (data !== undefined) names.set(data.recordId, textOf(data.fields['label']))
  return names
}
