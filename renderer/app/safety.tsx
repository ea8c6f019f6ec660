import { Plural, Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { momentWords } from '../i18n/when.ts'
import { useEngine } from './engine.tsx'
import { type Held, heldOf } from './held.ts'

/** How safe the data is: where it is kept besides here, and whether anybody is connected. */
export function Safety(): ReactNode {
  const { queries } = useEngine()
  const network = useQuery(queries.network.status.queryOptions())
  const coalitions = useQuery(queries.coalitions.list.queryOptions())
  const connections = network.data?.connections ?? 0
  const held = heldOf(coalitions.data ?? [])
  return (
    <p className="rail-safety">
      <ShieldCheck aria-hidden />
      <span className="rail-safety-words">
        {held === null ? null : (
          <>
            <HeldWords held={held} />{' '}
          </>
        )}
        {/* This alone is said by itself: what partners hold changes with every save. */}
        <span role="status">
          {connections > 0 ? (
            <Plural value={connections} one="Connected to # other computer." other="Connected to # other computers." />
          ) : held === null ? (
            <Trans>Not connected. Everything is kept here.</Trans>
          ) : (
            <Trans>Not connected.</Trans>
          )}
        </span>
      </span>
      {/* Where there is no room for the sentence. */}
      <span className="rail-safety-short" aria-hidden="true">
        {held === null ? (
          <Plural value={connections} _0="Not connected" one="# connected" other="# connected" />
        ) : (
          <HeldShort held={held} />
        )}
      </span>
    </p>
  )
}

/** What is only ours is nowhere else: it must not sound as if it were. */
function HeldWords({ held: { partners, upTo } }: { held: Held }): ReactNode {
  if (upTo === null)
    return (
      <Plural
        value={partners}
        one="Saved here. What we share is also with # partner."
        other="Saved here. What we share is also with # partners."
      />
    )
  const when = momentWords(upTo)
  return (
    <Trans>
      Saved here. What we share is also with <Plural value={partners} one="# partner" other="# partners" />, up to {when}.
    </Trans>
  )
}

function HeldShort({ held: { partners, upTo } }: { held: Held }): ReactNode {
  if (upTo === null) return <Plural value={partners} one="Shared with # partner" other="Shared with # partners" />
  const when = momentWords(upTo)
  return (
    <Trans>
      With <Plural value={partners} one="# partner" other="# partners" /> up to {when}
    </Trans>
  )
}
