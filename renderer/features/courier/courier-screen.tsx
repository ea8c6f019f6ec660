import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Checkbox } from 'react-aria-components'
import { type CourierReport, LIMITS } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { listWords } from '../../i18n/lists.ts'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useFileWords } from '../files/file-words.tsx'
import { DriveField } from './drive-field.tsx'
import { Report } from './report.tsx'
import { Run } from './run.tsx'
import './courier.css'

/** A stick that is put in while the screen is open shows up by itself. */
const LOOK_AGAIN_MS = 3_000

type Step = { name: 'choose' } | { name: 'run'; dir: string } | { name: 'report'; dir: string; report: CourierReport }

/** A USB stick carries entries between computers that cannot reach each other: choose it, exchange, read what went each way. */
export function CourierScreen(): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const cache = useQueryClient()
  const router = useRouter()
  const [step, setStep] = useState<Step>({ name: 'choose' })
  const [typed, setTyped] = useState<string | null>(null)
  const [longFiles, setLongFiles] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const drives = useQuery(
    queries.courier.drives.queryOptions({ refetchInterval: LOOK_AGAIN_MS, staleTime: 0, enabled: step.name === 'choose' }),
  )
  const found = drives.data ?? []
  const dir = (typed ?? (found.length === 1 ? found[0]?.dir : '') ?? '').trim()
  const coalitions = useQuery(queries.coalitions.list.queryOptions())
  const begin = (): void => {
    setProblem(null)
    setStep({ name: 'run', dir })
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (dir !== '') begin()
  }
  const names = coalitions.data?.map(({ name }) => name) ?? []
  return (
    <Page
      title={t`Courier drive`}
      onBack={step.name === 'run' ? undefined : () => router.back({ screen: 'coalitions', spaceId: null })}
      backLabel={t`Back to the coalitions`}
    >
      {step.name === 'choose' ? (
        <>
          <div className="prose">
            <p className="lead">
              <Trans>A USB stick carries entries between you and your partners, with no network at all. You can also join by it.</Trans>
            </p>
            <p>
              <Trans>
                Put the stick in and exchange. Hand it to your partner, who does the same. When it comes back to you, exchange again.
              </Trans>
            </p>
          </div>
          <form className="stack" onSubmit={submit} noValidate>
            <DriveField drives={found} value={typed ?? dir} onChange={setTyped} />
            {names.length === 0 ? null : (
              <>
                <WhatLeaves names={names} />
                <LongFiles isChosen={longFiles} onChange={setLongFiles} />
              </>
            )}
            <ProblemNote of={problem ?? coalitions.error ?? drives.error} />
            <div className="actions">
              <Button type="submit" look="primary" isDisabled={dir === ''}>{t`Exchange with this drive`}</Button>
            </div>
          </form>
        </>
      ) : null}
      {step.name === 'run' ? (
        <Run
          dir={step.dir}
          longFiles={longFiles}
          onReport={(report) => {
            void cache.invalidateQueries({ queryKey: queries.records.key() })
            void cache.invalidateQueries({ queryKey: queries.coalitions.key() })
            setStep({ name: 'report', dir: step.dir, report })
          }}
          onStop={(cause) => {
            setProblem(cause)
            setStep({ name: 'choose' })
          }}
        />
      ) : null}
      {step.name === 'report' ? (
        <Report report={step.report} onAgain={begin} onDone={() => router.go({ screen: 'log', recordId: null })} />
      ) : null}
    </Page>
  )
}

function WhatLeaves({ names }: { names: readonly string[] }): ReactNode {
  return (
    <div className="note note-block">
      <p>
        <strong>
          <Trans>What goes onto the drive</Trans>
        </strong>
      </p>
      <ul className="plain-list">
        <li>
          <Trans>
            Everything of <bdi>{listWords(names)}</bdi> that is not there yet, with its pictures and other files, locked. Only the members
            can open it.
          </Trans>
        </li>
        <li>
          <Trans>Who finds the drive sees that it is Parasol’s and how much there is. Not what it says, nor whose it is.</Trans>
        </li>
        <li>
          <Trans>What is for you only stays here. Other files on the drive are left as they are.</Trans>
        </li>
      </ul>
    </div>
  )
}

/** A film can take minutes and most of a stick: those go only where somebody wants them to. */
function LongFiles({ isChosen, onChange }: { isChosen: boolean; onChange(isChosen: boolean): void }): ReactNode {
  const { t } = useLingui()
  const { size } = useFileWords()
  const limit = size(LIMITS.fileByItself)
  return (
    <div>
      <Checkbox className="pick pick-box pick-bare" isSelected={isChosen} onChange={onChange} aria-describedby="long-files">
        {t`Long files too, of more than ${limit} each, such as films`}
      </Checkbox>
      <p className="hint" id="long-files">
        <Trans>They take time and room. A partner gets one by pressing “Get this file” beside it, and exchanging again after that.</Trans>
      </p>
    </div>
  )
}
