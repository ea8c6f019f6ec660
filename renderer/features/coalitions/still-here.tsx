import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useOnce } from '../../ui/use-once.ts'
import { type Proposal, Standing, type SuccessionProps } from './proposals.tsx'

/** The founder hears that she is held to be gone, and says that she is not. */
export function StillHere({ coalition, succession, proposals }: SuccessionProps & { proposals: readonly Proposal[] }): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const notice = useNotice()
  const here = useOnce({
    mutationFn: () => client.coalitions.stillHere({ spaceId: coalition.spaceId }),
    onSuccess: async () => {
      notice(t`The others see that you are here as soon as they are connected.`)
      await cache.invalidateQueries({ queryKey: queries.coalitions.key() })
    },
  })
  return (
    <section className="pairing" aria-label={t`Another founder`}>
      <div className="prose" role="status">
        <h2>
          <Trans>Stewards say that you are gone for good</Trans>
        </h2>
        {coalition.succeededBy === null ? (
          <>
            {proposals.map((proposal) => (
              <Standing key={proposal.next.organisationId} succession={succession} proposal={proposal} />
            ))}
            <p>
              <Trans>
                If that happens, you are out of this coalition. Say now that you are here: then what they said so far does not count. Call
                them too. If you do not trust a steward any more, remove them below.
              </Trans>
            </p>
          </>
        ) : (
          // A partner has said so: it may not be true yet, and then her word still counts.
          <p>
            <Trans>You can still say that you are here. It only counts if nobody has taken your place yet.</Trans>
          </p>
        )}
      </div>
      <div className="actions">
        <Button look="primary" onPress={() => here.mutate()} isDisabled={here.isPending}>{t`We are here`}</Button>
      </div>
      <ProblemNote of={here.error} />
    </section>
  )
}
