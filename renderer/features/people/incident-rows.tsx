import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { useRouter } from '../../app/router.tsx'
import { listWords } from '../../i18n/lists.ts'
import { useTypeWords } from '../../i18n/use-type-words.ts'
import { usePartialWords } from '../../ui/moment.tsx'
import type { NamedIn } from './named-in.ts'

/** Incidents as a list that opens them: when, what, of which kinds. */
export function IncidentRows({ label, incidents }: { label: string; incidents: readonly NamedIn[] }): ReactNode {
  const router = useRouter()
  const whenWords = usePartialWords()
  const typeWords = useTypeWords()
  return (
    <ol className="card-list" aria-label={label}>
      {incidents.map(({ recordId, label, start, types }) => (
        <li key={recordId}>
          <button type="button" className="list-row card-row" onClick={() => router.go({ screen: 'log', recordId })}>
            <span className="card-row-when quiet">{whenWords(start)}</span>
            <span className="card-row-words">
              <span className="card-row-label">
                <bdi>{label}</bdi>
              </span>
              {types.length === 0 ? null : <span className="quiet">{listWords(types.map(typeWords))}</span>}
            </span>
            <ChevronRight aria-hidden />
          </button>
        </li>
      ))}
    </ol>
  )
}
