import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { LIMITS } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useSettled } from '../../ui/use-settled.ts'

/** Stands between texts that are looked at together; nobody can type it. */
const BETWEEN = '\u0000'

/** After that it is asked again where the engine did not look. */
const AGAIN_MS = 20_000

/** Says that what is typed for partners may name somebody. Nothing waits for it, and nothing is refused: an alert has no time for that. */
export function NameHint({ words }: { words: readonly string[] }): ReactNode {
  const { queries } = useEngine()
  const settled = useSettled(words.map((text) => text.trim().slice(0, LIMITS.alertWords)).join(BETWEEN))
  const said = settled.split(BETWEEN).filter((text) => text !== '')
  const look = useQuery({
    ...queries.alerts.mayName.queryOptions({ input: { words: said } }),
    enabled: said.length > 0,
    staleTime: 0,
    gcTime: 0,
    // Not looked at: somebody has typed very much. It is looked at once there is room again.
    refetchInterval: ({ state }) => (state.data?.named === null ? AGAIN_MS : false),
  })
  return (
    <div role="status">
      {said.length > 0 && look.data?.named === true ? (
        <div className="note note-strong">
          <p>
            <strong>
              <Trans>It may name somebody who is not to be named.</Trans>
            </strong>{' '}
            <Trans>Read it once more. It goes all the same when you send it.</Trans>
          </p>
        </div>
      ) : null}
    </div>
  )
}
