import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { Paperclip } from 'lucide-react'
import { type DragEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import type { FileReference, RecordId, SpaceId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { Progress } from '../../ui/progress.tsx'
import { FileList } from './file-list.tsx'
import { useFileWords } from './file-words.tsx'
import { sendFile } from './send.ts'
import './files.css'

export interface FileFieldProps {
  /** Those that are there, in the order in which they are shown. */
  files: readonly FileReference[]
  /** The record, once it is written. */
  recordId?: RecordId
  /** The House: files are kept there, whoever the record is for. */
  house: SpaceId
  /** A file is sealed on this computer. It stays, whatever becomes of the record, until `onRemove` or for two weeks without one. */
  onAdd(file: FileReference): void
  /** Taken out. What no record names is deleted. */
  onRemove(file: FileReference): void
}

/** Files of a record: dropped, pasted or chosen, sealed as they come in, one after the other. */
export function FileField({ files, recordId, house, onAdd, onRemove }: FileFieldProps): ReactNode {
  const { t } = useLingui()
  const { client } = useEngine()
  const labelId = useId()
  const input = useRef<HTMLInputElement>(null)
  const queue = useFileQueue(house, onAdd)
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const pasted = (event: ClipboardEvent): void => {
      const found = [...(event.clipboardData?.files ?? [])]
      if (found.length === 0) return
      event.preventDefault()
      queue.add(found)
    }
    window.addEventListener('paste', pasted)
    return () => window.removeEventListener('paste', pasted)
  }, [queue.add])
  const discard = useMutation({ mutationFn: (file: FileReference) => client.files.discard({ file }) })
  const dropped = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    queue.add([...event.dataTransfer.files])
  }
  return (
    <section
      className={isOver ? 'files files-over' : 'files'}
      aria-labelledby={labelId}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={dropped}
    >
      <h2 id={labelId} className="field-label files-title">
        <Trans>Photos, films, sound and papers</Trans>
      </h2>
      <p className="hint">
        <Trans>Up to 2 GB each, locked as they come in. They are kept on this computer only: sharing the record does not share them.</Trans>
      </p>
      <FileList
        files={files}
        recordId={recordId ?? null}
        onRemove={(file) => {
          onRemove(file)
          discard.mutate(file)
        }}
      />
      {queue.current === null ? null : <Coming {...queue.current} waiting={queue.waiting} onCancel={queue.cancel} />}
      {queue.problem === null ? null : (
        <div className="stack">
          <ProblemNote of={queue.problem.error} />
          <div className="actions">
            <Button onPress={queue.retry}>{t`Try again`}</Button>
            <Button look="quiet" onPress={queue.skip}>{t`Leave this file out`}</Button>
          </div>
        </div>
      )}
      <ProblemNote of={discard.error} />
      <div className="actions">
        <Button icon={Paperclip} onPress={() => input.current?.click()}>{t`Add files`}</Button>
        <span className="quiet files-drop-hint">
          <Trans>or drop or paste them here</Trans>
        </span>
      </div>
      <input
        ref={input}
        className="visually-hidden"
        type="file"
        multiple
        aria-label={t`Files to add`}
        tabIndex={-1}
        onChange={(event) => {
          const chosen = [...(event.target.files ?? [])]
          event.target.value = ''
          queue.add(chosen)
        }}
      />
    </section>
  )
}

/** From here on a file takes so long that a computer may lock meanwhile, in bytes. */
const LONG = 100_000_000

interface ComingProps {
  name: string
  sent: number
  size: number
  waiting: number
  onCancel(): void
}

function Coming({ name, sent, size, waiting, onCancel }: ComingProps): ReactNode {
  const { t } = useLingui()
  const words = useFileWords()
  const [done, all] = [words.size(sent), words.size(size)]
  return (
    <div className="files-coming">
      <Progress label={t`Adding ${name}`} words={t`${done} of ${all}`} done={sent} total={size} />
      {size < LONG ? null : (
        <p className="quiet">
          <Trans>Stay on this page. If Parasol locks before it is done, add the same file again: it goes on where it stopped.</Trans>
        </p>
      )}
      <div className="actions">
        <Button onPress={onCancel}>{t`Cancel`}</Button>
        {waiting === 0 ? null : <span className="quiet">{t`${waiting} more after this one`}</span>}
      </div>
    </div>
  )
}

interface FileQueue {
  current: { name: string; sent: number; size: number } | null
  waiting: number
  problem: { file: File; error: unknown } | null
  add(files: readonly File[]): void
  cancel(): void
  retry(): void
  skip(): void
}

/** Sends files one after the other. What is on its way when the field goes away is kept by the engine as far as it came. */
function useFileQueue(audience: SpaceId, onAdd: (file: FileReference) => void): FileQueue {
  const { client } = useEngine()
  const [waiting, setWaiting] = useState<readonly File[]>([])
  const [current, setCurrent] = useState<{ file: File; sent: number } | null>(null)
  const [problem, setProblem] = useState<FileQueue['problem']>(null)
  const stop = useRef<AbortController | null>(null)
  const added = useRef(onAdd)
  added.current = onAdd
  const isGone = useRef(false)
  useEffect(() => {
    isGone.current = false
    return () => {
      isGone.current = true
    }
  }, [])

  useEffect(() => {
    const [file, ...rest] = waiting
    if (file === undefined || current !== null || problem !== null) return
    const controller = new AbortController()
    stop.current = controller
    setWaiting(rest)
    setCurrent({ file, sent: 0 })
    sendFile(client, file, audience, controller.signal, (sent) => {
      if (isGone.current) throw new DOMException('the form is gone', 'AbortError')
      setCurrent({ file, sent })
    })
      .then((reference) => added.current(reference))
      .catch((error: unknown) => {
        if (!controller.signal.aborted && !isGone.current) setProblem({ file, error })
      })
      .finally(() => setCurrent(null))
  }, [waiting, current, problem, client, audience])

  const [add] = useState(() => (files: readonly File[]) => setWaiting((before) => [...before, ...files]))
  return {
    current: current === null ? null : { name: current.file.name, sent: current.sent, size: current.file.size },
    waiting: waiting.length,
    problem,
    add,
    cancel: () => stop.current?.abort(),
    retry: () => {
      if (problem === null) return
      setWaiting((before) => [problem.file, ...before])
      setProblem(null)
    },
    skip: () => setProblem(null),
  }
}
