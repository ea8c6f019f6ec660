import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useShell } from '../../app/shell.tsx'
import { isOfOurs, saidByPartners } from './alert-state.ts'
import { useOpenAlerts } from './use-alerts.ts'

/**
 * Says on the desktop that an alert has come, or news on one, or an answer to one of ours: by default only that there is something new, and never the exact
 * place or a telephone number. What was there at the unlock is on the screen already.
 */
export function useAlertNotifications(): void {
  const { t } = useLingui()
  const { queries } = useEngine()
  const { notifier } = useShell()
  const settings = useQuery(queries.settings.get.queryOptions())
  const alerts = useOpenAlerts().data?.alerts
  const how = settings.data?.notify
  /** How many updates of each alert were there, and which answers. */
  const known = useRef<ReadonlyMap<RecordId, { updates: number; said: readonly string[] }> | null>(null)
  useEffect(() => {
    if (alerts === undefined || how === undefined) return
    const before = known.current
    known.current = new Map([
      ...(before ?? []),
      ...alerts.map((alert) => [alert.recordId, { updates: alert.updateCount, said: saidByPartners(alert) }] as const),
    ])
    const fresh = alerts.filter((alert) => {
      const was = before?.get(alert.recordId)
      const isForUs = !alert.author.own && (alert.mine === null || alert.news)
      const isNew = (isForUs || isOfOurs(alert)) && (was === undefined || was.updates < alert.updateCount)
      const isAnswer = alert.author.own && was !== undefined && saidByPartners(alert).some((one) => !was.said.includes(one))
      return before !== null && (isNew || isAnswer)
    })
    const [newest] = fresh
    if (newest === undefined || how === 'off') return
    const { fields, updates } = newest
    const words = [updates.at(-1)?.news ?? '', fields.what, fields.area]
    notifier.notify(how === 'quiet' ? t`Something new` : words.filter((part) => part !== '').join(', '))
  }, [alerts, how, notifier, t])
}
