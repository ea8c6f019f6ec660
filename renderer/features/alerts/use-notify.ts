import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useShell } from '../../app/shell.tsx'
import { isOfOurs, isWaiting, useOpenAlerts } from './use-alerts.ts'

/** Says on the desktop that an alert has come: by default only that there is something new. What was there at the unlock is on the screen already. */
export function useAlertNotifications(): void {
  const { t } = useLingui()
  const { queries } = useEngine()
  const { notifier } = useShell()
  const settings = useQuery(queries.settings.get.queryOptions())
  const alerts = useOpenAlerts().data?.alerts
  const how = settings.data?.notify
  const known = useRef<Set<RecordId> | null>(null)
  useEffect(() => {
    if (alerts === undefined || how === undefined) return
    const before = known.current
    known.current = new Set([...(before ?? []), ...alerts.map(({ recordId }) => recordId)])
    const fresh = before === null ? [] : alerts.filter((alert) => (isWaiting(alert) || isOfOurs(alert)) && !before.has(alert.recordId))
    const [newest] = fresh
    if (newest === undefined || how === 'off') return
    const { what, area } = newest.fields
    notifier.notify(how === 'quiet' ? t`Something new` : [what, area].filter((part) => part !== '').join(', '))
  }, [alerts, how, notifier, t])
}
