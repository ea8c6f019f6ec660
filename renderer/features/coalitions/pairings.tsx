import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Pairing, SpaceId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { Ask } from '../../ui/ask.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useOnce } from '../../ui/use-once.ts'
import { isPast } from './is-past.ts'
import { useByDriveOnly } from './reach-offer.tsx'

/** Whether a meeting can still become a membership. */
export function isUnderWay({ state }: Pairing): boolean {
  return ['searching', 'waiting', 'compare', 'confirmed'].includes(state)
}

/** Every meeting with another organisation that is under way or has just ended. */
export function Pairings({ spaceId }: { spaceId?: SpaceId }): ReactNode {
  const { queries } = useEngine()
  const pairings = useQuery(queries.coalitions.pairings.queryOptions())
  const coalitions = useQuery(queries.coalitions.list.queryOptions())
  const all = coalitions.data ?? []
  const shown = (pairings.data ?? []).filter((pairing) => (spaceId === undefined || pairing.spaceId === spaceId) && !isPast(pairing, all))
  return (
    <>
      <ProblemNote of={pairings.error} />
      <PairingList pairings={shown} routes="coalitions" />
    </>
  )
}

/** Who answers for a meeting: that of organisations in a coalition, or of computers in their organisation. */
type Routes = 'coalitions' | 'computers'

/** Meetings, each with what is to be done now. */
export function PairingList({ pairings, routes }: { pairings: readonly Pairing[]; routes: Routes }): ReactNode {
  return pairings.map((pairing) => <OnePairing key={pairing.pairingId} pairing={pairing} routes={routes} />)
}

function OnePairing({ pairing, routes }: { pairing: Pairing; routes: Routes }): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const again = (): Promise<void> => cache.invalidateQueries({ queryKey: queries[routes].key() })
  const { pairingId } = pairing
  const confirm = useOnce({ mutationFn: (same: boolean) => client[routes].confirm({ pairingId, same }), onSettled: again })
  const dismiss = useOnce({ mutationFn: () => client[routes].dismiss({ pairingId }), onSettled: again })
  const partner = usePartnerWords(pairing)
  const [asking, setAsking] = useState(false)
  const isOver = !isUnderWay(pairing)
  return (
    <section className="pairing" aria-label={t`Meeting with ${partner}`}>
      <PairingWords pairing={pairing} />
      {pairing.state === 'compare' && pairing.phrase !== null ? (
        <>
          <ol className="phrase" dir="ltr" aria-label={t`Safety phrase`}>
            {pairing.phrase.map((word, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a word can be there twice, its place cannot
              <li key={index} lang="en">
                {word}
              </li>
            ))}
          </ol>
          {pairing.side === 'inviter' ? (
            <p className="hint">
              {pairing.kind === 'house' ? (
                <Trans>Once it is in, it can read your whole log and everything in your coalitions.</Trans>
              ) : pairing.past ? (
                <Trans>Once they are in, they can read everything that was written for this coalition, earlier incidents too.</Trans>
              ) : (
                <Trans>
                  Once they are in, they can read everything that is written for this coalition from then on, and nothing earlier.
                </Trans>
              )}
            </p>
          ) : null}
          <div className="actions">
            <Button look="primary" onPress={() => confirm.mutate(true)} isDisabled={confirm.isPending}>{t`They are the same`}</Button>
            <Button onPress={() => confirm.mutate(false)} isDisabled={confirm.isPending}>{t`They are different`}</Button>
          </div>
        </>
      ) : (
        <div className="actions">
          {isOver ? (
            <Button onPress={() => dismiss.mutate()} isDisabled={dismiss.isPending}>{t`I have read this`}</Button>
          ) : (
            <Button look="quiet" onPress={() => setAsking(true)}>{t`Give up`}</Button>
          )}
        </div>
      )}
      {asking && !isOver ? (
        <Ask
          title={t`Give this meeting up?`}
          action={t`Give it up`}
          keep={t`Go on with it`}
          onAction={() => dismiss.mutate()}
          onClose={() => setAsking(false)}
          isBusy={dismiss.isPending}
        >
          <p>
            <Trans>Nobody is let in then. If the other side has been reached already, meeting later takes a new invite.</Trans>
          </p>
          <ProblemNote of={dismiss.error} />
        </Ask>
      ) : null}
      <ProblemNote of={confirm.error ?? (asking ? null : dismiss.error)} />
    </section>
  )
}

/** Its name, or as long as it has not told one, what is known of it. */
function usePartnerWords({ organisationName, side, kind }: Pairing): string {
  const { t } = useLingui()
  if (organisationName !== null) return organisationName
  if (kind === 'house') return side === 'inviter' ? t`the computer that has your invite` : t`your keyholder’s computer`
  return side === 'inviter' ? t`whoever has your invite` : t`whoever gave you the invite`
}

