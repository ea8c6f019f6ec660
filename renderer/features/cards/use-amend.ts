import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { type Card, cardChangesSchema, type DraftId, type EntryId, type Identity } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { useOnce } from '../../ui/use-once.ts'
import { type Fields, saidBefore } from './form-model.ts'

/** What an amendment says beside its changes. `heads`: what it stands on; left out, what the record stood on when it was read. */
interface Besides {
  identity?: Identity
  draftId?: DraftId | null
  heads?: EntryId[]
  /** The mark of words that somebody has read and lets go. */
  named?: string | null
}

/** Writes changes of a record, and asks anew for what hangs on it; the entry that says them. */
export function useWriteChanges(card: Card): (changes: Fields, besides?: Besides) => Promise<EntryId> {
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  return async (changes, besides = {}) => {
    const change = cardChangesSchema.parse({ kind: card.kind, changes })
    const { entryId } = await client.cards.amend({ recordId: card.recordId, heads: card.heads, change, ...besides })
    await Promise.all([
      cache.invalidateQueries({ queryKey: queries.cards.key() }),
      cache.invalidateQueries({ queryKey: queries.records.key() }),
    ])
    return entryId
  }
}

interface OneClick {
  changes: Fields
  words: string
  /** With Undo in the notice, which writes back what these fields said before. */
  undo?: boolean
  /** The mark of words that somebody has read and lets go. */
  named?: string | null
  /** Once it is on the disk, also where the form that it comes from is gone by then. */
  onSaved?: () => void
}

/** A change of a record that one click makes, and what is said when it is on the disk. */
export function useOneClick(card: Card) {
  const { t } = useLingui()
  const write = useWriteChanges(card)
  const notice = useNotice()
  // On the entry that is undone: what another computer said meanwhile is not overruled unseen.
  const undo = useOnce({
    mutationFn: ({ entryId, before }: { entryId: EntryId; before: Fields }) => write(before, { heads: [entryId] }),
    onSuccess: () => notice(t`Undone. It says what it said before.`),
    onError: () => notice(t`This could not be undone. It says what it said last.`),
  })
  return useOnce({
    mutationFn: async ({ changes, named = null }: OneClick) => {
      const before = saidBefore(card.kind, card.fields, changes)
      return { entryId: await write(changes, { named }), before }
    },
    onMutate: () => notice(null),
    onSuccess: (written, { words, undo: undoes, onSaved }) => {
      notice(words, undoes === true ? () => undo.mutate(written) : undefined)
      onSaved?.()
    },
  })
}
