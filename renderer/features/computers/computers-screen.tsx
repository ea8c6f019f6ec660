import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Computer, Pairing } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { InviteList } from '../coalitions/invites.tsx'
import { PairingList } from '../coalitions/pairings.tsx'
import { ReachOffer } from '../coalitions/reach-offer.tsx'
import { ComputerRow } from './computer-row.tsx'
import '../coalitions/coalitions.css'
import { useOnce } from '../../ui/use-once.ts'

/** The computers of this organisation: who they are, one more, a new name, one less. */
export function ComputersScreen(): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const router = useRouter()
  const list = useQuery(queries.computers.list.queryOptions())
  const organisation = useQuery(queries.organisation.get.queryOptions())
  const pairings = useQuery(queries.computers.pairings.queryOptions())
  const computers = list.data ?? []
  const removed = computers.filter((each) => each.revoked)
  const keyholder = organisation.data?.keyholder
  return (
    <Page title={t`Our computers`} onBack={() => router.back({ screen: 'settings' })} backLabel={t`Back to the settings`}>
      <ProblemNote of={list.error ?? pairings.error} />
      <PairingList pairings={(pairings.data ?? []).filter((one) => !isPast(one, computers))} routes="computers" />
      <ul className="members" aria-label={t`Our computers`}>
        {computers
          .filter((each) => !each.revoked)
          .map((each) => (
            <ComputerRow key={each.computerId} computer={each} isKeyholder={keyholder ?? false} />
          ))}
      </ul>
      {keyholder === true ? <AddComputer /> : null}
      {keyholder === false ? <NotKeyholder /> : null}
      {removed.length === 0 ? null : (
        <section className="section">
          <h2>
            <Trans>Removed</Trans>
          </h2>
          <ul className="members" aria-label={t`Removed computers`}>
            {removed.map((each) => (
              <ComputerRow key={each.computerId} computer={each} isKeyholder={false} />
            ))}
          </ul>
        </section>
      )}
    </Page>
  )
}

/** Whether a meeting let a computer in that was removed or renamed since: then the word that it is in is no news. */
const isPast = ({ side, state, organisationName }: Pairing, computers: readonly Computer[]): boolean =>
  side === 'inviter' && state === 'joined' && !computers.some(({ name, revoked }) => name === organisationName && !revoked)

function AddComputer(): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const invites = useQuery(queries.computers.invites.queryOptions())
  const again = (): Promise<void> => cache.invalidateQueries({ queryKey: queries.computers.key() })
  const make = useOnce({ mutationFn: () => client.computers.invite({}), onSuccess: again })
  return (
    <>
      <ReachOffer isForComputers />
      <section className="section">
        <h2>
          <Trans>Add a computer</Trans>
        </h2>
        <p>
          <Trans>
            A computer that you add reads the whole log, writes in it, and is in all your coalitions. Start Parasol on it, press “Add this
            computer to an organisation”, and give it this invite. It works once, for a day.
          </Trans>
        </p>
        <InviteList
          invites={invites.data ?? []}
          problem={invites.error ?? make.error}
          isBusy={make.isPending}
          onMake={() => make.mutate()}
          onWithdrawn={again}
          goodFor={() => t`for one computer`}
        />
      </section>
    </>
  )
}

function NotKeyholder(): ReactNode {
  return (
    <div className="note">
      <p>
        <Trans>
          Only your keyholder’s computer can add and remove computers, and take your organisation into and out of coalitions: it alone keeps
          the key to your organisation. So whoever takes this computer cannot speak for all of you. Ask your keyholder for these things.
        </Trans>
      </p>
    </div>
  )
}
