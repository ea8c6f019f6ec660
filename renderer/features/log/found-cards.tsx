import { useLingui as useCatalogue } from '@lingui/react'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { MENTION_WORDS } from '../../i18n/mentions.ts'

/** People, officers, requests and so on with the words that were searched, above the incidents. Nothing where there are none. */
export function FoundCards({ text }: { text: string }): ReactNode {
  const { t } = useLingui()
  const { i18n } = useCatalogue()
  const { queries } = useEngine()
  const router = useRouter()
  const found = useQuery({
    ...queries.cards.find.queryOptions({ input: { text }, placeholderData: (before) => before }),
    enabled: text !== '',
  })
  if (text === '' || found.data === undefined || found.data.length === 0) return null
  return (
    <ul className="chips found-cards" aria-label={t`People and other records with these words`}>
      {found.data.map(({ recordId, kind, label }) => (
        <li key={recordId}>
          <button type="button" className="chip found-card" onClick={() => router.go({ screen: 'card', recordId })}>
            <bdi className="found-card-label">{label}</bdi> <span className="quiet">{i18n._(MENTION_WORDS[kind])}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
