import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Draft, RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { BegunChange, OfferedDraft } from './offered-draft.tsx'
import { useThrowAway } from './use-throw-away.ts'

/** An incident that was half written, or an amendment of one: to go on with or to throw away. `isHere`: it stands on the page of that incident. */
export function OfferedIncident({ draft, isHere = false }: { draft: Draft; isHere?: boolean }): ReactNode {
  const { go } = useRouter()
  const discard = useThrowAway()
  const { draftId, recordId, heads, audience, fields, files, updatedAt } = draft
  const acts = {
    updatedAt,
    onGoOn: () => go(recordId === null ? { screen: 'write', draftId } : { screen: 'amend', recordId, draftId }),
    onThrowAway: () => discard.mutate({ draftId, content: { recordId, heads, audience, fields, files } }),
    isBusy: discard.isPending,
    error: discard.error,
  }
  if (isHere) return <BegunChange {...acts} />
  return <OfferedDraft {...acts} isNew={recordId === null} title={fields.title.trim().slice(0, 80)} />
}

/** Says on the page of an incident that an amendment of it was begun. */
export function IncidentDraft({ recordId }: { recordId: RecordId }): ReactNode {
  const { queries } = useEngine()
  const drafts = useQuery(queries.drafts.list.queryOptions())
  // Whoever comes from saving it must not see it once more.
  const draft = drafts.isStale ? undefined : drafts.data?.find((each) => each.recordId === recordId)
  return (
    <>
      <ProblemNote of={drafts.error} />
      {draft === undefined ? null : <OfferedIncident draft={draft} isHere />}
    </>
  )
}
