import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Alert, RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { ANSWER_WORDS } from '../../i18n/alerts.ts'
import { Ask } from '../../ui/ask.tsx'
import { Button } from '../../ui/button.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useSpaces } from '../log/names.ts'
import { AnswerButtons } from './answer-buttons.tsx'
import { isWaiting, useNeedWords } from './use-alerts.ts'

/** One alert, with the answers as they come. */
export function AlertView({ recordId }: { recordId: RecordId }): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const router = useRouter()
  const alert = useQuery(queries.alerts.get.queryOptions({ input: { recordId } }))
  const back = (): void => router.back({ screen: 'alerts', recordId: null })
  return (
    <Page title={alert.data?.fields.what ?? t`Alert`} onBack={back} backLabel={t`Back to the alerts`}>
      <ProblemNote of={alert.error} />
      {alert.data === undefined ? null : (
        <>
          {alert.data.disputed ? <Disputed /> : null}
          <Facts alert={alert.data} />
          {alert.data.author.own ? <OurOwn alert={alert.data} /> : <OurAnswer alert={alert.data} />}
          <Answers alert={alert.data} />
        </>
      )}
    </Page>
  )
}

/** That its author's computer has told others something else. */
function Disputed(): ReactNode {
  return (
    <div className="note">
      <p>
        <Trans>
          There are two versions of the log of the computer that raised this. Others may not have heard of it, or may have heard something
          else.
        </Trans>
      </p>
    </div>
  )
}

function Facts({ alert: { fields, author, raisedAt, stoodDownAt, spaceId } }: { alert: Alert }): ReactNode {
  const needWords = useNeedWords()
  const { nameOf } = useSpaces()
  return (
    <dl className="alert-facts">
      <Fact name={<Trans>Where</Trans>}>{fields.area === '' ? <Trans>Place not said</Trans> : <bdi>{fields.area}</bdi>}</Fact>
      <Fact name={<Trans>Who is needed</Trans>}>{fields.needs.length === 0 ? <Trans>Not said</Trans> : needWords(fields.needs)}</Fact>
      <Fact name={<Trans>Raised by</Trans>}>{author.own ? <Trans>Us</Trans> : <bdi>{author.name}</bdi>}</Fact>
      <Fact name={<Trans>When</Trans>}>
        <Moment iso={raisedAt} />
      </Fact>
      <Fact name={<Trans>Who can read it</Trans>}>
        <bdi>{nameOf(spaceId)}</bdi>
      </Fact>
      {stoodDownAt === null ? null : (
        <Fact name={<Trans>Over since</Trans>}>
          <Moment iso={stoodDownAt} />
        </Fact>
      )}
    </dl>
  )
}

function Fact({ name, children }: { name: ReactNode; children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function OurAnswer({ alert }: { alert: Alert }): ReactNode {
  // The banner holds the buttons for as long as it shows this alert.
  if (alert.stoodDownAt !== null || isWaiting(alert)) return null
  return (
    <section className="section">
      <h2>
        <Trans>Our answer</Trans>
      </h2>
      <AnswerButtons alert={alert} />
    </section>
  )
}

function OurOwn({ alert }: { alert: Alert }): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const [asking, setAsking] = useState(false)
  const standDown = useMutation({
    mutationFn: () => client.alerts.standDown({ recordId: alert.recordId }),
    onSuccess: async () => {
      setAsking(false)
      await cache.invalidateQueries({ queryKey: queries.alerts.key() })
    },
  })
  if (alert.stoodDownAt !== null) return null
  return (
    <div className="stack">
      <p role="status">
        <Reach alert={alert} />
      </p>
      <div className="actions">
        <Button onPress={() => setAsking(true)}>{t`Say that it is over`}</Button>
      </div>
      {asking ? (
        <Ask
          title={t`Is this alert over?`}
          action={t`It is over`}
          keep={t`It goes on`}
          onAction={() => standDown.mutate()}
          onClose={() => setAsking(false)}
          isBusy={standDown.isPending}
        >
          <p>
            <Trans>Partners see that it is over, and nobody can answer any more. If it begins again, raise a new alert.</Trans>
          </p>
          <ProblemNote of={standDown.error} />
        </Ask>
      ) : null}
    </div>
  )
}

/** How far an own alert has come, by what partners' computers have signed for. */
function Reach({ alert: { reach, answers } }: { alert: Alert }): ReactNode {
  if (reach === undefined) return null
  const { of } = reach
  // Whoever has answered has it, though what went by a courier drive is signed for only at the next connection.
  const partners = Math.min(of, Math.max(reach.partners, answers.filter(({ author }) => !author.own).length))
  if (of === 0) return <Trans>Not yet with anyone: there is no partner in this coalition yet.</Trans>
  if (partners === 0)
    return <Trans>Not yet with anyone. It goes out by itself as soon as a partner can be reached, or with a courier drive.</Trans>
  return <Plural value={of} one={`With ${partners} of # organisation.`} other={`With ${partners} of # organisations.`} />
}

function Answers({ alert: { answers, stoodDownAt } }: { alert: Alert }): ReactNode {
  const { t, i18n } = useLingui()
  return (
    <section className="section" aria-live="polite">
      <h2>
        <Trans>Answers</Trans>
      </h2>
      {answers.length === 0 ? (
        <p className="quiet">{stoodDownAt === null ? <Trans>No answer yet.</Trans> : <Trans>No answer came.</Trans>}</p>
      ) : (
        <ul className="alert-answers" aria-label={t`Answers`}>
          {answers.map(({ author, answer, answeredAt }) => (
            <li key={author.organisationId}>
              <span className="alert-answer-who">{author.own ? <Trans>Us</Trans> : <bdi>{author.name}</bdi>}</span>
              <span>{i18n._(ANSWER_WORDS[answer])}</span>
              <span className="quiet">
                <Moment iso={answeredAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
