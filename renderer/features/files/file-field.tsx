import { Trans, useLingui } from '@lingui/react/macro'
import { Paperclip } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { Button, type ButtonProps } from '../../ui/button.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { Progress } from '../../ui/progress.tsx'
import { useFileWords } from './file-words.tsx'
import type { FileQueue } from './use-file-queue.ts'
import './files.css'

export interface FileFieldProps {
  /** What is on its way, and where files are added. */
  queue: FileQueue
  /** Whether files are held over the window. */
  isOver: boolean
  /** Whether partners can be given copies of them. */
  isShared: boolean
  /** The list of those that are there. */
  children: ReactNode
}

/** Files of a record: dropped, pasted or chosen, sealed as they come in, one after the other. */
export function FileField({ queue, isOver, isShared, children }: FileFieldProps): ReactNode {
  return (
    <div className={isOver ? 'files files-over' : 'files'}>
      <p className="hint">
        {isShared ? (
          <Trans>Up to 2 GB each, locked as they come in. They stay on our computers: partners get only those that you choose.</Trans>
        ) : (
          <Trans>Up to 2 GB each, locked as they come in. They stay on our computers.</Trans>
        )}
      </p>
      {children}
      <FileProgress queue={queue} />
      <div className="actions">
        <AddFiles queue={queue} />
        <span className="quiet files-drop-hint">
          <Trans>or drop or paste them anywhere on this page</Trans>
        </span>
      </div>
      {isOver ? (
        <p className="drop-note" role="status">
          <Trans>Let go to add it here.</Trans>
        </p>
      ) : null}
    </div>
  )
}

/** What is on its way, and what has gone wrong with it. */
export function FileProgress({ queue }: { queue: FileQueue }): ReactNode {
  const { t } = useLingui()
  return (
    <>
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
    </>
  )
}

export interface AddFilesProps {
  queue: FileQueue
  look?: ButtonProps['look']
  /** What it is added to, where that is not the whole page: said to who cannot see where the button stands. */
  label?: string
  children?: string
}

/** Chooses files of this computer. */
export function AddFiles({ queue, look, label, children }: AddFilesProps): ReactNode {
  const { t } = useLingui()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button
        icon={Paperclip}
        {...(look === undefined ? {} : { look })}
        {...(label === undefined ? {} : { 'aria-label': label })}
        onPress={() => input.current?.click()}
      >
        {children ?? t`Add files`}
      </Button>
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
    </>
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
