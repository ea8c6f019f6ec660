import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import type { CardDraft, DraftFiles, DraftId, Identity, SpaceId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import type { FilesHolder } from '../files/use-form-files.ts'
import { DraftKeeper, type KeptState } from '../write/draft-keeper.ts'
import { useFlush } from '../write/use-flush.ts'
import type { Names } from './card-fields.tsx'
import { type CardForm, type FieldProblems, type Fields, readForm, stillThere } from './form-model.ts'

/** What a form of a record begins with: something new, the record as it stands, or what was begun before. */
export type CardStart = Omit<CardDraft, 'draftId' | 'updatedAt' | 'form'> & { draftId: DraftId | null; form: CardForm }
interface CardContent {
  form: CardForm
  names: Names
  files: DraftFiles
  /** The coalition that it is for; null: only us. */
  audience: SpaceId | null
  /** Real name and contacts of a person; null where they are not written in the form. */
  identity: Identity | null
}
type Content = Omit<CardDraft, 'draftId' | 'updatedAt'>

export interface CardFormState extends CardContent, FilesHolder {
  problems: FieldProblems
  keeper: DraftKeeper<Content>
  kept: KeptState
  keptProblem: unknown
  onChange(form: CardForm, names?: Names): void
  setIdentity(identity: Identity | null): void
  setAudience(audience: SpaceId | null): void
  /** What the form says; null where something has to be put right first, which it then says. */
  read(): Fields | null
}

/** The state of a form of a record, kept as a draft with every change, on blur and when the screen closes. */
export function useCardForm(start: CardStart): CardFormState {
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const [state, setState] = useState<CardContent>(() => {
    const { form, names, files, audience, identity } = start
    return { form, names, files, audience, identity }
  })
  const [problems, setProblems] = useState<FieldProblems>({})
  const [kept, setKept] = useState<{ state: KeptState; problem: unknown }>({ state: 'nothing', problem: null })
  const [keeper] = useState(
    () =>
      new DraftKeeper<Content>({ save: (draft) => client.cards.saveDraft(draft) }, start.draftId, (is, problem) =>
        setKept({ state: is, problem }),
      ),
  )
  const newest = useRef(state)
  const change = useCallback(
    (changes: Partial<CardContent>): void => {
      newest.current = { ...newest.current, ...changes }
      setState(newest.current)
      const { kind, recordId, heads, name } = start
      keeper.update({ kind, recordId, heads, name, ...draftOf(newest.current) })
    },
    [keeper, start],
  )
  useFlush(keeper, () => void cache.invalidateQueries({ queryKey: queries.cards.drafts.key() }))
  return {
    ...state,
    problems: stillThere(problems, start.kind, state.form),
    keeper,
    kept: kept.state,
    keptProblem: kept.problem,
    onChange: (form, names) => change(names === undefined ? { form } : { form, names }),
    setIdentity: (identity) => change({ identity }),
    setAudience: (audience) => change({ audience }),
    setFiles: (files) => change({ files: files(newest.current.files) }),
    keep: async () => {
      await keeper.flush()
      return keeper.draftId === null ? null : { draftId: keeper.draftId }
    },
    read: () => {
      const written = readForm(start.kind, state.form)
      setProblems('problems' in written ? written.problems : {})
      return 'fields' in written ? written.fields : null
    },
  }
}

/** What a form holds, as a draft takes it. */
export const draftOf = ({
  form,
  names,
  files,
  audience,
  identity,
}: CardContent): Pick<Content, 'form' | 'names' | 'files' | 'audience' | 'identity'> => ({
  form: {
    texts: { ...form.texts },
    lists: Object.fromEntries(Object.entries(form.lists).map(([field, list]) => [field, [...list]])),
    dates: { ...form.dates },
    flags: { ...form.flags },
  },
  names: { ...names },
  files,
  audience,
  identity,
})
