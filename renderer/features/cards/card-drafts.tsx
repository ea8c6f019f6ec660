import { useLingui as useCatalogue } from '@lingui/react'
import { useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { CardDraft, CardKind, RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { useRouter } from '../../app/router.tsx'
import { useStillOpen } from '../../app/still-open.ts'
import { MENTION_WORDS } from '../../i18n/mentions.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useOnce } from '../../ui/use-once.ts'
import { BegunChange, OfferedDraft } from '../write/offered-draft.tsx'
import { type CardFormState, type CardStart, draftOf } from './use-card-form.ts'

/** What was begun of a kind and not saved, offered again. */
export function CardDraftsOffered({ kind }: { kind: CardKind }): ReactNode {
  const { queries } = useEngine()
  const drafts = useQuery(queries.cards.drafts.queryOptions())
  return (
    <>
      <ProblemNote of={drafts.error} />
      {drafts.data
        ?.filter((draft) => draft.kind === kind)
        .map((draft) => (
          <OfferedCardDraft key={draft.draftId} draft={draft} />
        ))}
    </>
  )
}

/** Says on the page of a record that an amendment of it was begun. */
export function CardDraftHere({ recordId }: { recordId: RecordId }): ReactNode {
  const { queries } = useEngine()
  const drafts = useQuery(queries.cards.drafts.queryOptions())
  // Whoever comes from saving it must not see it once more.
  const draft = drafts.isStale ? undefined : drafts.data?.find((each) => each.recordId === recordId)
  return (
    <>
      <ProblemNote of={drafts.error} />
      {draft === undefined ? null : <OfferedCardDraft draft={draft} isHere />}
    </>
  )
}

/**
 * A draft of a record that is no incident: its kind and what it is called, to go on with or to throw away. `isHere`: it stands on the page of that record,
 * which says both.
 */
export function OfferedCardDraft({ draft, isHere = false }: { draft: CardDraft; isHere?: boolean }): ReactNode {
  const { i18n } = useCatalogue()
  const router = useRouter()
  const throwAway = useThrowCardDraft()
  const { draftId, kind, recordId, form, updatedAt } = draft
  const acts = {
    updatedAt,
    onGoOn: () => router.go(recordId === null ? { screen: 'write-card', kind, draftId } : { screen: 'amend-card', recordId }),
    onThrowAway: () => throwAway.mutate(draft),
    isBusy: throwAway.isPending,
    error: throwAway.error,
  }
  if (isHere) return <BegunChange {...acts} />
  const title = form.texts['title'] ?? form.texts['pseudonym'] ?? form.texts['label'] ?? ''
  return <OfferedDraft {...acts} isNew={recordId === null} kind={i18n._(MENTION_WORDS[kind])} title={title.trim().slice(0, 80)} />
}

/** Throws a draft away at once, and offers to take that back. */
function useThrowCardDraft() {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const notice = useNotice()
  const again = (): Promise<void> => cache.invalidateQueries({ queryKey: queries.cards.drafts.key() })
  const bring = useOnce({
    mutationFn: (draft: CardDraft) => client.cards.saveDraft(draft),
    onSuccess: again,
    onError: () => notice(t`The draft could not be brought back.`),
  })
  return useOnce({
    mutationFn: ({ draftId }: CardDraft) => client.cards.discardDraft({ draftId }),
    onSuccess: (_, draft) => {
      notice(t`The draft is thrown away.`, () => bring.mutate(draft))
      return again()
    },
  })
}

/** Throws away what a form holds, its draft with it, and leaves. Not there before anything is kept. */
export function ThrowFormAway({ form, start, leave }: { form: CardFormState; start: CardStart; leave: () => void }): ReactNode {
  const { t } = useLingui()
  const isStillOpen = useStillOpen()
  const throwAway = useThrowCardDraft()
  if (form.kept === 'nothing' && start.draftId === null) return null
  const press = async (): Promise<void> => {
    await form.keeper.flush()
    form.keeper.close()
    const { draftId } = form.keeper
    if (draftId === null) return leave()
    const { kind, recordId, heads, name } = start
    const draft = { draftId, kind, recordId, heads, name, ...draftOf(form), updatedAt: '' }
    throwAway.mutate(draft, { onSuccess: () => isStillOpen() && leave(), onError: () => form.keeper.reopen() })
  }
  return (
    <>
      <Button look="quiet" onPress={() => void press()} isDisabled={throwAway.isPending}>{t`Throw away`}</Button>
      <ProblemNote of={throwAway.error} />
    </>
  )
}
