import { Plural } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { CardDraft, Draft } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { More } from '../../ui/more.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { OfferedCardDraft } from '../cards/card-drafts.tsx'
import { OfferedIncident } from '../write/incident-draft.tsx'

const SHOWN = 2

/** What was begun and not saved is offered again: incidents, and records of the other kinds, newest first. */
export function DraftsOffered(): ReactNode {
  const { queries } = useEngine()
  const drafts = useQuery(queries.drafts.list.queryOptions())
  const cardDrafts = useQuery(queries.cards.drafts.queryOptions())
  const newest = [...(drafts.data ?? []), ...(cardDrafts.data ?? [])].toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt))
  const rest = newest.slice(SHOWN)
  const offer = (draft: Draft | CardDraft): ReactNode =>
    'kind' in draft ? <OfferedCardDraft key={draft.draftId} draft={draft} /> : <OfferedIncident key={draft.draftId} draft={draft} />
  return (
    <>
      <ProblemNote of={drafts.error ?? cardDrafts.error} />
      {newest.slice(0, SHOWN).map(offer)}
      {rest.length > 0 ? (
        <div className="drafts-rest">
          <More title={<Plural value={rest.length} one="# older draft is kept too" other="# older drafts are kept too" />}>
            <div className="drafts-older">{rest.map(offer)}</div>
          </More>
        </div>
      ) : null}
    </>
  )
}
