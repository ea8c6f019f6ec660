import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Custody } from '../../../core/engine/contract/index.ts'

/** Where something was done that the House says. */
export function OnComputer({ of: { here, computer } }: { of: Custody }): ReactNode {
  if (here) return <Trans>on this computer</Trans>
  return computer === null ? <Trans>on another computer of ours</Trans> : <bdi>{computer}</bdi>
}
