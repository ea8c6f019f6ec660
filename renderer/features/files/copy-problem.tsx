import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { ProblemNote } from '../../ui/problem.tsx'
import { PdfFault } from './pdf/pdf-fault.ts'

/** Why a copy of a file did not come about; nothing where there is no problem. */
export function CopyProblem({ of }: { of: unknown }): ReactNode {
  if (!(of instanceof PdfFault)) return <ProblemNote of={of} />
  return (
    <p className="problem" role="alert">
      {of.why === 'locked' ? (
        <Trans>This PDF asks for a password, so no copy can be made of it. Nothing has left.</Trans>
      ) : of.why === 'long' ? (
        <Trans>This PDF has too many pages for a copy. Nothing has left.</Trans>
      ) : (
        <Trans>Parasol cannot read this PDF, so no copy can be made of it. Nothing has left.</Trans>
      )}
    </p>
  )
}
