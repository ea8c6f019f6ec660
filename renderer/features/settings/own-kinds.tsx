import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useRouter } from '../../app/router.tsx'
import { useOwnTypes } from '../../i18n/use-own-types.ts'
import { Button } from '../../ui/button.tsx'

/** The kinds of incident of our own, each with the way to its page, where it is called otherwise or erased; nothing where there is none. */
export function OwnKinds(): ReactNode {
  const router = useRouter()
  const own = useOwnTypes()
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
