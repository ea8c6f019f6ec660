import { useQuery } from '@tanstack/react-query'
import type { CardKind, RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { type Route, useRouter } from '../../app/router.tsx'
import { today } from './day-groups.ts'

/** More than these are not counted: whoever has more has other worries than the number. */
const COUNTED = 200

/** How many things are due today or late, up to COUNTED; a name that somebody outside is not to know any more waits since it was taken back. */
export function useLateCount(): number {
  const { queries } = useEngine()
  const due = useQuery(queries.cards.due.queryOptions({ input: { limit: COUNTED } }))
  const now = today()
  return due.data?.rows.filter(({ why, day }) => why === 'name' || (day !== null && day <= now)).length ?? 0
}

/** Of what kind the record is that is open, or about to be written; null where none is. */
export function useOpenKind(): CardKind | null {
  const { queries } = useEngine()
  const { route } = useRouter()
  const recordId = recordIn(route)
  const input = { recordId: recordId ?? ('' as RecordId) }
  const open = useQuery({ ...queries.cards.get.queryOptions({ input }), enabled: recordId !== null })
  if (route.screen === 'write-card') return route.kind
  return recordId === null ? null : (open.data?.kind ?? null)
}

const recordIn = (route: Route): RecordId | null => (route.screen === 'card' || route.screen === 'amend-card' ? route.recordId : null)
