import { Trans, useLingui } from '@lingui/react/macro'
import { Check, CircleDashed } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Alert } from '../../../core/engine/contract/index.ts'
import { listWords } from '../../i18n/lists.ts'
import { coverage } from './alert-state.ts'
import { useNeedWords } from './use-alerts.ts'

/** Of each thing that is needed: who brings it, or that nobody does yet. */
export function Coverage({ alert }: { alert: Alert }): ReactNode {
  const { t } = useLingui()
  const needWords = useNeedWords()
  const needs = coverage(alert)
  if (needs.length === 0) return null
  const missing = needs.filter(({ by }) => by.length === 0).map(({ need }) => need)
  return (
    <section className="section">
      <h2>
        <Trans>Who brings what</Trans>
      </h2>
      <ul className="coverage" aria-label={t`Who brings what`}>
        {needs.map(({ need, by }) => (
          <li key={need}>
            {by.length === 0 ? <CircleDashed aria-hidden /> : <Check aria-hidden />}
            <span className="alert-answer-who">{needWords([need])}</span>
            {by.length === 0 ? (
              <span className="quiet">
                <Trans>Nobody yet</Trans>
              </span>
            ) : (
              <bdi>{listWords(by.map(({ name, own }) => (own ? t`Us` : name)))}</bdi>
            )}
          </li>
        ))}
      </ul>
      {alert.over ? null : (
        <p role="status" className={missing.length === 0 ? 'quiet' : undefined}>
          {missing.length === 0 ? <Trans>Somebody brings each of these.</Trans> : <Trans>Still missing: {needWords(missing)}</Trans>}
        </p>
      )}
    </section>
  )
}
