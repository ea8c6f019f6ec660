import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Circle, CircleDot } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Coalition, Member, Role } from '../../../core/engine/contract/index.ts'
import { useRouter } from '../../app/router.tsx'
import { listWords } from '../../i18n/lists.ts'
import { Moment } from '../../ui/moment.tsx'
import { Page } from '../../ui/page.tsx'
import { useIsRemoved } from '../computers/removed-note.tsx'
import { Disputes } from './disputes.tsx'
import { Invites } from './invites.tsx'
import { Pairings } from './pairings.tsx'
import { Leave, Remove } from './part.tsx'
import { ReachOffer } from './reach-offer.tsx'
import { HandOver, MakeSteward, OfferedPlace } from './roles.tsx'
import { AnotherFounder, FounderGone } from './succession.tsx'

/** One coalition: who is in it, and how others come in. */
export function CoalitionView({ coalition }: { coalition: Coalition }): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  // What stands above every screen then says it: it is this computer that is out, not the organisation.
  const isRemoved = useIsRemoved()
  const hasPartners = coalition.members.some(({ own }) => !own)
  return (
    <Page title={coalition.name} onBack={() => router.back({ screen: 'coalitions', spaceId: null })} backLabel={t`Back to the coalitions`}>
      {coalition.succeededBy === null ? null : (
        <div className="note note-strong" role="status">
          <p>
            <Trans>
              The stewards held you to be gone for good, and have put <bdi>{coalition.succeededBy}</bdi> in your place as the founder. Your
              organisation is out of this coalition: nothing new comes to you, and nobody gets what you write for it. What you had before
              stays readable here. If this was wrong, call them.
            </Trans>
          </p>
        </div>
      )}
      {coalition.writable || isRemoved || coalition.succeededBy !== null ? null : (
        <div className="note">
          <p>
            {coalition.behind ? (
              <Trans>
                This computer was restored from a backup. Parasol goes on in a new log; what your partners hold of yours comes back by
                itself.
              </Trans>
            ) : (
              <Trans>
                Your organisation is no longer in this coalition. What you had before stays readable here; nothing new comes or goes.
              </Trans>
            )}
          </p>
        </div>
      )}
      <Disputes coalition={coalition} />
      <Pairings spaceId={coalition.spaceId} />
      {coalition.writable && coalition.members.some(({ own, offered }) => own && offered) ? <OfferedPlace coalition={coalition} /> : null}
      {coalition.succession === null ? null : <AnotherFounder coalition={coalition} succession={coalition.succession} />}
      {hasPartners ? <ReachOffer isFolded /> : null}
      <section className="section">
        <h2>
          <Trans>Members</Trans>
        </h2>
        <ul className="members" aria-label={t`Members`}>
          {coalition.members.map((member) => (
            <MemberRow key={member.organisationId} coalition={coalition} member={member} />
          ))}
        </ul>
        <Gone coalition={coalition} />
      </section>
      {coalition.invites ? <Invites spaceId={coalition.spaceId} /> : null}
      {hasPartners ? null : <ReachOffer />}
      {coalition.succession === null ? null : <FounderGone coalition={coalition} succession={coalition.succession} />}
      {coalition.writable ? <Leave coalition={coalition} /> : null}
    </Page>
  )
}

/** Who is not in it any more. */
function Gone({ coalition: { gone } }: { coalition: Coalition }): ReactNode {
  const [leavers, removed] = [true, false].map((left) => gone.filter((one) => one.left === left).map(({ name }) => name))
  return (
    <>
      {leavers === undefined || leavers.length === 0 ? null : (
        <p className="quiet">
          <Trans>
            Have left: <bdi>{listWords(leavers)}</bdi>. Nothing new goes to them. What they had before they may keep.
          </Trans>
        </p>
      )}
      {removed === undefined || removed.length === 0 ? null : (
        <p className="quiet">
          <Trans>
            Were removed: <bdi>{listWords(removed)}</bdi>. Nothing new goes to them. What they had before they may keep.
          </Trans>
        </p>
      )}
    </>
  )
}

function MemberRow({ coalition, member }: { coalition: Coalition; member: Member }): ReactNode {
  const roleWords = useRoleWords()
  return (
    <li className="member">
      {member.connected || member.own ? <CircleDot aria-hidden className="member-here" /> : <Circle aria-hidden className="member-away" />}
      <span className="member-name">
        <bdi>{member.name}</bdi>
      </span>
      <span className="quiet">
        {roleWords(member.role)}
        {member.offered && !member.own ? (
          <>
            {' · '}
            <Trans>Asked to become the founder</Trans>
          </>
        ) : null}
        {' · '}
        <MemberState member={member} />
        <MemberHolds member={member} />
      </span>
      {member.removable || member.mayFollow ? (
        <span className="member-acts">
          {member.appointable ? <MakeSteward coalition={coalition} member={member} /> : null}
          {member.mayFollow && !member.offered ? <HandOver coalition={coalition} member={member} /> : null}
          {member.removable ? <Remove coalition={coalition} member={member} /> : null}
        </span>
      ) : null}
    </li>
  )
}

function MemberState({ member }: { member: Member }): ReactNode {
  if (member.own) return <Trans>This is us</Trans>
  if (member.way === 'nearby') return <Trans>Connected now, nearby</Trans>
  if (member.way === 'internet') return <Trans>Connected now, over the internet</Trans>
  // When that was is not kept over a lock.
  if (member.lastSeen === null) return member.holds === null ? <Trans>Not connected yet</Trans> : <Trans>Not connected now</Trans>
  return (
    <Trans>
      Last connected <Moment iso={member.lastSeen} />
    </Trans>
  )
}

/** What a partner has of ours, by its own word. */
function MemberHolds({ member }: { member: Member }): ReactNode {
  if (member.holds === null) return null
  const { missing, upTo } = member.holds
  return (
    <>
      {' · '}
      {missing === 0 ? (
        <Trans>Has everything that we wrote</Trans>
      ) : upTo === null ? (
        <Trans>
          Does not have our last <Plural value={missing} one="entry" other="# entries" /> yet
        </Trans>
      ) : (
        <Trans>
          Has what we wrote up to <Moment iso={upTo} />, <Plural value={missing} one="# entry" other="# entries" /> still to go
        </Trans>
      )}
    </>
  )
}

function useRoleWords(): (role: Role) => string {
  const { t } = useLingui()
  return (role) => {
    switch (role) {
      case 'founder':
        return t`Founder`
      case 'steward':
        return t`Steward`
      case 'member':
        return t`Member`
      case 'observer':
        return t`Observer`
      case 'courier':
        return t`Courier`
    }
  }
}
