import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { CardDraft, DraftFiles, DraftId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { DraftKeeper, type KeptState } from '../write/draft-keeper.ts'
import type { Names } from './card-fields.tsx'
import { type CardForm, type FieldProblems, type Fields, readForm, stillThere } from './form-model.ts'

/** What a form of a record begins with: something new, the record as it stands, or what was begun before. */
export type CardStart = Omit<CardDraft, 'draftId' | 'updatedAt' | 'form'> & { draftId: DraftId | null; form: CardForm }
interface CardContent {
  form: CardForm
  names: Names
  files: DraftFiles
}
type Content = Omit<CardDraft, 'draftId' | 'updatedAt'>

export interface CardFormState extends CardContent {
  problems: FieldProblems
  keeper: DraftKeeper<Content>
  kept: KeptState
  keptProblem: unknown
  onChange(form: CardForm, names?: Names): void
  /** What the form says; null where something has to be put right first, which it then says. */
  read(): Fields | null
}

/** The state of a form of a record, kept as a draft with every change, on blur and when the screen closes. */
export function useCardForm(start: CardStart): CardFormState {
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const [state, setState] = useState<CardContent>({ form: start.form, names: start.names, files: start.files })
  const [problems, setProblems] = useState<FieldProblems>({})
  const [kept, setKept] = useState<{ state: KeptState; problem: unknown }>({ state: 'nothing', problem: null })
  const [keeper] = useState(
    () =>
      new DraftKeeper<Content>({ save: (draft) => client.cards.saveDraft(draft) }, start.draftId, (is, problem) =>
        setKept({ state: is, problem }),
      ),
  )
  const newest = useRef(state)
  const onChange = useCallback(
    (form: CardForm, names?: Names): void => {
      newest.current = { ...newest.current, form, names: names ?? newest.current.names }
      setState(newest.current)
      const { kind, recordId, heads, name } = start
      keeper.update({ kind, recordId, heads, name, ...draftOf(newest.current) })
    },
    [keeper, start],
  )
  useEffect(() => {
    const flush = (): void => void keeper.flush()
    window.addEventListener('blur', flush)
    document.addEventListener('visibilitychange', flush)
    return () => {
      window.removeEventListener('blur', flush)
      document.removeEventListener('visibilitychange', flush)
      void keeper.flush().then(() => cache.invalidateQueries({ queryKey: queries.cards.drafts.key() }))
    }
  }, [keeper, cache, queries])
  return {
    ...state,
    problems: stillThere(problems, start.kind, state.form),
    keeper,
    kept: kept.state,
    keptProblem: kept.problem,
    onChange,
    read: () => {
      const written = readForm(start.kind, state.form)
      setProblems('problems' in written ? written.problems : {})
      return 'fields' in written ? written.fields : null
    },
  }
}

/** What a form holds, as a draft takes it. */
export const draftOf = ({ form, names, files }: CardContent): Pick<Content, 'form' | 'names' | 'files'> => ({
  form: {
    texts: { ...form.texts },
    lists: Object.fromEntries(Object.entries(form.lists).map(([field, list]) => [field, [...list]])),
    dates: { ...form.dates },
    flags: { ...form.flags },
  },
  names: { ...names },
  files,
})
