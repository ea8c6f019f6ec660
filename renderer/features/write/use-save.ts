import { useLingui } from '@lingui/react/macro'
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { type DraftFields, type RecordId, type SpaceId, staysHere } from '../../../core/engine/contract/index.ts'
import type { EngineClient } from '../../app/client.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { useRouter } from '../../app/router.tsx'
import { useStillOpen } from '../../app/still-open.ts'
import { readForm, type Written } from './form-model.ts'
import { writePassing } from './passing-cards.ts'
import { rememberRecorder } from './recorded-by.tsx'
import type { DraftForm } from './use-draft.ts'

interface Saved {
  recordId: RecordId
  /** Whether those who were to read it got it. */
  isShared: boolean
}

/** Saves the form as a new incident, and opens that. Where something stays with us, it is written for us, and what may leave is shared then. */
export function useSave(form: DraftForm, houseId: SpaceId): UseMutationResult<Saved, Error, void> {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const router = useRouter()
  const notice = useNotice()
  const isStillOpen = useStillOpen()
  // A name that could not be remembered is typed again the next time: nothing to stop a save for.
  const remember = useMutation({ mutationFn: (name: string | undefined) => rememberRecorder(client, name) })
  return useMutation({
    mutationFn: async (): Promise<Saved> => {
      const written = await settle(client, form, houseId)
      form.keeper.close()
      const draftId = form.keeper.draftId
      const { fields, place } = written
      const isWhole = place === null && !Object.entries(fields).some(([field, value]) => staysHere(field, value))
      remember.mutate(fields.recordedBy)
      if (form.audience === houseId || isWhole) {
        const audience = form.audience
        const { recordId } = await client.records.create({ audience, fields, place, draftId })
        return { recordId, isShared: true }
      }
      const { recordId } = await client.records.create({ audience: houseId, fields, place, draftId })
      return { recordId, isShared: await share(client, recordId, form.audience) }
    },
    onMutate: () => notice(null),
    onError: () => form.keeper.reopen(),
    onSuccess: ({ recordId, isShared }) => {
      if (!isShared) notice(t`Saved on this computer, for us only. It is not shared yet: press “Share with a coalition…” to see why.`)
      else
        notice(form.audience === houseId ? t`Saved on this computer.` : t`Saved on this computer. Partners get it when you are connected.`)
      for (const queryKey of [queries.drafts.key(), queries.records.key(), queries.cards.key(), queries.settings.key()])
        void cache.invalidateQueries({ queryKey })
      if (isStillOpen()) router.replace({ screen: 'log', recordId })
    },
  })
}

/** The form as it is written: with records for those who were added in passing, which the draft names first. Throws where they could not be written. */
export async function settle(client: EngineClient, form: DraftForm, houseId: SpaceId): Promise<Written> {
  let draft: DraftFields = form.fields
  await writePassing(client, houseId, draft, (field, item) => {
    draft = { ...draft, lists: { ...draft.lists, [field]: item } }
    form.setFields((now) => ({ lists: { ...now.lists, [field]: item } }))
  })
  await form.keeper.flush()
  const written = readForm(draft)
  if ('problems' in written) throw new Error('the form was read before')
  return written
}

/** It is saved for us whatever becomes of this: what went wrong is not told as if nothing were. */
async function share(client: EngineClient, recordId: RecordId, audience: SpaceId): Promise<boolean> {
  try {
    const { heads } = await client.records.shareable({ recordId })
    await client.records.share({ recordId, heads, audience })
    return true
  } catch {
    // The page for sharing says what stands in the way, and the person is told to go there.
    return false
  }
}
