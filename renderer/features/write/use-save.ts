import { useLingui } from '@lingui/react/macro'
import { type UseMutationResult, useQueryClient } from '@tanstack/react-query'
import {
  type DraftFields,
  nameWords,
  type RecordId,
  type SpaceId,
  staysHere,
  type TypedGroup,
} from '../../../core/engine/contract/index.ts'
import type { EngineClient } from '../../app/client.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { useRouter } from '../../app/router.tsx'
import { useStillOpen } from '../../app/still-open.ts'
import { problemOf } from '../../i18n/problem.ts'
import { useOnce } from '../../ui/use-once.ts'
import { chosenIn, shownFiles, withoutLost } from '../files/fields.ts'
import { useLogState } from '../log/log-state.tsx'
import { harmedCalled, namedIn } from '../share/named-in.ts'
import type { ReadFirst } from '../share/use-read-first.ts'
import { readForm, type Written } from './form-model.ts'
import { letGo, linkKnown } from './known-name.ts'
import { writePassing } from './passing-cards.ts'
import { rememberRecorder } from './recorded-by.tsx'
import type { DraftForm } from './use-draft.ts'

interface Saved {
  recordId: RecordId
  /** Whether those who were to read it got it, and if not, whether a person has to ask somebody or to look at what leaves first. */
  shared: 'shared' | 'to-look-at' | 'refused'
}

/**
 * Saves the form as a new incident, and opens that. Where something stays with us, it is written for us, and what may leave is shared then. It is saved with
 * the mark of words that somebody has read, or null; `refused` is told what it failed by.
 */
export function useSave(form: DraftForm, houseId: SpaceId, refused: ReadFirst['refused']): UseMutationResult<Saved, Error, string | null> {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const router = useRouter()
  const notice = useNotice()
  const { filters, setFilters } = useLogState()
  const isStillOpen = useStillOpen()
  // A name that could not be remembered is typed again the next time: nothing to stop a save for.
  const remember = useOnce({ mutationFn: (name: string | undefined) => rememberRecorder(client, name) })
  return useOnce({
    mutationFn: async (named: string | null): Promise<Saved> => {
      const written = await settle(client, form, houseId)
      form.keeper.close()
      const draftId = form.keeper.draftId
      const { place } = written
      const fields = { ...written.fields, ...chosenIn(form.files) }
      const isWhole = place === null && !Object.entries(fields).some(([field, value]) => staysHere(field, value))
      remember.mutate(fields.recordedBy)
      if (form.audience === houseId || isWhole) {
        const audience = form.audience
        const { recordId } = await client.records.create({ audience, fields, place, draftId, named })
        return { recordId, shared: 'shared' }
      }
      const { recordId } = await client.records.create({ audience: houseId, fields, place, draftId })
      return { recordId, shared: await share(client, recordId, form.audience) }
    },
    onMutate: () => notice(null),
    onError: (error) => {
      form.keeper.reopen()
      refused(error)
    },
    onSuccess: ({ recordId, shared }) => {
      const goesToShare = shared === 'to-look-at' && isStillOpen()
      if (goesToShare) notice(t`Saved on this computer, for us only. It is not shared yet.`)
      else if (shared !== 'shared')
        notice(t`Saved on this computer, for us only. It is not shared yet: press “Share with a coalition…” to see why.`)
      else
        notice(form.audience === houseId ? t`Saved on this computer.` : t`Saved on this computer. Partners get it when you are connected.`)
      for (const queryKey of [queries.drafts.key(), queries.records.key(), queries.cards.key(), queries.settings.key()])
        void cache.invalidateQueries({ queryKey })
      // What was searched before may not be in it, and would hide it.
      if (filters.text !== '') setFilters({ text: '' })
      if (isStillOpen()) router.replace({ screen: 'log', recordId })
      // That screen names who has to be asked, and what may name somebody.
      if (goesToShare) router.go({ screen: 'share', recordId, audience: form.audience })
    },
  })
}

/**
 * The form as it is written: with the records of ours by whose names somebody is called, and with new ones for those who were added in passing, which the
 * draft names first. `houseId`: null in a coalition, where no record names anybody. `before` and `record`: where an incident is amended, lists of the form as they were, and its fields.
 * Throws where the engine does.
 */
export async function settle(
  client: EngineClient,
  form: DraftForm,
  houseId: SpaceId | null,
  before: DraftFields['lists'] = {},
  record: Readonly<Record<string, unknown>> = {},
): Promise<Written> {
  let draft: DraftFields = form.fields
  const named = (field: string, item: TypedGroup): void => {
    draft = { ...draft, lists: { ...draft.lists, [field]: item } }
    form.setFields((now) => ({ lists: { ...now.lists, [field]: item } }))
  }
  if (houseId !== null) {
    await linkKnown(client, houseId, draft, before, named)
    await writePassing(client, houseId, draft, named)
    // Last: by the name alone nobody else is meant who is called so.
    await letGo(client, draft, named)
  }
  await form.keeper.flush()
  const written = readForm(draft)
  if ('problems' in written) throw new Error('the form was read before')
  return { ...written, fields: withoutLost(written.fields, shownFiles(record, form.files)) }
}

/** It is saved for us whatever becomes of this: what went wrong is not told as if nothing were. */
async function share(client: EngineClient, recordId: RecordId, audience: SpaceId): Promise<Saved['shared']> {
  try {
    const [{ heads, fields, named }, ours] = await Promise.all([
      client.records.shareable({ recordId, audience }),
      client.records.get({ recordId }),
    ])
    if (named !== null || namedIn(Object.entries(fields), nameWords(harmedCalled(ours.fields, ours.names), true)).length > 0)
      return 'to-look-at'
    await client.records.share({ recordId, heads, audience })
    return 'shared'
  } catch (error) {
    // The page for sharing says what stands in the way, and the person is told to go there.
    return ['CONSENT_MISSING', 'NAME_IN_WORDS'].includes(problemOf(error).code) ? 'to-look-at' : 'refused'
  }
}
