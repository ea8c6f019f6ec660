import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { Crown, ShieldCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Coalition, Member } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { Asked } from '../../ui/asked.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useOnce } from '../../ui/use-once.ts'

export interface RoleProps {
  coalition: Coalition
  member: Member
}

/** Makes a member a steward, after saying what a steward may do. */
export function MakeSteward({ coalition, member }: RoleProps): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const notice = useNotice()
  return (
    <Asked
      icon={ShieldCheck}
      words={t`Make steward`}
      name={t`Make steward: ${member.name}`}
      title={t`Make ${member.name} a steward of ${coalition.name}?`}
      action={t`Make them a steward`}
      isUndoable
      act={() => client.coalitions.appoint({ spaceId: coalition.spaceId, organisationId: member.organisationId })}
      onDone={() => {
        notice(t`${member.name} is a steward now.`)
        return cache.invalidateQueries({ queryKey: queries.coalitions.key() })
      }}
    >
      <p>
        <Trans>
          A steward can invite organisations and remove members, also when nobody reaches you. Choose one that you would trust with that on
          a bad night.
        </Trans>
      </p>
      <p>
        <Trans>They cannot remove you or another steward. You can remove them at any time.</Trans>
      </p>
    </Asked>
  )
}

/** Offers a member the founder's place, after saying that this cannot be taken back. */
export function HandOver({ coalition, member }: RoleProps): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const notice = useNotice()
  return (
    <Asked
      icon={Crown}
      words={t`Offer founder’s place`}
      name={t`Offer founder’s place: ${member.name}`}
      title={t`Give ${member.name} the founder’s place in ${coalition.name}?`}
      action={t`Offer it to them`}
      act={() => client.coalitions.handOver({ spaceId: coalition.spaceId, organisationId: member.organisationId })}
      onDone={() => {
        notice(t`${member.name} is asked.`)
        return cache.invalidateQueries({ queryKey: queries.coalitions.key() })
      }}
    >
      <p>
        <Trans>
          They are asked, and once they accept they are the founder: they invite, remove and choose stewards. You stay as a member, and may
          leave then.
        </Trans>
      </p>
      <p>
        <Trans>You cannot withdraw the offer.</Trans>
      </p>
    </Asked>
  )
}

/** The founder offers her place to this organisation. */
export function OfferedPlace({ coalition }: { coalition: Coalition }): ReactNode {
  const { t } = useLingui()
  const founder = coalition.members.find(({ role }) => role === 'founder')?.name ?? t`The founder`
  return (
    <Accept coalition={coalition}>
      <h2>
        <Trans>
          <bdi>{founder}</bdi> offers you the founder’s place
        </Trans>
      </h2>
      <p>
        <Trans>
          If you accept, you invite and remove members and choose the stewards from then on. If you do not want it, do nothing, and tell
          them.
        </Trans>
      </p>
    </Accept>
  )
}

/** Says which place is to be had, and takes it with one click. */
export function Accept({ coalition, instead, children }: { coalition: Coalition; instead?: ReactNode; children: ReactNode }): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const notice = useNotice()
  const accept = useOnce({
    mutationFn: () => client.coalitions.acceptPlace({ spaceId: coalition.spaceId }),
    onSuccess: async () => {
      notice(t`You are the founder of ${coalition.name} now.`)
      await cache.invalidateQueries({ queryKey: queries.coalitions.key() })
    },
  })
  return (
    <section className="pairing" aria-label={t`The founder’s place`}>
      <div className="prose" role="status">
        {children}
      </div>
      <div className="actions">
        <Button look="primary" onPress={() => accept.mutate()} isDisabled={accept.isPending}>{t`Accept the place`}</Button>
        {instead}
      </div>
      <ProblemNote of={accept.error} />
    </section>
  )
}
