import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { UserRoundX } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Coalition, Named, OrganisationId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { Ask } from '../../ui/ask.tsx'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/field.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useOnce } from '../../ui/use-once.ts'
import { type Proposal, proposalsOf, Standing, type SuccessionProps, useFounder, useNames } from './proposals.tsx'
import { Accept } from './roles.tsx'
import { StillHere } from './still-here.tsx'

/** What stewards have said about another founder; nothing while nobody has. */
export function AnotherFounder({ coalition, succession }: SuccessionProps): ReactNode {
  const { stewards, chosen, mayDeny } = succession
  const proposals = proposalsOf(stewards)
  if (proposals.length === 0) return null
  if (mayDeny) return <StillHere coalition={coalition} succession={succession} proposals={proposals} />
  if (chosen?.own && coalition.writable) return <ChosenPlace coalition={coalition} succession={succession} />
  return <Proposals coalition={coalition} succession={succession} proposals={proposals} />
}

/** Says who, or takes that back. */
function useVote({ spaceId }: Coalition, onDone: () => void) {
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  return useOnce({
    mutationFn: (organisationId: OrganisationId | null) => client.coalitions.nameFounder({ spaceId, organisationId }),
    onSuccess: async () => {
      onDone()
      await cache.invalidateQueries({ queryKey: queries.coalitions.key() })
    },
  })
}

function Proposals({ coalition, succession, proposals }: SuccessionProps & { proposals: readonly Proposal[] }): ReactNode {
  const { t } = useLingui()
  const [asked, setAsked] = useState<Named | null>(null)
  const founder = useFounder(coalition)
  const isOurs = succession.stewards.some(({ own, names }) => own && names !== null)
  const here = useRef<HTMLElement>(null)
  // It was said at the foot of the page, and what came of it stands at the top.
  useEffect(() => {
    if (isOurs) here.current?.scrollIntoView({ block: 'nearest' })
  }, [isOurs])
  const mayVote = succession.candidates.length > 0
  return (
    <section className="pairing" aria-label={t`Another founder`} ref={here}>
      <div className="prose" role="status">
        <h2>
          <Trans>
            Is <bdi>{founder}</bdi> gone for good?
          </Trans>
        </h2>
        {proposals.map((proposal) => (
          <Standing key={proposal.next.organisationId} succession={succession} proposal={proposal} />
        ))}
      </div>
      {mayVote ? (
        <div className="actions">
          {proposals.map(({ next, by }) =>
            by.some(({ own }) => own) ? (
              <TakeBack key={next.organisationId} coalition={coalition} />
            ) : (
              <Button key={next.organisationId} look="primary" onPress={() => setAsked(next)}>
                {next.own ? t`We take the place` : t`We want ${next.name} too`}
              </Button>
            ),
          )}
        </div>
      ) : null}
      {asked === null ? null : <AskVote coalition={coalition} succession={succession} next={asked} onClose={() => setAsked(null)} />}
    </section>
  )
}

function TakeBack({ coalition }: { coalition: Coalition }): ReactNode {
  const { t } = useLingui()
  const notice = useNotice()
  const takeBack = useVote(coalition, () => notice(t`Withdrawn.`))
  return (
    <>
      <Button onPress={() => takeBack.mutate(null)} isDisabled={takeBack.isPending}>{t`Withdraw what we said`}</Button>
      <ProblemNote of={takeBack.error} />
    </>
  )
}

