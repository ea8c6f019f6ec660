import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useEngine } from '../../app/engine.tsx'
import { WaySwitch } from './way-switch.tsx'

/** Whether Parasol may use the internet, with what that shows to others. */
export function InternetSwitch(): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const network = useQuery(queries.network.status.queryOptions())
  const state = network.data?.internet ?? 'off'
  return (
    <WaySwitch
      way="internet"
      words={t`Reach partners over the internet`}
      state={
        state === 'off' ? (
          <Trans>Off: nothing goes to the internet and nothing comes in from it.</Trans>
        ) : state === 'starting' ? (
          <Trans>Starting…</Trans>
        ) : (
          <Trans>On: partners’ computers are found and entries are passed on, locked on the way.</Trans>
        )
      }
      shows={
        <Trans>
          What it shows: partners learn your internet address, and strangers’ computers that help to find partners learn which addresses
          meet. Nobody on the way can read anything. Whoever runs your internet line can see that you use a program like this.
        </Trans>
      }
    />
  )
}
