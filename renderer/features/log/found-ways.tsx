import { useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ArrowRight, MapPin } from 'lucide-react'
import type { ReactNode } from 'react'
import { LIMITS } from '../../../core/engine/contract/limits.ts'
import { beginsIn } from '../../app/begins-in.ts'
import { useCommands } from '../../app/commands.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'

/** More of either would push the incidents away that are looked for. */
const OFFERED = 3

/** The places, and what can be opened or done, with the words that are searched. */
export function useWays(text: string) {
  const { queries } = useEngine()
  const commands = useCommands()
    .filter(({ words }) => beginsIn(words, text))
    .slice(0, OFFERED)
  const typed = text.trim().slice(0, LIMITS.area)
  const found = useQuery({
    ...queries.records.places.queryOptions({ input: { text: typed } }),
    placeholderData: keepPreviousData,
    enabled: typed.length > 1,
  })
  const places = typed.length > 1 ? (found.data ?? []).slice(0, OFFERED) : []
  return { commands, places, isNothing: commands.length + places.length === 0 }
}

/** Where else the words that are searched lead: to a place with all that happened there, to a part of Parasol, or to what can be done. Nothing where to none. */
export function FoundWays({ text }: { text: string }): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  const { commands, places, isNothing } = useWays(text)
  if (isNothing) return null
  return (
    <ul className="chips found-beside" aria-label={t`Places, and what can be opened or done, with these words`}>
      {commands.map(({ words, keys, run }) => (
        <li key={words}>
          <button type="button" className="chip found-chip" onClick={run}>
            <ArrowRight aria-hidden className="turns" />
            <span className="found-label">{words}</span> <span className="quiet">{keys}</span>
          </button>
        </li>
      ))}
      {places.map(({ area }) => (
        <li key={area}>
          <button type="button" className="chip found-chip" onClick={() => router.go({ screen: 'gathered', of: 'place', name: area })}>
            <MapPin aria-hidden />
            <bdi className="found-label">{area}</bdi> <span className="quiet">{t`Place`}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
