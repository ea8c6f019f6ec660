import { useState } from 'react'
import type { CardKind } from '../../../core/engine/contract/index.ts'
import type { Names } from './card-fields.tsx'
import { type CardForm, type FieldProblems, type Fields, readForm, stillThere } from './form-model.ts'

export interface CardFormState {
  form: CardForm
  names: Names
  problems: FieldProblems
  onChange(form: CardForm, names?: Names): void
  /** What the form says; null where something has to be put right first, which it then says. */
  read(): Fields | null
}

/** The state of a form of a kind of record. */
export function useCardForm(kind: CardKind, start: { form: CardForm; names: Names }): CardFormState {
  const [state, setState] = useState(start)
  const [problems, setProblems] = useState<FieldProblems>({})
  return {
    ...state,
    problems: stillThere(problems, kind, state.form),
    onChange: (form, names) => setState((now) => ({ form, names: names ?? now.names })),
    read: () => {
      const written = readForm(kind, state.form)
      setProblems('problems' in written ? written.problems : {})
      return 'fields' in written ? written.fields : null
    },
  }
}
