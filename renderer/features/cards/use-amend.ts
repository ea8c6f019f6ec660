import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type Card, cardChangesSchema, type DraftId, type Identity } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import type { Fields } from './form-model.ts'

/** Writes changes of a record, and asks anew for what hangs on it. */
export function useWriteChanges(
  card: Card,
): (changes: Fields, besides?: { identity?: Identity; draftId?: DraftId | null }) => Promise<void> {
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  return async (changes, besides = {}) => {
    const change = cardChangesSchema.parse({ kind: card.kind, changes })
    await client.cards.amend({ recordId: card.recordId, heads: card.heads, change, ...besides })
    await Promise.all([
      cache.invalidateQueries({ queryKey: queries.cards.key() }),
      cache.invalidateQueries({ queryKey: queries.records.key() }),
    ])
  }
}

/** A change of a record that one click makes, and what is said when it is on the disk. */
export function useOneClick(card: Card) {
  const write = useWriteChanges(card)
  const notice = useNotice()
  return useMutation({
    mutationFn: ({ changes }: { changes: Fields; words: string }) => write(changes),
    onMutate: () => notice(null),
    onSuccess: (_, { words }) => notice(words),
  })
}
