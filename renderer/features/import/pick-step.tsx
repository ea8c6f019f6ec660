import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { FileSpreadsheet } from 'lucide-react'
import { type DragEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import type { ImportId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Slow } from '../../ui/slow.tsx'
import { RecentImports } from './recent-imports.tsx'
import { sendFile } from './send-file.ts'

/** What the file dialog offers first. What a file is, its content says. */
const ACCEPTED =
  '.xlsx,.xlsm,.csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export interface PickStepProps {
  onRead(importId: ImportId): void
  onTakeBack(importId: ImportId): void
}

/** The file: chosen or dropped. */
export function PickStep({ onRead, onTakeBack }: PickStepProps): ReactNode {
  const { t } = useLingui()
  const { client } = useEngine()
  const [sent, setSent] = useState({ bytes: 0, of: 0 })
  const [isOver, setOver] = useState(false)
  const stop = useRef<AbortController | null>(null)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => () => stop.current?.abort(), [])

  const send = useMutation({
    mutationFn: async (file: File) => {
      stop.current?.abort()
      stop.current = new AbortController()
      setSent({ bytes: 0, of: file.size })
      return sendFile(client, file, stop.current.signal, (bytes) => setSent({ bytes, of: file.size }))
    },
    onSuccess: onRead,
  })
  const dropped = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file !== undefined && !send.isPending) send.mutate(file)
  }
  const cancelled = stop.current?.signal.aborted === true
  const percent = sent.of === 0 ? 100 : Math.floor((sent.bytes / sent.of) * 100)

  return (
    <>
      <p>
        <Trans>
          Choose an Excel file (.xlsx) or a CSV file. Every spreadsheet program can save one of them. You will see what becomes of each row
          before anything is written.
        </Trans>
      </p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a larger target for a pointer; the button inside does the same */}
      <div
        className={isOver ? 'drop drop-over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={dropped}
      >
        <FileSpreadsheet aria-hidden />
        <p>
          <Trans>Drop the file here, or</Trans>
        </p>
        <Button look="primary" onPress={() => input.current?.click()} isDisabled={send.isPending}>{t`Choose a file`}</Button>
        <input
          ref={input}
          className="visually-hidden"
          type="file"
          accept={ACCEPTED}
          aria-label={t`Spreadsheet file`}
          tabIndex={-1}
          onChange={(event) => {
            const file = event.target.files?.[0]
            event.target.value = ''
            if (file !== undefined) send.mutate(file)
          }}
        />
      </div>
      {send.isPending ? (
        <Slow after={1_000}>
          <Progress label={t`Reading the file`} words={t`${percent} %`} done={sent.bytes} total={sent.of} />
          <div className="actions">
            <Button onPress={() => stop.current?.abort()}>{t`Cancel`}</Button>
          </div>
        </Slow>
      ) : null}
      {cancelled ? null : <ProblemNote of={send.error} />}
      <RecentImports onTakeBack={onTakeBack} />
    </>
  )
}
