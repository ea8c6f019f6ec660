import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Switch } from 'react-aria-components'
import { useEngine } from '../../app/engine.tsx'
import { ProblemNote } from '../../ui/problem.tsx'

export interface WaySwitchProps {
  way: 'internet' | 'nearby'
  words: string
  /** How it stands now. */
  state: ReactNode
  /** What it shows to others. */
  shows: ReactNode
  children?: ReactNode
}

/** Whether partners may be reached by one way, with what that shows to others. */
export function WaySwitch({ way, words, state, shows, children }: WaySwitchProps): ReactNode {
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const network = useQuery(queries.network.status.queryOptions())
  const change = useMutation({
    mutationFn: (on: boolean) => client.network.set({ [way]: on }),
    onSuccess: (status) => cache.setQueryData(queries.network.status.queryKey(), status),
  })
  const isOn = (network.data?.[way] ?? 'off') !== 'off'
  return (
    <div className="internet">
      <Switch
        className="switch"
        isSelected={change.isPending ? change.variables : isOn}
        isDisabled={network.data === undefined || change.isPending}
        onChange={(on) => change.mutate(on)}
      >
        <span className="switch-track" aria-hidden="true" />
        {words}
      </Switch>
      <p className="hint" aria-live="polite">
        {state}
      </p>
      <p className="hint">{shows}</p>
      <ProblemNote of={change.error ?? network.error} />
      {children}
    </div>
  )
}
