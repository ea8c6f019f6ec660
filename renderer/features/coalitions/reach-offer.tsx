import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useEngine } from '../../app/engine.tsx'
import { More } from '../../ui/more.tsx'
import { InternetSwitch } from './internet-switch.tsx'
import { NearbySwitch } from './nearby-switch.tsx'

/** Whether no network is switched on, so that only a courier drive goes between partners. */
export function useByDriveOnly(): boolean {
  const { queries } = useEngine()
  const { data } = useQuery(queries.network.status.queryOptions())
  return data?.internet === 'off' && data.nearby === 'off'
}

/**
 * Asks how partners may be reached, where they cannot be yet; nothing once a way is on that works.
 * @param isFolded one line that opens: for who has partners already, and may want nothing but a drive
 * @param isForComputers where it is about computers of one organisation, which meet by no drive
 */
export function ReachOffer({ isFolded = false, isForComputers = false }: { isFolded?: boolean; isForComputers?: boolean }): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const byDriveOnly = useByDriveOnly()
  const network = useQuery(queries.network.status.queryOptions())
  if (network.data === undefined || network.data.internet === 'on' || network.data.nearby === 'on') return null
  if (!isFolded) {
    return (
      <div className="note note-block">
        {byDriveOnly ? <KeepsOff isForComputers={isForComputers} /> : null}
        <NearbySwitch level={2} />
        <InternetSwitch />
      </div>
    )
  }
  return (
    <More
      title={byDriveOnly ? t`Every network is off` : t`No partner can be reached by a network yet`}
      holds={<Trans>A courier drive goes all the same</Trans>}
    >
      <div className="stack">
        {byDriveOnly ? <KeepsOff isForComputers={isForComputers} /> : null}
        <NearbySwitch level={3} />
        <InternetSwitch />
      </div>
    </More>
  )
}

function KeepsOff({ isForComputers }: { isForComputers: boolean }): ReactNode {
  return (
    <p>
      {isForComputers ? (
        <Trans>Parasol keeps off every network until you say so. Your computers need one of them, and the same one, to meet.</Trans>
      ) : (
        <Trans>
          Parasol keeps off every network until you say so. Until then, only a courier drive goes between you and your partners.
        </Trans>
      )}
    </p>
  )
}
