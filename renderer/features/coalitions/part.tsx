import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { DoorOpen, UserMinus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Coalition, Member } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { Ask } from '../../ui/ask.tsx'
import { Asked } from '../../ui/asked.tsx'
import { Button } from '../../ui/button.tsx'
import { ErasedMeans } from '../../ui/erased-means.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useOnce } from '../../ui/use-once.ts'

/** Removes one member, after saying what that cannot take back. */
export function Remove({ coalition, member }: { coalition: Coalition; member: Member }): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const notice = useNotice()
  return (
    <Asked
      icon={UserMinus}
      words={t`Remove`}
      name={t`Remove ${member.name}`}
      title={t`Remove ${member.name} from ${coalition.name}?`}
      action={t`Remove them`}
      act={() => client.coalitions.remove({ spaceId: coalition.spaceId, organisationId: member.organisationId })}
      onDone={() => {
        notice(t`${member.name} is removed.`)
        return cache.invalidateQueries({ queryKey: queries.coalitions.key() })
      }}
    >
      <p>
        <Trans>From now on they get nothing that is written for this coalition, and nothing that they write comes in.</Trans>
      </p>
      <p>
        <Trans>
          They keep what they already had. Partners who are not connected now hear of it when they next are; until then they may still pass
          entries on.
        </Trans>
      </p>
    </Asked>
  )
}

type Ending = 'keep' | 'erase'

/** Leaves the coalition, with a choice about what was written there. */
export function Leave({ coalition }: { coalition: Coalition }): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const notice = useNotice()
  const [asking, setAsking] = useState<Ending | null>(null)
  const leave = useOnce({
    mutationFn: (ending: Ending) => client.coalitions.leave({ spaceId: coalition.spaceId, erase: ending === 'erase' }),
    onSuccess: async () => {
      setAsking(null)
      notice(t`You have left ${coalition.name}.`)
      await Promise.all([
        cache.invalidateQueries({ queryKey: queries.coalitions.key() }),
        cache.invalidateQueries({ queryKey: queries.records.key() }),
      ])
    },
  })
  return (
    <section className="section">
      <h2>
        <Trans>Leave this coalition</Trans>
      </h2>
      {coalition.leavable ? (
        <>
          <p>
            <Trans>
              After leaving you get nothing more from it. To come back you need a new invite. What you read before stays readable on this
              computer.
            </Trans>
          </p>
          <div className="actions">
            <Button icon={DoorOpen} onPress={() => setAsking('keep')}>{t`Leave, and leave our incidents with them`}</Button>
            <Button look="quiet" onPress={() => setAsking('erase')}>{t`Erase our incidents there, then leave`}</Button>
          </div>
        </>
      ) : (
        <p>
          <Trans>You are the founder: you let others in and out. Hand your place over to a member first, then you can leave.</Trans>
        </p>
      )}
      {asking === null ? null : (
        <Ask
          title={t`Leave ${coalition.name}?`}
          action={asking === 'keep' ? t`Leave the coalition` : t`Erase, and leave the coalition`}
          keep={t`Stay in it`}
          onAction={() => leave.mutate(asking)}
          onClose={() => setAsking(null)}
          isBusy={leave.isPending}
        >
          {asking === 'keep' ? (
            <p>
              <Trans>What your organisation wrote for it stays with the partners. You cannot amend or erase it there afterwards.</Trans>
            </p>
          ) : (
            <>
              <p>
                <Trans>
                  Everything your organisation wrote for it is erased here, and partners’ computers are asked to erase it too. What they
                  have read or copied before, Parasol cannot take back.
                </Trans>
              </p>
              <ErasedMeans />
            </>
          )}
          <ProblemNote of={leave.error} />
        </Ask>
      )}
    </section>
  )
}
