import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { ProblemNote } from '../../ui/problem.tsx'
import type { CardFormState } from './use-card-form.ts'

/** Says that the draft is kept, once it lies on the disk, and at once when it does not. */
export function CardDraftNote({ form }: { form: Pick<CardFormState, 'kept' | 'keptProblem' | 'keeper'> }): ReactNode {
  if (form.kept === 'problem') return <ProblemNote of={form.keptProblem} />
  return (
    <p className="quiet draft-note" role="status" aria-busy={form.kept === 'unkept'}>
      {form.keeper.draftId === null ? null : <Trans>Your draft is kept on this computer, locked, as you type.</Trans>}
    </p>
  )
}
