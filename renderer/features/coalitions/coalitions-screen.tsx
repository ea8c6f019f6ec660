import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { ChevronRight, Users } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Coalition, SpaceId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useIsRemoved } from '../computers/removed-note.tsx'
import { CoalitionView } from './coalition-view.tsx'
import { isUnderWay, Pairings } from './pairings.tsx'
import { ReachOffer } from './reach-offer.tsx'
import './coalitions.css'

/** The coalitions of this organisation, or one of them. */
export function CoalitionsScreen({ spaceId }: { spaceId: SpaceId | null }): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const router = useRouter()
  const list = useQuery(queries.coalitions.list.queryOptions())
  const pairings = useQuery(queries.coalitions.pairings.queryOptions())
  const isMeeting = pairings.data?.some(isUnderWay) ?? false
  const organisation = useQuery(queries.organisation.get.queryOptions())
  const keyholder = organisation.data?.keyholder ?? false
  const coalition = list.data?.find((each) => each.spaceId === spaceId)
  if (coalition !== undefined) return <CoalitionView coalition={coalition} />
  return (
    <Page
      title={t`Coalitions`}
      actions={
        list.data === undefined || (list.data.length === 0 && !isMeeting) ? null : (
          <>
            <Button onPress={() => router.go({ screen: 'courier' })}>{t`Courier drive`}</Button>
            {keyholder ? (
              <>
                <Button onPress={() => router.go({ screen: 'join' })}>{t`Join with an invite`}</Button>
                <Button onPress={() => router.go({ screen: 'found' })}>{t`Found a coalition`}</Button>
              </>
            ) : null}
          </>
        )
      }
    >
      <ProblemNote of={list.error} />
      <Pairings />
      {list.data === undefined || list.data.length === 0 ? null : <List coalitions={list.data} />}
      {list.data?.length === 0 && isMeeting ? <ReachOffer /> : null}
      {list.data?.length === 0 && !isMeeting && organisation.data !== undefined ? <None keyholder={keyholder} /> : null}
      {list.data !== undefined && list.data.length > 0 && organisation.data?.keyholder === false ? <OnlyKeyholder /> : null}
    </Page>
  )
}

/** On a computer that cannot speak for the organisation. */
function OnlyKeyholder(): ReactNode {
  return (
    <p className="quiet">
      <Trans>Coalitions are founded, joined and left on your keyholder’s computer. They appear here by themselves.</Trans>
    </p>
  )
}

function None({ keyholder }: { keyholder: boolean }): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  return (
    <div className="prose">
      <h2>
        <Trans>You are in no coalition yet</Trans>
      </h2>
      <p>
        <Trans>
          In a coalition, organisations that trust each other put some of their incidents side by side. You choose for each incident whether
          they see it. What you keep for yourselves stays on your own computers.
        </Trans>
      </p>
      {keyholder ? (
        <>
          <p>
            <Trans>If a partner has given you an invite, join with it. Otherwise found a coalition and invite them.</Trans>
          </p>
          <div className="actions">
            <Button look="primary" onPress={() => router.go({ screen: 'found' })}>{t`Found a coalition`}</Button>
            <Button onPress={() => router.go({ screen: 'join' })}>{t`Join with an invite`}</Button>
          </div>
        </>
      ) : (
        <OnlyKeyholder />
      )}
    </div>
  )
}

function List({ coalitions }: { coalitions: readonly Coalition[] }): ReactNode {
  const { t } = useLingui()
  const isRemoved = useIsRemoved()
  const router = useRouter()
  return (
    <>
      <ul className="coalition-list" aria-label={t`Our coalitions`}>
        {coalitions.map((coalition) => {
          const partners = coalition.members.filter((member) => !member.own)
          const connected = partners.filter((member) => member.connected).length
          return (
            <li key={coalition.spaceId}>
              <button
                type="button"
                className="list-row coalition-entry"
                onClick={() => router.go({ screen: 'coalitions', spaceId: coalition.spaceId })}
              >
                <Users aria-hidden />
                <span className="coalition-name">
                  <bdi>{coalition.name}</bdi>
                </span>
                <span className="quiet">
                  {!coalition.writable && !coalition.behind && !isRemoved ? (
                    <Trans>You are no longer in it</Trans>
                  ) : partners.length === 0 ? (
                    <Trans>No partners yet</Trans>
                  ) : (
                    <Trans>
                      <Plural value={partners.length} one="# partner" other="# partners" />, {connected} connected now
                    </Trans>
                  )}
                </span>
                <ChevronRight aria-hidden />
              </button>
            </li>
          )
        })}
      </ul>
      <ReachOffer isFolded={coalitions.some(({ members }) => members.some(({ own }) => !own))} />
    </>
  )
}
