import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { ProblemNote } from '../../ui/problem.tsx'
import type { DraftForm } from './use-draft.ts'
import './write.css'

/** Says once that the draft is kept, and at once when it is not. */
export function DraftNote({ form }: { form: Pick<DraftForm, 'kept' | 'keptProblem'> }): ReactNode {
  if (form.kept === 'problem') return <ProblemNote of={form.keptProblem} />
  return (
    <p className="quiet draft-note" role="status" aria-busy={form.kept === 'unkept'}>
      {form.kept === 'nothing' ? null : <Trans>Your draft is kept on this computer, locked, as you type.</Trans>}
    </p>
  )
}
