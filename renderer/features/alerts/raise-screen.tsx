import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { AlertDraft } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useSpaces } from '../log/names.ts'
import { RaiseForm } from './raise-form.tsx'
import './alerts.css'
import '../write/write.css'

/** What, where, who is needed: nothing else stands between a person and her partners. */
export function RaiseScreen(): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const router = useRouter()
  const { coalitions } = useSpaces()
  const writable = coalitions.filter((coalition) => coalition.writable)
  // Asked for once: what is typed from then on is the form's.
  const [start, setStart] = useState<AlertDraft | null | 'unknown'>('unknown')
  const draft = useQuery({ ...queries.alerts.draft.queryOptions(), enabled: start === 'unknown', gcTime: 0 })
  if (start === 'unknown' && draft.data !== undefined && !draft.isFetching) setStart(draft.data.draft)
  return (
    <Page
      title={t`Raise an alert`}
      onBack={() => router.back()}
      backLabel={t`Back, and raise nothing`}
      focusTitle={writable.length === 0}
      className="write"
    >
      {writable.length === 0 ? (
        <NobodyYet />
      ) : start === 'unknown' ? (
        <ProblemNote of={draft.error} />
      ) : (
        <RaiseForm coalitions={writable} start={start} />
      )}
    </Page>
  )
}

function NobodyYet(): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  return (
    <div className="stack">
      <p>
        <Trans>An alert goes to the partners in a coalition, and you are in none. Call or write to them in another way now.</Trans>
      </p>
      <div className="actions">
        <Button look="primary" onPress={() => router.go({ screen: 'coalitions', spaceId: null })}>{t`See the coalitions`}</Button>
      </div>
    </div>
  )
}
