import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useEngine } from '../../app/engine.tsx'

/** Whether this computer was removed from its organisation, and has heard of it. */
export function useIsRemoved(): boolean {
  const { queries } = useEngine()
  const computers = useQuery(queries.computers.list.queryOptions())
  return computers.data?.some(({ own, revoked }) => own && revoked) ?? false
}

/** Says above every screen of a computer that was removed, once it has heard of it, that nobody gets what is written here. */
export function RemovedNote(): ReactNode {
  if (!useIsRemoved()) return null
  return (
    <div className="note note-strong" role="status">
      <p>
        <Trans>
          This computer was removed from your organisation. What you read before stays readable here, but nobody gets what you write now. To
          use it again, your keyholder adds it as a new computer.
        </Trans>
      </p>
    </div>
  )
}
