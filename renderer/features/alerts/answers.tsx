import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Alert } from '../../../core/engine/contract/index.ts'
import { ANSWER_WORDS } from '../../i18n/alerts.ts'
import { listWords } from '../../i18n/lists.ts'
import { Moment } from '../../ui/moment.tsx'
import { useSpaces } from '../log/names.ts'
import { useNeedWords } from './use-alerts.ts'

/** What each organisation has answered last, and who has not yet. */
export function Answers({ alert }: { alert: Alert }): ReactNode {
  const { t } = useLingui()
  const { answers, over } = alert
  return (
    <section className="section" aria-live="polite">
      <h2>
        <Trans>Answers</Trans>
      </h2>
      {answers.length === 0 ? (
        <p className="quiet">{over ? <Trans>No answer came.</Trans> : <Trans>No answer yet.</Trans>}</p>
      ) : (
        <ul className="alert-answers" aria-label={t`Answers`}>
          {answers.map((said) => (
            <li key={said.author.organisationId}>
              <One said={said} hasNews={alert.updateCount > 0} />
            </li>
          ))}
        </ul>
      )}
      {over ? null : <NotYet alert={alert} />}
    </section>
  )
}

function One({ said, hasNews }: { said: Alert['answers'][number]; hasNews: boolean }): ReactNode {
  const { i18n } = useLingui()
  const needWords = useNeedWords()
  const { author, answer, brings, line, question, answeredAt, current } = said
  return (
    <>
      <span className="alert-said">
        <span>
          <span className="alert-answer-who">{author.own ? <Trans>Us</Trans> : <bdi>{author.name}</bdi>}</span>{' '}
          <span>{i18n._(ANSWER_WORDS[answer])}</span>
        </span>
        {brings.length === 0 ? null : (
          <span>
            <Trans>Brings: {needWords(brings)}</Trans>
          </span>
        )}
        {line === '' ? null : <bdi>{line}</bdi>}
        {question === '' ? null : (
          <span className="alert-question">
            <Trans>
              Asks: <bdi>{question}</bdi>
            </Trans>
          </span>
        )}
        {hasNews && !current ? (
          <span className="quiet">
            <Trans>Before the last news</Trans>
          </span>
        ) : null}
      </span>
      <span className="quiet">
        <Moment iso={answeredAt} />
      </span>
    </>
  )
}

/** The members that have not answered. */
function NotYet({ alert: { spaceId, author, answers } }: { alert: Alert }): ReactNode {
  const { coalitions } = useSpaces()
  const members = coalitions.find((each) => each.spaceId === spaceId)?.members ?? []
  const said = new Set([author, ...answers.map((one) => one.author)].map(({ organisationId }) => organisationId))
  const names = members
    .filter(({ own, role, organisationId }) => !own && role !== 'courier' && !said.has(organisationId))
    .map(({ name }) => name)
  if (names.length === 0 || answers.length === 0) return null
  return (
    <p className="quiet">
      <Trans>
        Not answered yet: <bdi>{listWords(names)}</bdi>
      </Trans>
    </p>
  )
}
