import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Hourglass, type LucideIcon, MessageCircleQuestionMark, MessagesSquare, Newspaper } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Alert, RecordId } from '../../../core/engine/contract/index.ts'
import { useRouter } from '../../app/router.tsx'
import { Button } from '../../ui/button.tsx'
import { hasQuietNews, isAnswered, isOnItsWay, openQuestions, reachedBy } from './alert-state.ts'

/**
 * One line on what partners ask about alerts of ours, one on who has answered them, one on news of an alert that we have answered, and one on an alert of
 * ours that is with nobody yet. Read out when nothing else is said.
 */
export function QuietNotes({ alerts, shownBelow }: { alerts: readonly Alert[]; shownBelow: RecordId | null }): ReactNode {
  const elsewhere = alerts.filter(({ recordId }) => recordId !== shownBelow)
  return (
    <div role="status">
      <Questions alerts={elsewhere.filter((alert) => openQuestions(alert).length > 0)} />
      <Answered alerts={elsewhere.filter((alert) => isAnswered(alert) && openQuestions(alert).length === 0)} />
      <News alerts={elsewhere.filter(hasQuietNews)} />
      <NotSent alerts={elsewhere.filter(isOnItsWay)} />
    </div>
  )
}

function Questions({ alerts }: { alerts: readonly Alert[] }): ReactNode {
  const { t } = useLingui()
  const [newest] = alerts
  const questions = alerts.flatMap(openQuestions)
  const [first] = questions
  if (newest === undefined || first === undefined) return null
  return (
    <Note icon={MessageCircleQuestionMark} alerts={alerts} action={t`Read and reply`}>
      {questions.length === 1 ? (
        <Trans>
          <bdi>{first.author.name}</bdi> asks about our alert: <bdi>{first.question}</bdi>
        </Trans>
      ) : (
        <Plural value={questions.length} one="# question about our alerts." other="# questions about our alerts." />
      )}
    </Note>
  )
}

function Answered({ alerts }: { alerts: readonly Alert[] }): ReactNode {
  const { t } = useLingui()
  const [newest] = alerts
  if (newest === undefined) return null
  const answers = alerts.flatMap((alert) => alert.answers.filter(({ author }) => !author.own))
  const responding = answers.filter(({ answer }) => answer === 'responding').length
  return (
    <Note icon={MessagesSquare} alerts={alerts} action={t`See the answers`}>
      {differentOf(alerts) === 1 ? (
        <Trans>
          Our alert: <bdi>{newest.fields.what}</bdi>
        </Trans>
      ) : (
        <Plural value={differentOf(alerts)} one="# alert of ours" other="# alerts of ours" />
      )}
      {' · '}
      <Plural value={answers.length} one="# answer" other="# answers" />
      {responding === 0 ? null : <Plural value={responding} one=", # responding" other=", # responding" />}
    </Note>
  )
}

function News({ alerts }: { alerts: readonly Alert[] }): ReactNode {
  const { t } = useLingui()
  const [newest] = alerts
  if (newest === undefined) return null
  return (
    <Note icon={Newspaper} alerts={alerts} action={t`Read the news`}>
      {alerts.length === 1 ? (
        <Trans>
          News on the alert from <bdi>{newest.author.name}</bdi>: <bdi>{newest.updates.at(-1)?.news || newest.fields.what}</bdi>
        </Trans>
      ) : (
        <Plural value={alerts.length} one="News on # alert." other="News on # alerts." />
      )}
    </Note>
  )
}

function NotSent({ alerts }: { alerts: readonly Alert[] }): ReactNode {
  const { t } = useLingui()
  const [newest] = alerts
  if (newest === undefined) return null
  const different = differentOf(alerts)
  return (
    <Note icon={Hourglass} alerts={alerts} action={t`See how far it is`}>
      {alerts.length > 1 && different === 1 ? (
        <Trans>
          Our alert is with nobody yet in <Plural value={alerts.length} one="# coalition" other="# coalitions" />:{' '}
          <bdi>{newest.fields.what}</bdi>. It goes out as soon as a partner’s computer is there.
        </Trans>
      ) : alerts.length > 1 ? (
        <Plural
          value={different}
          one="# alert of ours is with nobody yet. It goes out as soon as a partner’s computer is there."
          other="# alerts of ours are with nobody yet. They go out as soon as a partner’s computer is there."
        />
      ) : reachedBy(newest)?.state === 'queued' ? (
        <Trans>
          Our alert is with nobody yet: <bdi>{newest.fields.what}</bdi>. It goes out as soon as a partner’s computer is there.
        </Trans>
      ) : (
        <Trans>
          Our alert is on the way: <bdi>{newest.fields.what}</bdi>
        </Trans>
      )}
    </Note>
  )
}

/** How many they are to whoever raised them: one that was raised in several coalitions is one in each. */
const differentOf = (alerts: readonly Alert[]): number => new Set(alerts.map(({ fields }) => fields.what)).size

/** `action`: what the button says that leads to the alert, or to all where there are more. */
function Note(props: { icon: LucideIcon; alerts: readonly Alert[]; action: string; children: ReactNode }): ReactNode {
  const { icon: Icon, alerts, action, children } = props
  const router = useRouter()
  const [first, second] = alerts
  const recordId = first !== undefined && second === undefined ? first.recordId : null
  return (
    <div className="banner-note">
      <Icon aria-hidden />
      <p>{children}</p>
      <Button look="quiet" onPress={() => router.go({ screen: 'alerts', recordId })}>
        {action}
      </Button>
    </div>
  )
}
