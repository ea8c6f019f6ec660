import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Siren } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import type { PressEvent } from 'react-aria-components'
import type { Alert, RecordId } from '../../../core/engine/contract/index.ts'
import { useArea } from '../../app/area.ts'
import { useRouter } from '../../app/router.tsx'
import { Button } from '../../ui/button.tsx'
import { Moment } from '../../ui/moment.tsx'
import { atTheTop, isOfOurs, isWaiting } from './alert-state.ts'
import { AnswerButtons, usePlainWords } from './answer-buttons.tsx'
import { QuietNotes } from './quiet-notes.tsx'
import { useNeedWords, useOpenAlerts } from './use-alerts.ts'
import './alerts.css'

/**
 * Above every screen: the newest alert that waits for our word, or that another computer of ours has raised and nobody has opened here; below it one
 * quiet line each on news and on what is not sent yet. It takes no focus.
 */
export function AlertBanner(): ReactNode {
  const router = useRouter()
  const alerts = useOpenAlerts()
  const [opened, setOpened] = useState<readonly RecordId[]>([])
  const [held, setHeld] = useState<Alert | null>(null)
  const [answered, setAnswered] = useState<Alert | null>(null)
  const { route } = router
  const open = route.screen === 'alerts' ? route.recordId : null
  useEffect(() => {
    if (open !== null) setOpened((before) => (before.includes(open) ? before : [...before, open]))
  }, [open])
  const all = alerts.data?.alerts ?? []
  const isRead = (one: Alert): boolean => one.recordId === open || opened.includes(one.recordId)
  const isCalling = (one: Alert): boolean => isWaiting(one) || (isOfOurs(one) && !isRead(one))
  const waiting = all.filter(isCalling)
  // Of our own there is nothing to answer: it goes once it was opened, whoever is at it.
  const isAt = held !== null && isOfOurs(held) && isRead(held) ? null : held
  const alert = atTheTop(all, waiting, answered ?? isAt, open)
  const goOn = (isByPointer: boolean): void => {
    const rest = waiting.filter(({ recordId }) => recordId !== alert?.recordId)
    setAnswered(null)
    // The next one comes under a pointer that rests here: it is held from its first moment.
    setHeld(isByPointer ? (atTheTop(all, rest, null, open) ?? null) : null)
  }
  return (
    <div className="banner-room">
      {alert === undefined ? null : (
        <Calling
          key={`${alert.recordId}:${alert.updateCount}`}
          alert={alert}
          others={waiting.filter(({ recordId }) => recordId !== alert.recordId).length}
          isSettled={!isCalling(alert)}
          isShownBelow={open === alert.recordId}
          onHold={(isHeld) => setHeld(isHeld ? alert : null)}
          onAnswer={() => setAnswered(alert)}
          onGoOn={goOn}
        />
      )}
      <QuietNotes alerts={all} shownBelow={open} />
    </div>
  )
}

interface CallingProps {
  alert: Alert
  others: number
  /** It waits for nothing more, and stays until she goes on. */
  isSettled: boolean
  isShownBelow: boolean
  /** That somebody has come to its buttons, or has left them. */
  onHold(isHeld: boolean): void
  onAnswer(): void
  onGoOn(isByPointer: boolean): void
}

/** It is read out when it comes; the line about others, which changes under it, only when the reader has nothing else to say. */
function Calling(props: CallingProps): ReactNode {
  const { alert, others, isSettled, isShownBelow, onHold, onAnswer, onGoOn } = props
  const { t } = useLingui()
  const router = useRouter()
  const { recordId, author, raisedAt, updates } = alert
  const area = useArea<HTMLElement>('region', t`Alert`, 'input:checked, input, button')
  return (
    <section
      ref={area}
      className="banner"
      aria-label={t`Alert`}
      onPointerEnter={() => onHold(true)}
      onPointerLeave={() => onHold(false)}
      onFocus={() => onHold(true)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) onHold(false)
      }}
    >
      <Words alert={alert} />
      <div className="banner-answers">
        {author.own || alert.over ? null : <AnswerButtons alert={alert} onChoose={onAnswer} />}
        <Said alert={alert} isSettled={isSettled} isShownBelow={isShownBelow} onGoOn={onGoOn} />
      </div>
      <div className="banner-about">
        <Moment iso={updates.at(-1)?.at ?? raisedAt} />
        {isShownBelow ? null : (
          <Button
            look={author.own ? 'plain' : 'quiet'}
            onPress={() => router.go({ screen: 'alerts', recordId })}
          >{t`Open the alert`}</Button>
        )}
        <p className="banner-others" role="status">
          {others > 0 ? (
            <Button look="quiet" onPress={() => router.go({ screen: 'alerts', recordId: null })}>
              <Plural value={others} one="# more alert waits" other="# more alerts wait" />
            </Button>
          ) : null}
        </p>
      </div>
    </section>
  )
}

/** What was answered, and what comes next. It stands beside the answers, never in their place: a second press changes nothing. */
function Said({
  alert,
  isSettled,
  isShownBelow,
  onGoOn,
}: Pick<CallingProps, 'alert' | 'isSettled' | 'isShownBelow' | 'onGoOn'>): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  const plainWords = usePlainWords()
  const { recordId, mine, over } = alert
  const answer = mine === null || mine === 'question' ? null : plainWords[mine]
  const goOn = ({ pointerType }: PressEvent): void => onGoOn(pointerType === 'mouse' || pointerType === 'pen')
  return (
    <>
      <p role="status" className="banner-said">
        {!isSettled ? null : over ? <Trans>This alert is over.</Trans> : answer === null ? null : <Trans>You said: {answer}</Trans>}
      </p>
      {isSettled ? (
        <div className="actions">
          {mine === 'responding' && !over && !isShownBelow ? (
            <Button
              look="primary"
              onPress={(event) => {
                goOn(event)
                router.go({ screen: 'alerts', recordId })
              }}
            >{t`Say what we bring`}</Button>
          ) : null}
          <Button onPress={goOn}>{t`Go on`}</Button>
        </div>
      ) : null}
    </>
  )
}

function Words({ alert: { fields, author, updates, mine, news: isNews } }: { alert: Alert }): ReactNode {
  const needWords = useNeedWords()
  const news = updates.at(-1)?.news ?? ''
  return (
    <div className="banner-words" role="alert">
      <p className="banner-head">
        <Siren aria-hidden />
        <span>
          {author.own ? (
            <Trans>Alert that we raised on another computer</Trans>
          ) : mine === null || !isNews ? (
            <Trans>
              Alert from <bdi>{author.name}</bdi>
            </Trans>
          ) : (
            <Trans>
              News on the alert from <bdi>{author.name}</bdi>
            </Trans>
          )}
        </span>
      </p>
      <p className="banner-what" dir="auto">
        {fields.what}
      </p>
      {news === '' ? null : <p dir="auto">{news}</p>}
      <p>
        {fields.area === '' ? <Trans>Place not said</Trans> : <bdi>{fields.area}</bdi>}
        {fields.needs.length === 0 ? null : <Trans>. Needed: {needWords(fields.needs)}</Trans>}
      </p>
    </div>
  )
}
