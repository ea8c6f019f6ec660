import { useLingui } from '@lingui/react/macro'
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import type { DraftId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import type { DraftContent } from './draft-keeper.ts'

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
  const bring = useMutation({
    mutationFn: (content: DraftContent) => client.drafts.save({ ...content, draftId: null }),
    onSuccess: again,
    onError: () => notice(t`The draft could not be brought back.`),
  })
  return useMutation({
    mutationFn: ({ draftId }: Thrown) => client.drafts.discard({ draftId }),
    onSuccess: (_, { content }) => {
      notice(t`The draft is thrown away.`, () => bring.mutate(content))
      return again()
    },
  })
}
