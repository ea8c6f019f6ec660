import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import type { Author, FileReference, RecordId, SpaceId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { type FileField as FieldName, type FileChange, filesOf, newFileField } from './fields.ts'
import { FileField } from './file-field.tsx'
import { FileList } from './file-list.tsx'
import { useFileDrop } from './use-file-drop.ts'
import { useFileQueue } from './use-file-queue.ts'
import { useTwice } from './use-twice.ts'

/** A record of any kind that can have files. */
export interface FilesRecord {
  recordId: RecordId
  spaceId: SpaceId
  author: Author
  fields: Readonly<Record<string, unknown>>
}

export interface RecordFilesProps {
  record: FilesRecord
  house: SpaceId | null
  /** Whether partners can be given copies of them. */
  isShared?: boolean
  /** Amends the record. */
  write(changes: FileChange): Promise<unknown>
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
      <OwnFiles house={spaceId} isShared={isShared} onAdd={add}>
        <FileList files={files} recordId={recordId} onRemove={takeOut} facts={said} />
      </OwnFiles>
      <ProblemNote of={error} />
    </>
  )
}

/** Whether files can be added to a record here: originals are the House's. */
export const isOurs = ({ author, spaceId }: Pick<FilesRecord, 'author' | 'spaceId'>, house: SpaceId | null): boolean =>
  author.own && house !== null && spaceId === house

/** Adds a file to a record, and takes one out of it, which a notice takes back. */
export function useFileChanges<C extends object>({ fields }: FilesRecord, write: (changes: C | FileChange) => Promise<unknown>) {
  const { t } = useLingui()
  const { client } = useEngine()
  const notice = useNotice()
  const isTwice = useTwice()
  const change = useMutation({ mutationFn: write })
  const kept = filesOf(fields).map(({ file }) => file)
  return {
    error: change.error,
    /**
     * Done when the record shows it, so that one that comes next is compared with it too. What goes wrong with that is in `error`; a second copy that is not
     * discarded is in nobody's way, and the engine takes it away later. `changes`: what adds it, where that is more than its field.
     */
    add: async (file: FileReference, changes: C | FileChange = { [newFileField()]: file }): Promise<void> => {
      const done = isTwice(file, kept) ? client.files.discard({ file }) : change.mutateAsync(changes)
      await Promise.allSettled([done])
    },
    takeOut: (taken: FileReference): void => {
      const field = filesOf(fields).find(({ file }) => file.list === taken.list)?.field
      if (field === undefined) return
      change.mutate(
        { [field]: null },
        { onSuccess: () => notice(t`Taken out. It stays in the history.`, () => change.mutate({ [field]: taken })) },
      )
    },
  }
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
