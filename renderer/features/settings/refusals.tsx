import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useEngine } from '../../app/engine.tsx'
import { Moment } from '../../ui/moment.tsx'
import { More } from '../../ui/more.tsx'

/** Computers that were turned away since the log was opened. Nothing when there were none. */
export function Refusals(): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const network = useQuery(queries.network.status.queryOptions())
  const refusals = network.data?.refusals ?? []
  if (refusals.length === 0) return null
  return (
    <More level={3} title={t`Turned away`} holds={<Plural value={refusals.length} one="# computer" other="# computers" />}>
      <p>
        <Trans>These computers sent something that Parasol does not accept, and were cut off. Your log is not affected.</Trans>
      </p>
      <ul className="plain-list">
        {refusals.map((refusal) => (
          <li key={`${refusal.at} ${refusal.reason}`}>
            <bdi>{refusal.name ?? t`A stranger`}</bdi> {refusal.reason} (<Moment iso={refusal.at} />)
          </li>
        ))}
      </ul>
    </More>
  )
}
