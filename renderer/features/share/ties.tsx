import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Incident, RecordId } from '../../../core/engine/contract/index.ts'
import { useRouter } from '../../app/router.tsx'
import { Button } from '../../ui/button.tsx'
import { Moment } from '../../ui/moment.tsx'
import type { Spaces } from '../log/names.ts'

/** With whom an incident of ours was shared, and what they read. */
export function SharedAs({ incident, spaces }: { incident: Incident; spaces: Spaces }): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  return (
    <>
      <Trans>Us. Also shared with:</Trans>
      <ul className="facts-shared">
        {incident.sharedAs.map(({ spaceId, recordId }) => (
          <li key={recordId}>
            <bdi>{spaces.nameOf(spaceId)}</bdi>{' '}
            <Button
              look="quiet"
              onPress={() => router.go({ screen: 'log', recordId })}
              aria-label={t`What they read: ${spaces.nameOf(spaceId)}`}
            >
              {t`What they read`}
            </Button>
            <Button
              look="quiet"
              onPress={() => router.go({ screen: 'share', recordId: incident.recordId, audience: spaceId })}
              aria-label={t`Files they get: ${spaces.nameOf(spaceId)}`}
            >
              {t`Files they get`}
            </Button>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Who had it and has it no more, and until when: what they read then they still know. Nothing where there are none. */
export function TakenBack({ incident, spaces }: { incident: Incident; spaces: Spaces }): ReactNode {
  const { t } = useLingui()
  if (incident.takenBack.length === 0) return null
  return (
    <>
      <dt>{t`Taken back`}</dt>
      <dd>
        {incident.takenBack.map(({ spaceId, until }) => {
          const coalition = spaces.nameOf(spaceId)
          return (
            <p key={spaceId}>
              <Trans>
                Partners in <bdi>{coalition}</bdi> could read this until <Moment iso={until} />. A computer of theirs that was not connected
                since then still has it.
              </Trans>
            </p>
          )
        })}
      </dd>
    </>
  )
}

/** On what a coalition reads: where it comes from. */
export function MadeFrom({ madeFrom, coalition }: { madeFrom: RecordId; coalition: string }): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  return (
    <div className="note">
      <p>
        <Trans>
          This is what <bdi>{coalition}</bdi> reads. You shared it from an incident of your own, which stands in the log.
        </Trans>
      </p>
      <Button onPress={() => router.go({ screen: 'log', recordId: madeFrom })}>{t`Open your own`}</Button>
    </div>
  )
}
