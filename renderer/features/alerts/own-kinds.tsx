import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { type AlertTemplate, LIMITS } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { Button } from '../../ui/button.tsx'
import { More } from '../../ui/more.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useOnce } from '../../ui/use-once.ts'
import { readAlert, type Typed, templateOf } from './raise-model.ts'

/** Kinds of alert of our own: what is typed now can become one, and each can be taken away. They stay on this computer. */
export function KeepKind({ typed }: { typed: Typed }): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const notice = useNotice()
  const own = useQuery(queries.alerts.templates.queryOptions())
  const kinds = own.data ?? []
  const keep = useOnce({
    mutationFn: (all: AlertTemplate[]) => client.alerts.keepTemplates(all),
    onSuccess: () => cache.invalidateQueries({ queryKey: queries.alerts.templates.key() }),
  })
  const made = templateOf(typed)
  const others = kinds.filter(({ what }) => what !== made.what)
  const fits = 'fields' in readAlert({ ...typed, began: '', exact: false }, new Date()) && others.length < LIMITS.alertTemplates
  return (
    <More title={t`Our own kinds of alert`} holds={kinds.length === 0 ? t`none yet` : undefined}>
      <p className="hint">
        <Trans>
          Keep what you have filled in, so that next time only the place is left to say. The exact place and the time are not kept. It stays
          on this computer.
        </Trans>
      </p>
      <ProblemNote of={keep.error} />
      <div className="actions">
        <Button
          isDisabled={!fits || keep.isPending}
          onPress={() => keep.mutate([made, ...others], { onSuccess: () => notice(t`Kept as a kind of alert.`) })}
        >{t`Keep this as a kind of alert`}</Button>
      </div>
      {kinds.length === 0 ? null : (
        <ul className="alert-answers" aria-label={t`Our own kinds of alert`}>
          {kinds.map(({ what }) => (
            <li key={what}>
              <span className="alert-answer-who">
                <bdi>{what}</bdi>
              </span>
              <Button
                look="quiet"
                isDisabled={keep.isPending}
                onPress={() =>
                  keep.mutate(
                    kinds.filter((kind) => kind.what !== what),
                    { onSuccess: () => notice(t`Taken away: ${what}`, () => keep.mutate([...kinds])) },
                  )
                }
              >{t`Take away: ${what}`}</Button>
            </li>
          ))}
        </ul>
      )}
    </More>
  )
}
