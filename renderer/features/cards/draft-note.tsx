import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { ProblemNote } from '../../ui/problem.tsx'
import type { CardFormState } from './use-card-form.ts'

/** Says that the draft is kept, once it lies on the disk, and at once when it does not. A real name is kept only when it is saved. */
export function CardDraftNote({ form, isPerson }: { form: CardFormState; isPerson: boolean }): ReactNode {
  if (form.kept === 'problem') return <ProblemNote of={form.keptProblem} />
  return (
    <p className="quiet draft-note" role="status">
      {form.keeper.draftId === null ? null : isPerson ? (
        <Trans>Your draft is kept on this computer, locked, as you type: all but the real name and contacts.</Trans>
      ) : (
        <Trans>Your draft is kept on this computer, locked, as you type.</Trans>
      )}
    </p>
  )
}
