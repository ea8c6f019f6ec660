import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ChevronRight, Siren } from 'lucide-react'
import { Fragment, type ReactNode, useDeferredValue, useState } from 'react'
import { type Alert, LIMITS, type RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { momentWords } from '../../i18n/when.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { More } from '../../ui/more.tsx'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useSpaces } from '../log/names.ts'
import { hasQuietNews, isAnswerOnItsWay, isWaiting, openQuestions, reachedBy } from './alert-state.ts'
import { AlertView } from './alert-view.tsx'
import { useOpenAlerts } from './use-alerts.ts'
import './alerts.css'

/** Alerts that are open, and below them those that are over, `text` being looked for there; or one of them. */
export function AlertsScreen({ recordId, text }: { recordId: RecordId | null; text: string }): ReactNode {
  if (recordId !== null) return <AlertView recordId={recordId} />
  return <AlertList searched={text} />
}

function AlertList({ searched }: { searched: string }): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  const open = useOpenAlerts()
  const alerts = open.data?.alerts
  return (
    <Page title={t`Alerts`} focusTitle={searched === ''}>
      <ProblemNote of={open.error} />
      {alerts === undefined ? null : alerts.length === 0 ? (
        <div className="stack">
          <p>
            <Trans>
              No alert is open. When something happens here, raise one: every partner who can be reached sees it at once, and the others as
              soon as they can.
            </Trans>
          </p>
          <div className="actions">
            <Button look="primary" onPress={() => router.go({ screen: 'raise' })}>{t`Raise an alert`}</Button>
          </div>
        </div>
      ) : (
        <Rows alerts={alerts} label={t`Open alerts`} />
      )}
      <Over searched={searched} />
      <WhileLocked />
    </Page>
  )
}

/** Whoever watches for alerts must know that it locks by itself, and what that means. */
function WhileLocked(): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const router = useRouter()
  const settings = useQuery(queries.settings.get.queryOptions())
  const minutes = settings.data?.autoLockMinutes ?? 0
  if (minutes === 0) return null
  return (
    <p className="quiet">
      <Plural
        value={minutes}
        one="Parasol locks after # minute in which nobody touches it. While it is locked, no alert comes in."
        other="Parasol locks after # minutes in which nobody touches it. While it is locked, no alert comes in."
      />{' '}
      <Button look="quiet" onPress={() => router.go({ screen: 'settings' })}>{t`Change when it locks`}</Button>
    </p>
  )
}

const PAGE = 50
/** A list that can be seen whole needs no search. */
const SEARCH_FROM = 8

