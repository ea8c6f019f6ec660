import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Alert, RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { AlertFacts } from './alert-facts.tsx'
import { AnswerForm } from './answer-form.tsx'
import { Answers } from './answers.tsx'
import { CameOf } from './came-of.tsx'
import { Coverage } from './coverage.tsx'
import { OwnAlert } from './own-alert.tsx'
import { Updates } from './updates.tsx'

/** One alert, with what is new and the answers as they come. */
export function AlertView({ recordId }: { recordId: RecordId }): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const router = useRouter()
  const alert = useQuery(queries.alerts.get.queryOptions({ input: { recordId } }))
  const back = (): void => router.back({ screen: 'alerts', recordId: null })
  return (
    <Page title={alert.data?.fields.what ?? t`Alert`} onBack={back} backLabel={t`Back to the alerts`}>
      <ProblemNote of={alert.error} />
      {alert.data === undefined ? null : <Parts alert={alert.data} />}
    </Page>
  )
}

function Parts({ alert }: { alert: Alert }): ReactNode {
  return (
    <>
      {alert.disputed ? <Disputed /> : null}
      {alert.author.own ? <OwnAlert alert={alert} /> : null}
      <Updates alert={alert} />
      <AlertFacts alert={alert} />
      {alert.author.own ? null : <OurAnswer alert={alert} />}
      <Coverage alert={alert} />
      <Answers alert={alert} />
      <CameOf alert={alert} />
    </>
  )
}

/** That its author's computer has told others something else. */
function Disputed(): ReactNode {
  return (
    <div className="note">
      <p>
        <Trans>
          There are two versions of the log of the computer that raised this. Others may not have heard of it, or may have heard something
          else.
        </Trans>
      </p>
    </div>
  )
}

function OurAnswer({ alert }: { alert: Alert }): ReactNode {
  if (alert.stoodDownAt !== null) return null
  return (
    <section className="section">
      <h2>
        <Trans>Our answer</Trans>
      </h2>
      <AnswerForm alert={alert} />
    </section>
  )
}
