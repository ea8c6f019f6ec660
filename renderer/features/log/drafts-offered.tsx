import { Plural } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { CardDraft, Draft } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { More } from '../../ui/more.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { OfferedCardDraft } from '../cards/card-drafts.tsx'
import { OfferedDraft } from '../write/offered-draft.tsx'
import { useThrowAway } from '../write/use-throw-away.ts'

const SHOWN = 2

/** What was begun and not saved is offered again: incidents, and records of the other kinds, newest first. */
export function DraftsOffered(): ReactNode {
  const { queries } = useEngine()
  const drafts = useQuery(queries.drafts.list.queryOptions())
  const cardDrafts = useQuery(queries.cards.drafts.queryOptions())
  const newest = [...(drafts.data ?? []), ...(cardDrafts.data ?? [])].toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt))
  const rest = newest.slice(SHOWN)
  const offer = (draft: Draft | CardDraft): ReactNode =>
    'kind' in draft ? <OfferedCardDraft key={draft.draftId} draft={draft} /> : <Offered key={draft.draftId} draft={draft} />
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

function Offered({ draft }: { draft: Draft }): ReactNode {
  const { go } = useRouter()
  const discard = useThrowAway()
  const { draftId, recordId, heads, audience, fields, files, updatedAt } = draft
  return (
    <OfferedDraft
      updatedAt={updatedAt}
      isNew={recordId === null}
      title={fields.title.trim().slice(0, 80)}
      onGoOn={() => go(recordId === null ? { screen: 'write', draftId } : { screen: 'amend', recordId, draftId })}
      onThrowAway={() => discard.mutate({ draftId, content: { recordId, heads, audience, fields, files } })}
      isBusy={discard.isPending}
      error={discard.error}
    />
  )
}