/** Asked for only when somebody looks, and a page at a time. `searched`: what it is opened to be looked for in; empty: it is closed. */
function Over({ searched }: { searched: string }): ReactNode {
  const { t, i18n } = useLingui()
  const { queries } = useEngine()
  const [opened, setOpened] = useState(searched !== '')
  const [isSearchable, setIsSearchable] = useState(searched !== '')
  const [typed, setTyped] = useState(searched)
  const text = useDeferredValue(typed)
  const over = useInfiniteQuery({
    ...queries.alerts.list.infiniteOptions({
      input: (cursor: string | null) => ({ open: false, text, cursor, limit: PAGE }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.nextCursor,
    }),
    placeholderData: keepPreviousData,
    enabled: opened,
  })
  const alerts = over.data?.pages.flatMap((page) => page.alerts)
  // The first answer decides: nobody can have typed before. From then on the field stays, with the focus in it, whatever is found.
  if (!isSearchable && ((alerts ?? []).length >= SEARCH_FROM || over.hasNextPage)) setIsSearchable(true)
  const isOfText = !over.isPlaceholderData
  return (
    <More title={t`Alerts that are over`} defaultExpanded={searched !== ''} onOpen={() => setOpened(true)}>
      <ProblemNote of={over.error} />
      {isSearchable ? (
        <Field
          label={t`Find an alert`}
          value={typed}
          onChange={setTyped}
          autoFocus={searched !== ''}
          dir="auto"
          maxLength={LIMITS.searchText}
          className="alert-search"
        />
      ) : null}
      <p className="visually-hidden" role="status">
        {text === '' || alerts === undefined || !isOfText ? null : over.hasNextPage ? (
          <Trans>{i18n.number(alerts.length)} or more found</Trans>
        ) : (
          <Plural value={alerts.length} one="# found" other="# found" />
        )}
      </p>
      {alerts?.length === 0 ? (
        <p className="quiet">
          {text === '' && isOfText ? (
            <Trans>None yet.</Trans>
          ) : (
            <Trans>Nothing here has these words. Try fewer, or only the beginning of one.</Trans>
          )}
        </p>
      ) : (
        <Rows alerts={alerts ?? []} label={t`Alerts that are over`} />
      )}
      {over.hasNextPage ? (
        <div className="actions">
          <Button isDisabled={over.isFetchingNextPage} onPress={() => void over.fetchNextPage()}>{t`Show older alerts`}</Button>
        </div>
      ) : null}
    </More>
  )
}

function Rows({ alerts, label }: { alerts: readonly Alert[]; label: string }): ReactNode {
  return (
    <ul className="alert-list" aria-label={label}>
      {alerts.map((alert) => (
        <li key={alert.recordId}>
          <Row alert={alert} />
        </li>
      ))}
    </ul>
  )
}

function Row({ alert }: { alert: Alert }): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  const { nameOf } = useSpaces()
  const { recordId, spaceId, fields, author, raisedAt } = alert
  const parts = [fields.area, momentWords(raisedAt), author.own ? t`raised by us` : author.name, nameOf(spaceId)].filter(
    (part) => part !== '',
  )
  return (
    <button type="button" className="list-row alert-row" onClick={() => router.go({ screen: 'alerts', recordId })}>
      <Siren aria-hidden />
      <span className="alert-row-words">
        <span className="alert-row-what">
          <bdi>{fields.what}</bdi>
        </span>
        <span className="quiet">
          {parts.map((part, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two parts can read the same, their places cannot
            <Fragment key={at}>
              {at === 0 ? null : ' · '}
              <bdi>{part}</bdi>
            </Fragment>
          ))}
        </span>
      </span>
      <State alert={alert} />
      <ChevronRight aria-hidden />
    </button>
  )
}

/** The one thing about an alert that matters most now. */
function State({ alert }: { alert: Alert }): ReactNode {
  const { over, stoodDownAt, answers } = alert
  const state = reachedBy(alert)?.state
  const responding = answers.filter(({ answer }) => answer === 'responding').length
  if (isWaiting(alert))
    return (
      <span className="alert-row-waits">{alert.mine === null ? <Trans>Waits for your answer</Trans> : <Trans>News for you</Trans>}</span>
    )
  if (openQuestions(alert).length > 0)
    return (
      <span className="alert-row-waits">
        <Trans>Waits for your reply</Trans>
      </span>
    )
  if (hasQuietNews(alert))
    return (
      <span className="alert-row-news">
        <Trans>News</Trans>
      </span>
    )
  if (isAnswerOnItsWay(alert))
    return (
      <span className="alert-row-news">
        <Trans>Our answer is on the way</Trans>
      </span>
    )
  if (!over && state === 'queued')
    return (
      <span className="alert-row-news">
        <Trans>Kept until a partner is there</Trans>
      </span>
    )
  if (!over && state === 'on-the-way')
    return (
      <span className="quiet">
        <Trans>On the way</Trans>
      </span>
    )
  return (
    <span className="quiet">
      {over && stoodDownAt === null ? (
        <>
          <Trans>Past its time</Trans>
          {' · '}
        </>
      ) : null}
      {over && answers.length === 0 ? (
        <Trans>Nobody answered</Trans>
      ) : (
        <Plural value={answers.length} _0="No answer yet" one="# answer" other="# answers" />
      )}
      {responding === 0 ? null : <Plural value={responding} one=", # responding" other=", # responding" />}
    </span>
  )
}
