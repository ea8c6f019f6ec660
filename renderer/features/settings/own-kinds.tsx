import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { LIMITS } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { Button } from '../../ui/button.tsx'

/** The kinds of incident of our own, each with the way to its page, where it is called otherwise or erased; nothing where there is none. */
export function OwnKinds(): ReactNode {
  const { queries } = useEngine()
  const router = useRouter()
  const list = useQuery(queries.cards.list.queryOptions({ input: { kind: 'type', limit: LIMITS.pageSize } }))
  const own = list.data?.rows.filter(({ author }) => author.own) ?? []
  if (own.length === 0) return null
  return (
    <section className="section">
      <h2>
        <Trans>Our own kinds of incident</Trans>
      </h2>
      <p>
        <Trans>Open one to give it another name, or to erase it. Incidents of that kind stay.</Trans>
      </p>
      <div className="actions">
        {own.map(({ recordId, label }) => (
          <Button key={recordId} onPress={() => router.go({ screen: 'card', recordId })}>
            <bdi>{label}</bdi>
          </Button>
        ))}
      </div>
    </section>
  )
}
