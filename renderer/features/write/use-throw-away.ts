import { useLingui } from '@lingui/react/macro'
import { type UseMutationResult, useQueryClient } from '@tanstack/react-query'
import type { DraftId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { useStillOpen } from '../../app/still-open.ts'
import { useOnce } from '../../ui/use-once.ts'
import type { DraftContent } from './draft-keeper.ts'
import type { DraftForm, DraftStart } from './use-draft.ts'

export interface Thrown {
  draftId: DraftId
  content: DraftContent
}

/** Throws a draft away at once, and offers to take that back. */
export function useThrowAway(): UseMutationResult<object, Error, Thrown> {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const notice = useNotice()
  const again = (): Promise<void> => cache.invalidateQueries({ queryKey: queries.drafts.key() })
  // The cache keeps a mutation going when the screen that began it has closed.
  const bring = useOnce({
    // The same one again: a list that does not know it yet leads to it all the same.
    mutationFn: ({ draftId, content }: Thrown) => client.drafts.save({ ...content, draftId }),
    onSuccess: again,
    onError: () => notice(t`The draft could not be brought back.`),
  })
  return useOnce({
    mutationFn: ({ draftId }: Thrown) => client.drafts.discard({ draftId }),
    onSuccess: (_, thrown) => {
      notice(t`The draft is thrown away.`, () => bring.mutate(thrown))
      return again()
    },
  })
}

/** Throws away what a form holds, its draft with it, and leaves, unless the person has left meanwhile. Where the draft stays, so does the form, and `error` says why. */
export function useThrowFormAway(
  start: DraftStart,
  { keeper, audience, fields, files }: DraftForm,
  leave: () => void,
): { throwAway: () => void; error: Error | null; isPending: boolean } {
  const { mutateAsync, error, isPending } = useThrowAway()
  const isStillOpen = useStillOpen()
  const throwAway = async (): Promise<void> => {
    await keeper.flush()
    keeper.close()
    const { draftId } = keeper
    if (draftId !== null) {
      try {
        await mutateAsync({ draftId, content: { recordId: start.recordId, heads: start.heads, audience, fields, files } })
      } catch {
        // `error` says it on the screen.
        keeper.reopen()
        return
      }
    }
    if (isStillOpen()) leave()
  }
  return { throwAway: () => void throwAway(), error, isPending }
}
