import { useEffect, useRef, useState } from 'react'
import type { AlertDraft } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { DraftKeeper, type KeptState } from '../write/draft-keeper.ts'
import { EMPTY_ALERT, isEmptyAlert } from './raise-model.ts'

/** There is one draft of an alert. */
type TheDraft = 'the draft'
type AlertKeeper = DraftKeeper<AlertDraft, TheDraft>

export interface AlertForm {
  typed: AlertDraft
  change(changes: Partial<AlertDraft>): void
  keeper: AlertKeeper
  kept: KeptState
  /** Why what is typed could not be kept; null where it is. */
  keptProblem: unknown
}

/** An alert as it is typed, kept with every change, so that a lock or a power cut takes nothing of it. */
export function useAlertForm(start: AlertDraft | null): AlertForm {
  const { client } = useEngine()
  const [typed, setTyped] = useState(start ?? EMPTY_ALERT)
  const [kept, setKept] = useState<{ state: KeptState; problem: unknown }>({ state: 'nothing', problem: null })
  const newest = useRef(typed)
  const [keeper] = useState<AlertKeeper>(
    () =>
      new DraftKeeper(
        {
          save: async ({ draftId: _one, ...draft }) => {
            await client.alerts.keepDraft(draft)
            return { draftId: 'the draft' }
          },
        },
        start === null ? null : 'the draft',
        (state, problem) => setKept({ state, problem }),
      ),
  )
  useEffect(() => {
    const flush = (): void => void keeper.flush()
    window.addEventListener('blur', flush)
    return () => {
      window.removeEventListener('blur', flush)
      flush()
    }
  }, [keeper])
  const change = (changes: Partial<AlertDraft>): void => {
    newest.current = { ...newest.current, ...changes }
    setTyped(newest.current)
    // A page that was opened and left empty is no draft; one that was emptied is.
    if (keeper.draftId !== null || !isEmptyAlert(newest.current)) keeper.update(newest.current)
  }
  return { typed, change, keeper, kept: kept.state, keptProblem: kept.problem }
}
