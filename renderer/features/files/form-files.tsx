import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { RecordId } from '../../../core/engine/contract/index.ts'
import { Button } from '../../ui/button.tsx'
import type { FileField as FieldName } from './fields.ts'
import { FileField } from './file-field.tsx'
import { FileList } from './file-list.tsx'
import type { FormFiles } from './use-form-files.ts'
import './files.css'

export interface FormFilesProps {
  files: FormFiles
  /** The record that is amended. */
  recordId: RecordId | null
  /** Whether partners can be given copies of them. */
  isShared?: boolean
  /** What is asked of each file. */
  ask?: (field: FieldName) => ReactNode
}

/** The files of a form, those that are here and those that are half here. */
export function FormFilesField({ files, recordId, isShared = false, ask }: FormFilesProps): ReactNode {
  const fieldOf = (list: string): FieldName | undefined => files.shown.find(({ file }) => file.list === list)?.field
  const withField = (list: string, act: (field: FieldName) => ReactNode): ReactNode => {
    const field = fieldOf(list)
    return field === undefined ? null : act(field)
  }
  return (
    <FileField queue={files.queue} isOver={files.isOver} isShared={isShared}>
      <FileList
        files={files.shown.map(({ file }) => file)}
        recordId={recordId}
        isNew={files.isNew}
        onRemove={({ list }) => {
          const field = fieldOf(list)
          if (field !== undefined) files.takeOut(field)
        }}
        {...(ask === undefined ? {} : { more: ({ list }: { list: string }) => withField(list, ask) })}
      />
      {files.half.map((half) => (
        <Half key={half.field} name={half.name} onLeave={() => files.takeOut(half.field)} />
      ))}
    </FileField>
  )
}

/** Of a file only a part is here. */
export function Half({ name, onLeave }: { name: string; onLeave: () => void }): ReactNode {
  const { t } = useLingui()
  return (
    <div className="note">
      <p>
        <Trans>
          Of <bdi>{name}</bdi> only a part is here. Add the same file again, and it goes on where it stopped.
        </Trans>
      </p>
      <div className="actions">
        <Button look="quiet" aria-label={t`Leave out ${name}`} onPress={onLeave}>{t`Leave it out`}</Button>
      </div>
    </div>
  )
}

/** Why the form cannot be saved yet: a file would be missing. */
export function FilesWait({ files }: { files: FormFiles | null }): ReactNode {
  return (
    <p className="quiet" role="status">
      {files === null || !files.isBusy ? null : files.half.length > 0 && files.queue.current === null ? (
        <Trans>One file is not all here. Add it again or leave it out, then save.</Trans>
      ) : (
        <Trans>A file is still coming in. Wait for it or cancel it, then save.</Trans>
      )}
    </p>
  )
}
