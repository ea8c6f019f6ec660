import { Trans } from '@lingui/react/macro'
import { type ReactNode, useId } from 'react'
import type { FileReference, SpaceId } from '../../../core/engine/contract/index.ts'
import { ProblemNote } from '../../ui/problem.tsx'
import { type FileField as FieldName, filesOf } from './fields.ts'
import { FileField } from './file-field.tsx'
import { FileList } from './file-list.tsx'
import { type FilesRecord, isOurs } from './files-record.ts'
import { useFileChanges, type WriteFiles } from './use-file-changes.ts'
import { useFileDrop } from './use-file-drop.ts'
import { useFileQueue } from './use-file-queue.ts'

export interface RecordFilesProps {
  record: FilesRecord
  house: SpaceId | null
  /** Whether partners can be given copies of them. */
  isShared?: boolean
  /** Amends the record. */
  write: WriteFiles
  /** What else is said of a file. */
  facts?: (field: FieldName) => ReactNode
  /** Those that are shown elsewhere on the page. */
  except?: ReadonlySet<FieldName>
}

const NONE: ReadonlySet<FieldName> = new Set()

/** The files of a record. To one of our own they can be added, and taken out of it, at any time: each is an amendment of its own. */
export function RecordFiles({ record, house, isShared = false, write, facts, except = NONE }: RecordFilesProps): ReactNode {
  const { recordId, author, spaceId } = record
  const kept = filesOf(record.fields).filter(({ field }) => !except.has(field))
  const files = kept.map(({ file }) => file)
  const { add, takeOut, error } = useFileChanges(record, write)
  const said = (file: FileReference): ReactNode => {
    const field = kept.find((each) => each.file.list === file.list)?.field
    return field === undefined ? null : facts?.(field)
  }
  if (!isOurs(record, house)) {
    return <FileList files={files} recordId={recordId} facts={said} from={author.own ? null : author.name} />
  }
  return (
    <>
      <OwnFiles house={spaceId} isShared={isShared} onAdd={(file) => add(file)}>
        <FileList files={files} recordId={recordId} onRemove={takeOut} facts={said} />
      </OwnFiles>
      <ProblemNote of={error} />
    </>
  )
}

interface OwnFilesProps {
  house: SpaceId
  isShared: boolean
  onAdd(file: FileReference): Promise<void>
  children: ReactNode
}

function OwnFiles({ house, isShared, onAdd, children }: OwnFilesProps): ReactNode {
  const labelId = useId()
  const queue = useFileQueue(house, { added: onAdd })
  const isOver = useFileDrop(queue.add)
  return (
    <section className="stack" aria-labelledby={labelId}>
      <h2 id={labelId} className="field-label files-title">
        <Trans>Photos, films, sound and papers</Trans>
      </h2>
      <FileField queue={queue} isOver={isOver} isShared={isShared}>
        {children}
      </FileField>
    </section>
  )
}
