import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, Suspense } from 'react'
import { FirstRun } from '../features/welcome/first-run.tsx'
import { Unlock } from '../features/welcome/unlock.tsx'
import { useChosenLanguage } from '../i18n/use-chosen-language.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { OpeningScreen } from './ends.tsx'
import { useEngine } from './engine.tsx'
import { Main } from './main.tsx'
import { Joining, RecoveryWords } from './parts.ts'

/** What may be seen: the first run, the lock, the recovery words that are not confirmed yet, or the log. */
export function Gate({ isLocked }: { isLocked: boolean }): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const status = useQuery(queries.vault.status.queryOptions())
  const isSettled = useChosenLanguage(status.isError ? null : status.data?.language)
  if (status.isPending || !isSettled) return <OpeningScreen isLocked={isLocked} />
  if (status.isError) {
    return (
      <Sheet title={t`Parasol cannot open your log`}>
        <ProblemNote of={status.error} />
        <div className="actions">
          <Button look="primary" onPress={() => void status.refetch()}>{t`Try again`}</Button>
        </div>
      </Sheet>
    )
  }
  if (status.data.state === 'none') return <FirstRun />
  if (status.data.state === 'locked') return <Unlock />
  if (status.data.state === 'joining') {
    return (
      <Suspense fallback={<OpeningScreen />}>
        <Joining />
      </Suspense>
    )
  }
  if (status.data.wordsToConfirm) {
    return (
      <Suspense fallback={<OpeningScreen />}>
        <RecoveryWords />
      </Suspense>
    )
  }
  return <Main mended={status.data.mended} />
}
