import { useLingui } from '@lingui/react/macro'
import { Download, Eye, X } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { FileReference, RecordId } from '../../../core/engine/contract/index.ts'
import { Button } from '../../ui/button.tsx'
import { FilePlace, usePlace } from './file-place.tsx'
import { FileView } from './file-view.tsx'
import { useFileWords } from './file-words.tsx'
import { SaveFile } from './save-file.tsx'
import { Trace } from './trace.tsx'
import './files.css'

export interface FileListProps {
  files: readonly FileReference[]
  /** What they are, where a page has more than one list. */
  label?: string
  /** The record that they are kept with; null where it is not written yet. */
  recordId: RecordId | null
  /** The partner who wrote the record; left out for our own. */
  from?: string | null
  /** Where files can be taken out. */
  onRemove?: (file: FileReference) => void
  /** What else is said of a file, under its name. */
  facts?: (file: FileReference) => ReactNode
  /** What is asked of a file, in a row of its own. */
  more?: (file: FileReference) => ReactNode
  /** Those that the record does not have yet. */
  isNew?: (file: FileReference) => boolean
}

/** The files of a record. Pictures are covered: what is on them shows only once somebody looks at one on purpose. */
export function FileList({ files, label, recordId, from = null, onRemove, facts, more, isNew = () => false }: FileListProps): ReactNode {
  const { t } = useLingui()
  const [open, setOpen] = useState<{ file: FileReference; as: 'view' | 'save' } | null>(null)
  // From looking one goes on to saving: what had the focus before that is gone by then, so it goes back to what opened the first of the two.
  const opener = useRef<Element | null>(null)
  useEffect(() => {
    if (open !== null) return
    if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus()
    opener.current = null
  }, [open])
  const list = useRef<HTMLUListElement>(null)
  const taken = useRef<{ at: number; room: Element | null } | null>(null)
  const { length } = files
  // What was pressed to take one out is gone with it: the focus goes to the one that is in its place, or to where one is added.
  useEffect(() => {
    const { at, room } = taken.current ?? {}
    taken.current = null
    if (at === undefined) return
    const others = list.current?.querySelectorAll<HTMLElement>('.file-actions button:last-child')
    const next = others?.[Math.min(at, length - 1)] ?? room?.querySelector<HTMLElement>('.step-add button, .actions button')
    next?.focus()
  }, [length])
  if (length === 0) return null
  return (
    <>
      <ul className="file-list" ref={list} aria-label={label ?? t`Files`}>
        {files.map((file, at) => (
          <FileRow
            key={file.list}
            file={file}
            recordId={isNew(file) ? null : recordId}
            from={from}
            facts={facts?.(file)}
            more={more?.(file)}
            onOpen={(as) => {
              opener.current = document.activeElement
              setOpen({ file, as })
            }}
            {...(onRemove === undefined
              ? {}
              : {
                  onRemove: () => {
                    taken.current = { at, room: list.current?.parentElement?.closest('.behind > li, .files') ?? null }
                    onRemove(file)
                  },
                })}
          />
        ))}
      </ul>
      {open?.as === 'view' ? (
        <FileView
          file={open.file}
          recordId={isNew(open.file) ? null : recordId}
          onSave={() => setOpen({ file: open.file, as: 'save' })}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {open?.as === 'save' ? (
        <SaveFile file={open.file} recordId={isNew(open.file) ? null : recordId} onClose={() => setOpen(null)} />
      ) : null}
    </>
  )
}

interface FileRowProps {
  file: FileReference
  recordId: RecordId | null
  from: string | null
  facts: ReactNode
  more: ReactNode
  onOpen(as: 'view' | 'save'): void
  onRemove?: () => void
}

/** One of them: to be looked at and saved where it is here, and where it is where not. */
function FileRow({ file, recordId, from, facts, more, onOpen, onRemove }: FileRowProps): ReactNode {
  const { t } = useLingui()
  const words = useFileWords()
  const place = usePlace(file, recordId)
  const isHere = recordId === null || place?.is === 'here'
  const { name } = file
  const [kind, size] = [words.kind(file), words.size(file.size)]
  return (
    <li className="file">
      {/* Made anew once the picture is here. */}
      <Trace key={isHere ? 'here' : 'away'} file={file} recordId={recordId} />
      <div className="file-words">
        <span className="file-title">
          <bdi>{name}</bdi>
        </span>
        <span className="quiet">{t`${kind}, ${size}`}</span>
        {facts}
      </div>
      <div className="file-actions">
        {place === undefined || isHere ? (
          <>
            <Button look="quiet" icon={Eye} aria-label={t`Look at ${name}`} onPress={() => onOpen('view')}>{t`Look`}</Button>
            <Button look="quiet" icon={Download} aria-label={t`Save ${name} on this computer`} onPress={() => onOpen('save')}>
              {t`Save…`}
            </Button>
          </>
        ) : null}
        {onRemove === undefined ? null : (
          <Button look="quiet" icon={X} aria-label={t`Take out ${name}`} onPress={onRemove}>{t`Take out`}</Button>
        )}
      </div>
      {recordId === null || place === undefined || isHere ? null : <FilePlace file={file} recordId={recordId} place={place} from={from} />}
      {more === undefined ? null : <div className="file-more">{more}</div>}
    </li>
  )
}
