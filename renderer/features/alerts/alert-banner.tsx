import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Siren } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import type { Alert, RecordId } from '../../../core/engine/contract/index.ts'
import { useRouter } from '../../app/router.tsx'
import { Button } from '../../ui/button.tsx'
import { Moment } from '../../ui/moment.tsx'
import { isOfOurs, isWaiting } from './alert-state.ts'
import { AnswerButtons } from './answer-buttons.tsx'
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
  const [held, setHeld] = useState<RecordId | null>(null)
  const { route } = router
  const open = route.screen === 'alerts' ? route.recordId : null
  useEffect(() => {
    if (open !== null) setOpened((before) => (before.includes(open) ? before : [...before, open]))
  }, [open])
  const all = alerts.data?.alerts ?? []
  const waiting = all.filter((one) => isWaiting(one) || (isOfOurs(one) && one.recordId !== open && !opened.includes(one.recordId)))
  // While somebody is at its buttons no newer one takes its place: what is pressed must go to what was read.
  const alert = waiting.find(({ recordId }) => recordId === held) ?? waiting[0]
  return (
    <div className="banner-room">
      {alert === undefined ? null : (
        <Calling
          key={`${alert.recordId}:${alert.updateCount}`}
          alert={alert}
          others={waiting.length - 1}
          isShownBelow={open === alert.recordId}
          onHold={(isHeld) => setHeld(isHeld ? alert.recordId : null)}
        />
      )}
      <QuietNotes alerts={all} shownBelow={open} />
    </div>
  )
}

interface CallingProps {
  alert: Alert
  others: number
  isShownBelow: boolean
  /** That somebody has come to its buttons, or has left them. */
  onHold(isHeld: boolean): void
}

/** It is read out when it comes; the line about others, which changes under it, only when the reader has nothing else to say. */
function Calling({ alert, others, isShownBelow, onHold }: CallingProps): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  const { recordId, author, raisedAt, updates } = alert
  return (
    <section
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
      <p className="banner-when">
        <Moment iso={updates.at(-1)?.at ?? raisedAt} />
      </p>
      <div className="banner-answers">
        {author.own ? null : <AnswerButtons alert={alert} />}
        {isShownBelow ? null : (
          <Button
            look={author.own ? 'plain' : 'quiet'}
            onPress={() => router.go({ screen: 'alerts', recordId })}
          >{t`Open the alert`}</Button>
        )}
      </div>
      <p className="banner-others" role="status">
        {others > 0 ? (
          <Button look="quiet" onPress={() => router.go({ screen: 'alerts', recordId: null })}>
            <Plural value={others} one="# more alert waits" other="# more alerts wait" />
          </Button>
        ) : null}
      </p>
    </section>
  )
}

function Words({ alert: { fields, author, updates, mine } }: { alert: Alert }): ReactNode {
  const needWords = useNeedWords()
  const news = updates.at(-1)?.news ?? ''
  return (
    <div className="banner-words" role="alert">
      <p className="banner-head">
        <Siren aria-hidden />
        <span>
          {author.own ? (
            <Trans>Alert that we raised on another computer</Trans>
          ) : mine === null ? (
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
