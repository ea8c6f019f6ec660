import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Progress as Done, ImportId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { Progress } from '../../ui/progress.tsx'
import type { ImportPlan } from './mapping.ts'

export interface RunStepProps {
  importId: ImportId
  plan: ImportPlan
  onEnd(): void
  onBack(): void
}

/** The rows are being written. What is written stays, also after Cancel. */
export function RunStep({ importId, plan, onEnd, onBack }: RunStepProps): ReactNode {
  const { t, i18n } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const [done, setDone] = useState<Pick<Done, 'done' | 'total'>>({ done: 0, total: 0 })
  const [problem, setProblem] = useState<unknown>(null)
  const stop = useRef<AbortController | null>(null)
  const ended = useRef(onEnd)

  useEffect(() => {
    const controller = new AbortController()
    stop.current = controller
    let isGone = false
    const run = async (): Promise<void> => {
      try {
        const events = await client.imports.run({ importId, ...plan }, { signal: controller.signal })
        for await (const event of events) setDone({ done: event.done, total: event.total })
      } catch (cause) {
        if (!controller.signal.aborted) {
          setProblem(cause)
          return
        }
      }
      if (isGone) return
      void cache.invalidateQueries({ queryKey: queries.records.key() })
      ended.current()
    }
    void run()
    return () => {
      isGone = true
      controller.abort()
    }
  }, [client, queries, cache, importId, plan])

  if (problem !== null) {
    return (
      <>
        <ProblemNote of={problem} />
        <div className="actions">
          <Button look="primary" onPress={onEnd}>{t`See what is saved`}</Button>
          <Button onPress={onBack}>{t`Back to the columns`}</Button>
        </div>
      </>
    )
  }
  return (
    <>
      <Progress
        label={t`Writing the incidents`}
        words={t`${i18n.number(done.done)} of ${i18n.number(done.total)} rows`}
        done={done.done}
        total={done.total}
      />
      <p className="quiet">
        <Trans>Stay on this page until it is done. If you leave it or cancel, the rows that are written stay in the log.</Trans>
      </p>
      <div className="actions">
        <Button onPress={() => stop.current?.abort()}>{t`Cancel`}</Button>
      </div>
    </>
  )
}
