import { useLingui as useCatalogue } from '@lingui/react'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { AlertFound } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { MENTION_WORDS } from '../../i18n/mentions.ts'
import { momentWords } from '../../i18n/when.ts'

/** The alerts and the records of other kinds with the words that are searched. */
export function useBeside(text: string) {
  const { queries } = useEngine()
  const found = useQuery({
    ...queries.cards.find.queryOptions({ input: { text }, placeholderData: (before) => before }),
    enabled: text !== '',
  })
  const alerts = useQuery({
    ...queries.alerts.find.queryOptions({ input: { text }, placeholderData: (before) => before }),
    enabled: text !== '',
  })
  const isNothing = text === '' || ((found.data ?? []).length === 0 && (alerts.data?.alerts ?? []).length === 0)
  return { found, alerts, isNothing }
}

/** Alerts, people, officers, requests and so on with the words that were searched, above the incidents. Nothing where there are none. */
export function FoundBeside({ text }: { text: string }): ReactNode {
  const { t } = useLingui()
  const { i18n } = useCatalogue()
  const router = useRouter()
  const { found, alerts, isNothing } = useBeside(text)
  if (isNothing) return null
  return (
    <ul className="chips found-beside" aria-label={t`Alerts, people and other records with these words`}>
      {alerts.data?.alerts.map((alert) => (
        <li key={alert.recordId}>
          <FoundAlert alert={alert} />
        </li>
      ))}
      {alerts.data?.moreOver === true ? (
        <li>
          <button type="button" className="chip found-chip" onClick={() => router.go({ screen: 'alerts', recordId: null, text })}>
            {t`Show more in past alerts`}
          </button>
        </li>
      ) : null}
      {found.data?.map(({ recordId, kind, label }) => (
        <li key={recordId}>
          <button type="button" className="chip found-chip" onClick={() => router.go({ screen: 'card', recordId })}>
            <bdi className="found-label">{label}</bdi> <span className="quiet">{i18n._(MENTION_WORDS[kind])}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

/** Many alerts are called alike: when it was tells them apart. */
function FoundAlert({ alert: { recordId, what, raisedAt, over } }: { alert: AlertFound }): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  const when = momentWords(raisedAt)
  return (
    <button type="button" className="chip found-chip" onClick={() => router.go({ screen: 'alerts', recordId })}>
      <bdi className="found-label">{what}</bdi> <span className="quiet">{over ? t`Alert, ${when}` : t`Open alert, ${when}`}</span>
    </button>
  )
}
