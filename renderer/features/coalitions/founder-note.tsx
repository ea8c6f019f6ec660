import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Coalition } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { Button } from '../../ui/button.tsx'

/** Whether stewards have named somebody for the place of this organisation, which is the founder. */
const isContested = ({ succession }: Coalition): boolean =>
  succession?.mayDeny === true && succession.stewards.some(({ names }) => names !== null)

/** Says above every screen of a founder that stewards hold her to be gone: she has to hear of it wherever she is. Not where the coalition is open. */
export function FounderNote(): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const { route, go } = useRouter()
  const list = useQuery(queries.coalitions.list.queryOptions())
  const open = route.screen === 'coalitions' ? route.spaceId : null
  const first = list.data?.find((coalition) => isContested(coalition) && coalition.spaceId !== open)
  if (first === undefined) return null
  const { name, spaceId } = first
  return (
    <div className="note note-strong" role="status">
      <p>
        <Trans>
          Stewards of <bdi>{name}</bdi> say that you are gone for good, and want another founder.
        </Trans>
      </p>
      <Button onPress={() => go({ screen: 'coalitions', spaceId })}>{t`See what they say`}</Button>
    </div>
  )
}
