import { useQueries } from '@tanstack/react-query'
import { recordIdSchema } from '../../core/engine/contract/index.ts'
import { isNotFound } from '../i18n/problem.ts'
import { useEngine } from './engine.tsx'

/** Those of some records that are not here any more: a form that names one says so before it is saved. What is no id is none. */
export function useGone(ids: readonly string[], of: 'card' | 'incident'): ReadonlySet<string> {
  const { queries } = useEngine()
  const records = ids.flatMap((id) => recordIdSchema.safeParse(id).data ?? [])
  const found = useQueries({
    queries: records.map((recordId) => {
      const input = { recordId }
      const { queryKey, queryFn } = of === 'card' ? queries.cards.get.queryOptions({ input }) : queries.records.get.queryOptions({ input })
      return { queryKey, queryFn, retry: false } as const
    }),
  })
  return new Set(records.filter((_, index) => isNotFound(found[index]?.error)))
}
