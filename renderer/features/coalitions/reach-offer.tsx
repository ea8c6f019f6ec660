import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useEngine } from '../../app/engine.tsx'
import { InternetSwitch } from './internet-switch.tsx'
import { NearbySwitch } from './nearby-switch.tsx'

/** Asks how partners may be reached, where they cannot be yet; nothing once a way is on that works. */
export function ReachOffer(): ReactNode {
  const { queries } = useEngine()
  const network = useQuery(queries.network.status.queryOptions())
  if (network.data === undefined || network.data.internet === 'on' || network.data.nearby === 'on') return null
  return (
    <div className="note note-block">
      <p>
        <Trans>
          Parasol keeps off every network until you say so. Partners get nothing from you, and you nothing from them, until then.
        </Trans>
      </p>
      <NearbySwitch level={2} />
      <InternetSwitch />
    </div>
  )
}
