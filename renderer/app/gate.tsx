import { useLingui } from '@lingui/react/macro'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { type ReactNode, Suspense } from 'react'
import type { VaultStatus } from '../../core/engine/contract/index.ts'
import { FirstRun } from '../features/welcome/first-run.tsx'
import { Unlock } from '../features/welcome/unlock.tsx'
import { useChosenLanguage } from '../i18n/use-chosen-language.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { WindowBoundary } from './broken.tsx'
import { OpeningScreen } from './ends.tsx'
import { useEngine } from './engine.tsx'
import { Joining, Main, RecoveryWords } from './parts.ts'
import { Spoken } from './spoken.tsx'

/** What may be seen, in the language that was chosen: nothing else is put up before the engine has said which. */
export function Gate({ isLocked }: { isLocked: boolean }): ReactNode {
  const { queries } = useEngine()
  const status = useQuery(queries.vault.status.queryOptions())
  const isSettled = useChosenLanguage(status.isError ? null : status.data?.language)
  return (
    <Spoken isPatient>
      <WindowBoundary>
        {status.isPending || !isSettled ? (
          <OpeningScreen isLocked={isLocked} />
        ) : (
          <Suspense fallback={<OpeningScreen />}>
            <Inside status={status} />
          </Suspense>
        )}
      </WindowBoundary>
    </Spoken>
  )
}

/** The first run, the lock, the recovery words that are not confirmed yet, or the log. */
function Inside({ status }: { status: UseQueryResult<VaultStatus> }): ReactNode {
  const { t } = useLingui()
  if (status.isError || status.data === undefined) {
    return (
      <Sheet title={t`Parasol cannot open your log`}>
        <ProblemNote of={status.error} />
        <div className="actions">
          <Button look="primary" onPress={() => void status.refetch()}>{t`Try again`}</Button>
        </div>
      </Sheet>
    )
  }
  switch (status.data.state) {
    case 'none':
      return <FirstRun />
    case 'locked':
      return <Unlock />
    case 'joining':
      return <Joining />
    case 'unlocked':
      return status.data.wordsToConfirm ? <RecoveryWords /> : <Main mended={status.data.mended} />
  }
}