function PairingWords({ pairing }: { pairing: Pairing }): ReactNode {
  const { t } = useLingui()
  const partner = usePartnerWords(pairing)
  const coalition = pairing.coalitionName ?? t`the coalition`
  const noNetwork = useByDriveOnly() && pairing.kind === 'coalition'
  switch (pairing.state) {
    case 'searching':
      if (noNetwork)
        return (
          <Said title={t`Not reached yet`}>
            <Trans>
              No network is switched on here. A courier drive can go between you instead: exchange each time that it is with you, then hand
              it to them.
            </Trans>
          </Said>
        )
      return (
        <Said title={t`Looking for their computer`}>
          <Trans>
            Keep Parasol open here and there. This can take a minute or two. If they are not there now, it goes on when they are.
          </Trans>
        </Said>
      )
    case 'waiting':
      return (
        <Said title={t`Their computer is found`}>
          <Trans>Waiting for its answer.</Trans>
        </Said>
      )
    case 'compare':
      return (
        <Said title={pairing.organisationName === null ? t`Compare these eight words` : t`Is it really ${partner}?`}>
          {pairing.kind === 'house' ? (
            <Trans>
              Look at both screens, side by side or on the phone. They must show the same eight words in the same order. If one word is
              different, someone is listening in between: say so here, and nothing is let in.
            </Trans>
          ) : (
            <>
              <Calling pairing={pairing} />{' '}
              <Trans>
                Read these eight words to each other. Their screen must show the same words in the same order. If one word is different,
                someone is listening in between: say so here, and nobody is let in.
              </Trans>
            </>
          )}
        </Said>
      )
    case 'confirmed':
      if (noNetwork)
        return (
          <Said title={t`Your answer has to get to them`}>
            <Trans>
              You have said that the words are the same. The courier drive takes your answer to them and brings theirs: exchange each time
              that it is with you, then hand it to them.
            </Trans>
          </Said>
        )
      return (
        <Said title={t`Waiting for their answer`}>
          <Trans>You have said that the words are the same. As soon as the other side says so too, it is done.</Trans>
        </Said>
      )
    case 'joined':
      if (pairing.kind === 'house' && pairing.side === 'candidate') {
        return (
          <Said title={t`This computer belongs to ${partner} now`}>
            <Trans>It is getting the log from your keyholder’s computer. Keep Parasol open on both until it is there.</Trans>
          </Said>
        )
      }
      if (pairing.kind === 'house') {
        return (
          <Said title={t`${partner} is one of your computers`}>
            <Trans>It is getting your log now. Keep Parasol open on both until it is there.</Trans>
          </Said>
        )
      }
      return pairing.side === 'inviter' ? (
        <Said title={t`${partner} is in`}>
          {pairing.past ? (
            <Trans>
              They can read what is written for <bdi>{coalition}</bdi>, and what was written for it before. What is only yours stays yours.
            </Trans>
          ) : (
            <Trans>
              They can read what is written for <bdi>{coalition}</bdi> from now on, and nothing earlier. What is only yours stays yours.
            </Trans>
          )}
        </Said>
      ) : (
        <Said title={t`You are in ${coalition}`}>
          <Trans>From now on you read what is written for it. When you write, you choose each time who can read it.</Trans>
        </Said>
      )
    case 'refused':
      return (
        <Said title={t`Nobody was let in`}>
          <Trans>
            One side said that the words are different. Nothing was shared. Begin again with a new invite, handed over in another way.
          </Trans>
        </Said>
      )
    case 'expired':
      return (
        <Said title={t`The invite is too old`}>
          <Trans>Nobody was let in, and nothing was shared. A new invite begins again.</Trans>
        </Said>
      )
    case 'used':
      return (
        <Said title={t`The invite was used already`}>
          <Trans>Nobody was let in by this meeting. If it was not you who used it, tell whoever made it.</Trans>
        </Said>
      )
    case 'withdrawn':
      return (
        <Said title={t`The invite was withdrawn`}>
          <Trans>Nobody was let in, and nothing was shared. A new invite begins again.</Trans>
        </Said>
      )
  }
}

/** Whom to call, and how, so that nobody in between can answer the call too. */
function Calling({ pairing: { side, organisationName } }: { pairing: Pairing }): ReactNode {
  if (organisationName !== null)
    return (
      <Trans>
        Call <bdi>{organisationName}</bdi> on a number that you had before, or meet.
      </Trans>
    )
  return side === 'inviter' ? (
    <Trans>Call the partner you made the invite for, on a number that you had before, or meet.</Trans>
  ) : (
    <Trans>Call the partner who gave you the invite, on a number that you had before, or meet.</Trans>
  )
}

function Said({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <div className="prose" role="status">
      <h2>{title}</h2>
      <p>{children}</p>
    </div>
  )
}
