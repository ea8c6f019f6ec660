import { Trans, useLingui } from '@lingui/react/macro'
import { PenLine } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Alert } from '../../../core/engine/contract/index.ts'
import { useRouter } from '../../app/router.tsx'
import { Button } from '../../ui/button.tsx'

/** What came of an alert in our own log, and the way to write it down. */
export function CameOf({ alert }: { alert: Alert }): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  return (
    <section className="section" aria-label={t`In our log`}>
      <h2>
        <Trans>In our log</Trans>
      </h2>
      {alert.incidents.length === 0 ? (
        <p className="quiet">
          <Trans>Nothing is written down of this yet. What the alert says is filled in for you.</Trans>
        </p>
      ) : (
        <ul className="items" aria-label={t`What came of it`}>
          {alert.incidents.map(({ recordId, label }) => (
            <li key={recordId}>
              <button type="button" className="link" onClick={() => router.go({ screen: 'log', recordId })}>
                <bdi>{label}</bdi>
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="actions">
        <Button icon={PenLine} onPress={() => router.go({ screen: 'write', draftId: null, alert: alert.recordId })}>
          {t`Write down what happened`}
        </Button>
      </div>
    </section>
  )
}
