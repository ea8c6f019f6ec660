import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Alert, RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useShell } from '../../app/shell.tsx'
import { isOfOurs } from './alert-state.ts'
import { useOpenAlerts } from './use-alerts.ts'

/**
 * Says on the desktop that an alert has come, or news on one, or an answer to one that was raised here: by default only that there is something new, and never the exact place or a telephone
 * number. What was there at the unlock is on the screen already.
 */
export function useAlertNotifications(): void {
  const { t } = useLingui()
  const { queries } = useEngine()
  const { notifier } = useShell()
  const settings = useQuery(queries.settings.get.queryOptions())
  const alerts = useOpenAlerts().data?.alerts
  const how = settings.data?.notify
  /** How many updates of each alert were there, and when its last answer came. */
  const known = useRef<ReadonlyMap<RecordId, { updates: number; answered: string }> | null>(null)
  useEffect(() => {
    if (alerts === undefined || how === undefined) return
    const before = known.current
    known.current = new Map([
      ...(before ?? []),
      ...alerts.map((alert) => [alert.recordId, { updates: alert.updateCount, answered: lastAnswer(alert) }] as const),
    ])
    const fresh = alerts.filter((alert) => {
      const was = before?.get(alert.recordId)
      const isForUs = !alert.author.own && (alert.mine === null || alert.news)
      const isNew = (isForUs || isOfOurs(alert)) && (was === undefined || was.updates < alert.updateCount)
      const isAnswer = alert.author.own && was !== undefined && was.answered < lastAnswer(alert)
      return before !== null && (isNew || isAnswer)
    })
    const [newest] = fresh
    if (newest === undefined || how === 'off') return
    const { fields, updates } = newest
    const words = [updates.at(-1)?.news ?? '', fields.what, fields.area]
    notifier.notify(how === 'quiet' ? t`Something new` : words.filter((part) => part !== '').join(', '))
  }, [alerts, how, notifier, t])
}

/** When a partner answered last; empty where none has. ISO 8601. */
const lastAnswer = ({ answers }: Alert): string =>
  answers.reduce((last, { author, answeredAt }) => (author.own || answeredAt < last ? last : answeredAt), '')
