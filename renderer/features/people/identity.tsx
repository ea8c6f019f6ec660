import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { Eye, EyeOff, Lock } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import type { RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useBriefCopy } from '../../app/use-brief-copy.ts'
import { Button } from '../../ui/button.tsx'
import { useCovered } from '../../ui/covered.ts'
import { ProblemNote } from '../../ui/problem.tsx'
import { Looks } from './looks.tsx'

/** The real name and contacts of a person: covered, shown on purpose, and covered again by themselves. They are kept nowhere while they are covered. */
export function IdentityBox({ recordId, isWritten }: { recordId: RecordId; isWritten: boolean }): ReactNode {
  const { t } = useLingui()
  const { client } = useEngine()
  const { isShown, show, cover } = useCovered()
  const copied = useBriefCopy()
  const reveal = useMutation({ mutationFn: () => client.cards.reveal({ recordId }), gcTime: 0 })
  const { reset } = reveal
  useEffect(() => {
    if (!isShown) reset()
  }, [isShown, reset])
  const identity = isShown ? reveal.data : undefined
  return (
    <section className="covered" aria-label={t`Real name and contacts`}>
      <h2>
        <Lock aria-hidden />
        <Trans>Real name and contacts</Trans>
      </h2>
      {!isWritten ? (
        <p className="quiet">
          <Trans>Not written down. Press “Amend” to add them: they are kept apart, and never leave your organisation.</Trans>
        </p>
      ) : identity === undefined ? (
        <>
          <p>
            <Trans>Covered. No list, no search and no file shows them.</Trans>
          </p>
          <div className="actions">
            <Button
              icon={Eye}
              onPress={() => {
                show()
                reveal.mutate()
              }}
              isDisabled={reveal.isPending}
            >{t`Show them for a minute`}</Button>
          </div>
          <ProblemNote of={reveal.error} />
        </>
      ) : (
        <>
          <dl className="facts" {...copied}>
            <dt>{t`Real name`}</dt>
            <dd className="said" dir="auto">
              {identity.name === '' ? t`Not known` : identity.name}
            </dd>
            <dt>{t`How to reach them`}</dt>
            <dd className="said" dir="auto">
              {identity.contact === '' ? t`Not known` : identity.contact}
            </dd>
            {identity.notes === '' ? null : (
              <>
                <dt>{t`What to take care of`}</dt>
                <dd className="said" dir="auto">
                  {identity.notes}
                </dd>
              </>
            )}
          </dl>
          <div className="actions">
            <Button icon={EyeOff} onPress={cover}>{t`Cover them`}</Button>
            <p className="quiet">
              <Trans>They cover themselves after a minute, and when you look at another window.</Trans>
            </p>
          </div>
        </>
      )}
      {isWritten ? <Looks recordId={recordId} /> : null}
    </section>
  )
}
