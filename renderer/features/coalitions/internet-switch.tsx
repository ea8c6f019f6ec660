import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Switch } from 'react-aria-components'
import { useEngine } from '../../app/engine.tsx'
import { ProblemNote } from '../../ui/problem.tsx'

/** Whether Parasol may use the internet, with what that shows to others. */
export function InternetSwitch(): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const network = useQuery(queries.network.status.queryOptions())
  const change = useMutation({
    mutationFn: (internet: boolean) => client.network.set({ internet }),
    onSuccess: (status) => cache.setQueryData(queries.network.status.queryKey(), status),
  })
  const state = network.data?.internet ?? 'off'
  return (
    <div className="internet">
      <Switch
        className="switch"
        isSelected={change.isPending ? change.variables : state !== 'off'}
        isDisabled={network.data === undefined || change.isPending}
        onChange={(internet) => change.mutate(internet)}
      >
        <span className="switch-track" aria-hidden="true" />
        {t`Reach partners over the internet`}
      </Switch>
      <p className="hint" aria-live="polite">
        {state === 'off' ? (
          <Trans>Off: nothing goes to the internet and nothing comes in from it.</Trans>
        ) : state === 'starting' ? (
          <Trans>Starting…</Trans>
        ) : (
          <Trans>On: partners’ computers are found and entries are passed on, locked on the way.</Trans>
        )}
      </p>
      <p className="hint">
        <Trans>
          What it shows: partners learn your internet address, and strangers’ computers that help to find partners learn which addresses
          meet. Nobody on the way can read anything. Whoever runs your internet line can see that you use a program like this.
        </Trans>
      </p>
      <ProblemNote of={change.error ?? network.error} />
    </div>
  )
}
