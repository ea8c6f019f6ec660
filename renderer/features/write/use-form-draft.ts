import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { FormKey, KeptForm } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
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
  /** What it holds was saved: whether the draft is gone. Does not throw: `keptProblem` says what is in the way. */
  drop(): Promise<boolean>
  /**
   * Forgets what it holds and closes the form, and offers to take that back. Where the draft stays, so does the form. `reopen`: the page is shown still.
   */
  throwAway(form: { close(): void; reopen?(): void }): void
  /** Another one each time that a draft was brought back: the key of the form, which takes it up then. */
  round: number
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
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const notice = useNotice()
  const key: FormKey = { form, recordId, ...(item === undefined ? {} : { item }) }
  const [start, setStart] = useState<KeptForm | null | undefined>(undefined)
  const [begun, setBegun] = useState<KeptForm | null>(null)
  const [round, setRound] = useState(0)
  const newest = useRef(start)
  newest.current = start
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
  const drop = (): Promise<boolean> => {
    setStart(null)
    return keeper.drop(() => client.drafts.dropForm(key))
  }
  const keep = (draft: KeptForm): void => {
    if (isEmpty(draft)) {
      void drop()
      return
    }
    setStart(draft)
    keeper.update({ draft })
  }
  return {
    key,
    begun,
    start,
    keep,
    flush: () => keeper.flush(),
    drop,
    throwAway: async ({ close, reopen }) => {
      const thrown = start ?? null
      if (!(await drop())) {
        setStart(thrown)
        return
      }
      close()
      if (thrown === null) return
      notice(t`The draft is thrown away.`, () => {
        // What was written in its place since then is not written over.
        if ((newest.current ?? null) !== null) return
        keep(thrown)
        // At once: its page may be opened next.
        void keeper.flush()
        setRound((before) => before + 1)
        reopen?.()
      })
    },
    round,
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
