import { Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { CourierEvent, CourierReport } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { Button } from '../../ui/button.tsx'
import { Progress } from '../../ui/progress.tsx'
import { useFileWords } from '../files/file-words.tsx'

export interface RunProps {
  dir: string
  /** Whether files go along that are long. */
  longFiles: boolean
  onReport(report: CourierReport): void
  /** Ended without a report: by Cancel (null), or by what is handed over. */
  onStop(cause: unknown): void
}

/** The exchange is under way. What is done stays done, also after Cancel or when the drive is pulled out. */
export function Run({ dir, longFiles, onReport, onStop }: RunProps): ReactNode {
  const { t } = useLingui()
  const { client } = useEngine()
  const [at, setAt] = useState<Pick<CourierEvent, 'step' | 'done' | 'total'>>({ step: 'reading', done: 0, total: 0 })
  const stop = useRef<AbortController | null>(null)
  const ends = useRef({ onReport, onStop })

  useEffect(() => {
    const controller = new AbortController()
    stop.current = controller
    let isGone = false
    const run = async (): Promise<void> => {
      try {
        for await (const event of await client.courier.sync({ dir, longFiles }, { signal: controller.signal })) {
          if (isGone) return
          if (event.report === null) setAt(event)
          else ends.current.onReport(event.report)
        }
      } catch (cause) {
        if (!isGone) ends.current.onStop(controller.signal.aborted ? null : cause)
      }
    }
    void run()
    return () => {
      isGone = true
      controller.abort()
    }
  }, [client, dir, longFiles])

  return (
    <>
      <HowFar {...at} />
      <p className="quiet">
        <Trans>If you cancel, or the drive comes out, nothing is lost: what was copied stays, and the rest goes next time.</Trans>
      </p>
      <div className="actions">
        <Button onPress={() => stop.current?.abort()}>{t`Cancel`}</Button>
      </div>
    </>
  )
}

function HowFar({ step, done: soFar, total: all }: Pick<CourierEvent, 'step' | 'done' | 'total'>): ReactNode {
  const { t, i18n } = useLingui()
  const { size } = useFileWords()
  const [done, total] = [i18n.number(soFar), i18n.number(all)]
  const [bytes, ofBytes] = [size(soFar), size(all)]
  switch (step) {
    case 'reading':
    case 'done':
      return <Progress label={t`Looking at the drive`} words={t`${done} of ${total} files`} done={soFar} total={all} />
    case 'taking':
      return <Progress label={t`Taking what is new`} words={t`${done} of ${total} entries`} done={soFar} total={all} />
    case 'giving':
      return <Progress label={t`Giving what is missing there`} words={t`${done} of ${total} entries`} done={soFar} total={all} />
    case 'taking-files':
      return <Progress label={t`Taking pictures and other files`} words={t`${bytes} so far`} done={null} total={0} />
    case 'giving-files':
      return <Progress label={t`Giving pictures and other files`} words={t`${bytes} of ${ofBytes}`} done={soFar} total={all} />
  }
}