/** What it means to say so, before it is said. */
function AskVote({ coalition, succession, next, onClose }: SuccessionProps & { next: Named; onClose: () => void }): ReactNode {
  const { t } = useLingui()
  const notice = useNotice()
  const founder = useFounder(coalition)
  const isHere = coalition.members.some(({ role, connected }) => role === 'founder' && connected)
  const { needed, stewards } = succession
  const all = stewards.length
  const name = next.own ? t`your own organisation` : next.name
  const vote = useVote(coalition, () => {
    onClose()
    notice(t`Said. The other stewards see it as soon as they are connected.`)
  })
  return (
    <Ask
      title={next.own ? t`Do you want to take the founder’s place?` : t`Put ${next.name} in the founder’s place?`}
      action={next.own ? t`Yes, we take the place` : t`Put ${next.name} in the founder’s place`}
      onAction={() => vote.mutate(next.organisationId)}
      onClose={onClose}
      isBusy={vote.isPending}
    >
      {isHere ? (
        <p>
          <strong>
            <Trans>
              <bdi>{founder}</bdi> is connected now. Call them first.
            </Trans>
          </strong>
        </p>
      ) : null}
      <p>
        <Trans>
          Say so only if <bdi>{founder}</bdi> cannot come back: their computer and their recovery words are lost, or somebody else has them.
        </Trans>
      </p>
      <p>
        <Trans>
          {needed} of {all} stewards have to say the same, and then <bdi>{name}</bdi> has to accept. Everybody in the coalition can see who
          said what.
        </Trans>
      </p>
      <p>
        <Trans>
          From then on <bdi>{founder}</bdi> is out: they get nothing new, and what they do here does not count. They keep what they have.
          This cannot be undone. Until then, you can withdraw what you said.
        </Trans>
      </p>
      <ProblemNote of={vote.error} />
    </Ask>
  )
}

/** Enough stewards have named this organisation. */
function ChosenPlace({ coalition, succession }: SuccessionProps): ReactNode {
  const founder = useFounder(coalition)
  const names = useNames()
  const voters = succession.stewards.filter((steward) => steward.names?.own === true)
  const hasVoted = voters.some(({ own }) => own)
  const voterNames = names(voters)
  return (
    <Accept coalition={coalition} instead={hasVoted ? <TakeBack coalition={coalition} /> : null}>
      <h2>
        <Trans>The stewards want you as the founder</Trans>
      </h2>
      <p>
        <Trans>
          They say that <bdi>{founder}</bdi> is gone for good: <bdi>{voterNames}</bdi>.
        </Trans>
      </p>
      <p>
        <Trans>
          If you accept, you invite and remove members and choose the stewards from then on, and <bdi>{founder}</bdi> is out. This cannot be
          undone. If you do not want it, do nothing, and tell them.
        </Trans>
      </p>
    </Accept>
  )
}

/** For a steward: the founder is gone, and who shall take her place. Not where this organisation has named somebody. */
export function FounderGone({ coalition, succession }: SuccessionProps): ReactNode {
  const { t } = useLingui()
  const { candidates, stewards } = succession
  const [chosen, setChosen] = useState<OrganisationId | ''>('')
  const [asked, setAsked] = useState<Named | null>(null)
  const founder = useFounder(coalition)
  if (candidates.length === 0 || stewards.some(({ own, names }) => own && names !== null)) return null
  const next = candidates.find(({ organisationId }) => organisationId === chosen)
  const options = candidates.map(({ organisationId, name, own }) => ({ value: organisationId, label: own ? t`${name} (us)` : name }))
  return (
    <section className="section">
      <h2>
        <Trans>If the founder is gone for good</Trans>
      </h2>
      <p>
        <Trans>
          When <bdi>{founder}</bdi> cannot come back, more than half of the stewards can put another in their place. Nothing happens before
          you have read what it means.
        </Trans>
      </p>
      <Choice<OrganisationId | ''>
        label={t`Who takes their place`}
        value={next?.organisationId ?? ''}
        onChange={setChosen}
        options={[{ value: '', label: t`Choose one` }, ...options]}
      />
      <div className="actions">
        <Button
          icon={UserRoundX}
          onPress={() => setAsked(next ?? null)}
          isDisabled={next === undefined}
        >{t`The founder is gone for good`}</Button>
      </div>
      {asked === null ? null : <AskVote coalition={coalition} succession={succession} next={asked} onClose={() => setAsked(null)} />}
    </section>
  )
}
