import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Missing } from '../../../core/engine/contract/index.ts'

/** Says of one without a page that somebody has agreed who was called otherwise: it may have been another. */
export function AskedBefore({ anew }: Pick<Missing, 'anew'>): ReactNode {
  if (anew !== true) return null
  return (
    <span className="hint">
      <Trans>They were called otherwise when somebody agreed. Ask them anew.</Trans>
    </span>
  )
}
