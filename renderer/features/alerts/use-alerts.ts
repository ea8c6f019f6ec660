import { useLingui } from '@lingui/react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Alert, Answer } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { needWords } from '../../i18n/alerts.ts'

/** Open alerts that are asked for at once: whoever has more has other worries than the rest. */
const SHOWN = 50

/** Alerts that nobody has stood down, newest first. One answer for all who ask. */
export function useOpenAlerts() {
  const { queries } = useEngine()
  return useQuery(queries.alerts.list.queryOptions({ input: { open: true, limit: SHOWN } }))
}

/** Whether an alert waits for this organisation's word. */
export const isWaiting = ({ author, mine, stoodDownAt }: Alert): boolean => !author.own && mine === null && stoodDownAt === null

/** Whether another computer of ours has raised an open alert: whoever sits here is to hear of it too. */
export const isOfOurs = ({ author, here, stoodDownAt }: Alert): boolean => author.own && !here && stoodDownAt === null

/** Answers one alert; the screen shows it at once when it is saved. */
export function useAnswer(alert: Alert) {
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (answer: Answer) => client.alerts.answer({ recordId: alert.recordId, answer }),
    onSuccess: () => cache.invalidateQueries({ queryKey: queries.alerts.key() }),
  })
}

/** "Lawyer, bail": who is needed, in the person's language. */
export function useNeedWords(): (needs: readonly string[]) => string {
  const { i18n } = useLingui()
  return (needs) =>
    needs
      .map((need) => {
        const words = needWords(need)
        return typeof words === 'string' ? words : i18n._(words)
      })
      .join(', ')
}
