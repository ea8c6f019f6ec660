import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { FormKey, KeptForm } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { DraftKeeper, type KeptState } from './draft-keeper.ts'
import { useFlush } from './use-flush.ts'

/** There is one draft of a form on the page of a record. */
type TheDraft = 'the draft'

export interface FormDraft {
  key: FormKey
  /** What was half written when the page was opened, whatever became of it; null where nothing was. */
  begun: KeptForm | null
  /** What is half written; null where nothing is, undefined while that is not known. */
  start: KeptForm | null | undefined
  /** Takes what the form holds now; a form without a word is no draft. */
  keep(form: KeptForm): void
  /** Resolves when all that it took is on the disk: whether it is. */
  flush(): Promise<boolean>
  /** It was saved, or is to be forgotten. Does not throw: `keptProblem` says what is in the way. */
  drop(): Promise<void>
  kept: KeptState
  keptProblem: unknown
}

const isEmpty = ({ texts, lists, dates, flags, files }: KeptForm): boolean =>
  [...Object.values(texts), ...Object.values(dates)].every((text) => text.trim() === '') &&
  Object.values(lists).every((list) => list.length === 0) &&
  Object.values(flags).every((flag) => !flag) &&
  [files?.here, files?.coming].every((some) => Object.values(some ?? {}).every((file) => file === null))

/** The draft of a form that stands on the page of a record, kept with every change, on blur and when the page closes. */
export function useFormDraft({ form, recordId, item }: FormKey): FormDraft {
  const { client, queries } = useEngine()
  const key: FormKey = { form, recordId, ...(item === undefined ? {} : { item }) }
  const [start, setStart] = useState<KeptForm | null | undefined>(undefined)
  const [begun, setBegun] = useState<KeptForm | null>(null)
  const [kept, setKept] = useState<{ state: KeptState; problem: unknown }>({ state: 'nothing', problem: null })
  const [keeper] = useState(
    () =>
      new DraftKeeper<{ draft: KeptForm }, TheDraft>(
        {
          save: async ({ draft }) => {
            await client.drafts.keepForm({ ...key, draft })
            return { draftId: 'the draft' }
          },
        },
        null,
        (state, problem) => setKept({ state, problem }),
      ),
  )
  // Asked for once: what is typed from then on is the form's.
  const before = useQuery({
    ...queries.drafts.ofForm.queryOptions({ input: key }),
    enabled: start === undefined,
    gcTime: 0,
  })
  if (start === undefined && before.data !== undefined && !before.isFetching) {
    setStart(before.data.draft)
    setBegun(before.data.draft)
  }
  useFlush(keeper)
  const drop = (): Promise<void> => {
    setStart(null)
    return keeper.drop(() => client.drafts.dropForm(key))
  }
  return {
    key,
    begun,
    start,
    keep: (draft) => {
      if (isEmpty(draft)) {
        void drop()
        return
      }
      setStart(draft)
      keeper.update({ draft })
    },
    flush: () => keeper.flush(),
    drop,
    kept: kept.state,
    keptProblem: kept.problem ?? before.error,
  }
}

/** Keeps what a form holds whenever that is another than it began with. Null: nothing is to be kept. */
export function useKeep({ keep, drop }: FormDraft, form: KeptForm | null): void {
  const text = JSON.stringify(form)
  const before = useRef(text)
  const act = useRef({ keep, drop })
  act.current = { keep, drop }
  useEffect(() => {
    if (text === before.current) return
    before.current = text
    act.current.keep(JSON.parse(text) ?? NOTHING)
  }, [text])
}

const NOTHING: KeptForm = { texts: {}, lists: {}, dates: {}, flags: {} }

/** What a form of texts alone holds. */
export const ofTexts = (texts: Readonly<Record<string, string>>): KeptForm => ({ ...NOTHING, texts: { ...texts } })
