import { useLingui } from '@lingui/react/macro'
import { Download, Eye, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { FileReference, RecordId } from '../../../core/engine/contract/index.ts'
import { Button } from '../../ui/button.tsx'
import { FileView } from './file-view.tsx'
import { useFileWords } from './file-words.tsx'
import { SaveFile } from './save-file.tsx'
import { Trace } from './trace.tsx'
import './files.css'

export interface FileListProps {
  files: readonly FileReference[]
  /** The record that they are kept with; null where it is not written yet. */
  recordId: RecordId | null
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
export function FileList({ files, recordId, onRemove, facts, more, isNew = () => false }: FileListProps): ReactNode {
  const { t } = useLingui()
  const words = useFileWords()
  const [open, setOpen] = useState<{ file: FileReference; as: 'view' | 'save' } | null>(null)
  if (files.length === 0) return null
  return (
    <>
      <ul className="file-list" aria-label={t`Files`}>
        {files.map((file) => {
          const { name } = file
          const [kind, size] = [words.kind(file), words.size(file.size)]
          return (
            <li key={file.list} className="file">
              <Trace file={file} recordId={isNew(file) ? null : recordId} />
              <div className="file-words">
                <span className="file-title">
                  <bdi>{name}</bdi>
                </span>
                <span className="quiet">{t`${kind}, ${size}`}</span>
                {facts?.(file)}
              </div>
              <div className="file-actions">
                <Button
                  look="quiet"
                  icon={Eye}
                  aria-label={t`Look at ${name}`}
                  onPress={() => setOpen({ file, as: 'view' })}
                >{t`Look`}</Button>
                <Button
                  look="quiet"
                  icon={Download}
                  aria-label={t`Save ${name} on this computer`}
                  onPress={() => setOpen({ file, as: 'save' })}
                >
                  {t`Save…`}
                </Button>
                {onRemove === undefined ? null : (
                  <Button look="quiet" icon={X} aria-label={t`Take out ${name}`} onPress={() => onRemove(file)}>{t`Take out`}</Button>
                )}
              </div>
              {more === undefined ? null : <div className="file-more">{more(file)}</div>}
            </li>
          )
        })}
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
