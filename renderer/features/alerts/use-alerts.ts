import { useLingui } from '@lingui/react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Alert, AnswerFields } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { needWords } from '../../i18n/alerts.ts'
import { listWords } from '../../i18n/lists.ts'
import { useOnce } from '../../ui/use-once.ts'

/** Open alerts that are asked for at once: whoever has more has other worries than the rest. */
const SHOWN = 50

/** Alerts that are neither stood down nor past their time, newest first. One answer for all who ask. */
export function useOpenAlerts() {
  const { queries } = useEngine()
  return useQuery(queries.alerts.list.queryOptions({ input: { open: true, limit: SHOWN } }))
}

/** Does something with alerts in the engine; the screens show it at once when it is saved. */
export function useAlertChange<Asked>(act: (asked: Asked) => Promise<unknown>, saved?: () => void) {
  const { queries } = useEngine()
  const cache = useQueryClient()
  return useOnce({
    mutationFn: act,
    onSuccess: async () => {
      saved?.()
      await cache.invalidateQueries({ queryKey: queries.alerts.key() })
    },
  })
}

/** Answers one alert. */
export function useAnswer(alert: Alert, saved?: () => void) {
  const { client } = useEngine()
  return useAlertChange((said: AnswerFields) => client.alerts.answer({ recordId: alert.recordId, ...said }), saved)
}

/** "Lawyer, bail": who is needed, in the person's language. */
export function useNeedWords(): (needs: readonly string[]) => string {
  const { i18n } = useLingui()
  return (needs) =>
    listWords(
      needs.map((need) => {
        const words = needWords(need)
        return typeof words === 'string' ? words : i18n._(words)
      }),
    )
}
