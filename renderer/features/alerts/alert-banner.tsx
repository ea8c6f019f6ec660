import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Siren } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import type { RecordId } from '../../../core/engine/contract/index.ts'
import { useRouter } from '../../app/router.tsx'
import { Button } from '../../ui/button.tsx'
import { Moment } from '../../ui/moment.tsx'
import { AnswerButtons } from './answer-buttons.tsx'
import { isOfOurs, isWaiting, useNeedWords, useOpenAlerts } from './use-alerts.ts'
import './alerts.css'

/**
 * The newest alert that waits for our word, or that another computer of ours has raised and nobody has opened here, above every screen. It is read out when it comes; the line about others, which changes under
 * it, only when the reader has nothing else to say.
 */
export function AlertBanner(): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  const needWords = useNeedWords()
  const alerts = useOpenAlerts()
  const [opened, setOpened] = useState<readonly RecordId[]>([])
  const { route } = router
  const open = route.screen === 'alerts' ? route.recordId : null
  useEffect(() => {
    if (open !== null) setOpened((before) => (before.includes(open) ? before : [...before, open]))
  }, [open])
  const waiting =
    alerts.data?.alerts.filter((one) => isWaiting(one) || (isOfOurs(one) && one.recordId !== open && !opened.includes(one.recordId))) ?? []
  const [alert] = waiting
  const others = waiting.length - 1
  if (alert === undefined) return <div className="banner-room" role="status" />
  const { recordId, fields, author, raisedAt } = alert
  const isShownBelow = open === recordId
  return (
    <section className="banner" aria-label={t`Alert`} key={recordId}>
      <div className="banner-words" role="alert">
        <p className="banner-head">
          <Siren aria-hidden />
          <span>
            {author.own ? (
              <Trans>Alert that we raised on another computer</Trans>
            ) : (
              <Trans>
                Alert from <bdi>{author.name}</bdi>
              </Trans>
            )}
          </span>
        </p>
        <p className="banner-what" dir="auto">
          {fields.what}
        </p>
        <p>
          {fields.area === '' ? <Trans>Place not said</Trans> : <bdi>{fields.area}</bdi>}
          {fields.needs.length === 0 ? null : <Trans>. Needed: {needWords(fields.needs)}</Trans>}
        </p>
      </div>
      <p className="banner-when">
        <Moment iso={raisedAt} />
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
