import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Alert, AlertFields } from '../../../core/engine/contract/index.ts'
import { CHANGED_WORDS } from '../../i18n/alerts.ts'
import { listWords } from '../../i18n/lists.ts'
import { Moment } from '../../ui/moment.tsx'

/** What has come since an alert was raised, the last word first; nothing where nothing has. */
export function Updates({ alert }: { alert: Alert }): ReactNode {
  const { t } = useLingui()
  const { updates, stoodDownAt, lastWords } = alert
  if (updates.length === 0 && (stoodDownAt === null || lastWords === '')) return null
  return (
    <section className="section" aria-live="polite">
      <h2>
        <Trans>News so far</Trans>
      </h2>
      <ol className="alert-answers" aria-label={t`News so far`}>
        {stoodDownAt !== null && lastWords !== '' ? (
          <li>
            <span className="alert-answer-who">
              <bdi>{lastWords}</bdi>
            </span>
            <span className="quiet">
              <Moment iso={stoodDownAt} />
            </span>
          </li>
        ) : null}
        {updates.toReversed().map((update) => (
          <li key={update.entryId}>
            <span className="alert-said">
              {update.news === '' ? null : (
                <span className="alert-answer-who">
                  <bdi>{update.news}</bdi>
                </span>
              )}
              <Changed names={update.changed} />
            </span>
            <span className="quiet">
              <Moment iso={update.at} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** "Changed: where, who is needed". A field that only a later version knows is left out. */
function Changed({ names }: { names: readonly string[] }): ReactNode {
  const { i18n } = useLingui()
  const known = names.filter((name): name is keyof AlertFields => Object.hasOwn(CHANGED_WORDS, name))
  if (known.length === 0) return null
  return (
    <span className="quiet">
      <Trans>Changed: {listWords(known.map((name) => i18n._(CHANGED_WORDS[name])))}</Trans>
    </span>
  )
}
