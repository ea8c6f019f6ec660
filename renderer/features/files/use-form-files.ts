import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { DraftFiles, FileReference, RecordId, SpaceId } from '../../../core/engine/contract/index.ts'
import { LIMITS } from '../../../core/engine/contract/limits.ts'
import { useNotice } from '../../app/notice.tsx'
import { type FileField, newFileField, shownFiles } from './fields.ts'
import type { DraftHolder } from './send.ts'
import { useFileDrop } from './use-file-drop.ts'
import { type FileQueue, useFileQueue } from './use-file-queue.ts'
import { useTwice } from './use-twice.ts'

/** A form whose draft holds files. */
export interface FilesHolder {
  files: DraftFiles
  /** Gets what the form holds at that moment. */
  setFiles(change: (now: DraftFiles) => DraftFiles): void
  /** The draft, once all that the form holds is on the disk; null where it could not be kept. */
  keep(): Promise<DraftHolder | null>
}

export interface FormFiles {
  queue: FileQueue
  /** Whether files are held over the window. */
  isOver: boolean
  shown: readonly { field: FileField; file: FileReference }[]
  /** Those that are not all here, and that nobody is sending now. */
  half: readonly { field: FileField; name: string; size: number }[]
  /** Whether one is on its way or half here, so that a record would go without it. */
  isBusy: boolean
  isNew(file: FileReference): boolean
  /** Takes one out, whether it is here or half here; the notice takes that back. */
  takeOut(field: FileField): void
}

const put = (now: DraftFiles, field: FileField, file: FileReference | null): DraftFiles => {
  const { [field]: _gone, ...coming } = now.coming
  return { here: { ...now.here, [field]: file }, coming }
}

export interface FormFilesOptions {
  /** The record that is amended, and its fields. */
  recordId?: RecordId | null
  before?: Readonly<Record<string, unknown>>
  /** Why the form takes no files: said before anything is sealed. */
  refusal?: string | null
  /** Whether it takes what is dropped or pasted anywhere: of a page one list can. */
  takesDrops?: boolean
}

/** The files of a form: what is dropped, pasted or chosen goes into its draft at once. `house`: null while that is not known. */
export function useFormFiles(
  holder: FilesHolder,
  house: SpaceId | null,
  { recordId = null, before = {}, refusal = null, takesDrops = true }: FormFilesOptions = {},
): FormFiles {
  const { t } = useLingui()
  const notice = useNotice()
  const [running, setRunning] = useState<FileField | null>(null)
  const twice = useTwice()
  const { files, setFiles, keep } = holder
  const shown = shownFiles(before, files)
  const isNew = (file: FileReference): boolean => Object.values(files.here).some((each) => each?.list === file.list)
  const queue = useFileQueue(house, {
    begun: async ({ uploadId, name, size }) => {
      const [again] = Object.entries(files.coming).flatMap(([field, coming]) => (coming?.uploadId === uploadId ? [field as FileField] : []))
      const field = again ?? newFileField()
      setRunning(field)
      setFiles((now) => ({ here: now.here, coming: { ...now.coming, [field]: { uploadId, name: name.slice(-LIMITS.fileName), size } } }))
      const kept = await keep()
      return kept === null ? null : { ...kept, field }
    },
    added: async (file, place) => {
      const field = place?.field ?? running ?? newFileField()
      const others = shown.filter((each) => each.field !== field)
      const { same, isHere } = await twice.find(file, others, (one) => (isNew(one) ? null : recordId))
      setRunning(null)
      if (same !== null && isHere) {
        twice.say(file, same.file)
        // The draft has it by now, so it is taken out of that.
        setFiles((now) => put(now, field, null))
      }
      // In the place of one that is not whole here.
      else setFiles((now) => put(same === null ? now : put(now, same.field, null), field, file))
    },
    gaveUp: ({ field }) => {
      setRunning(null)
      setFiles((now) => ({ ...now, coming: { ...now.coming, [field]: null } }))
    },
  })
  const isSending = queue.current !== null || queue.problem !== null
  const half = Object.entries(files.coming).flatMap(([field, coming]) =>
    coming === null || (isSending && field === running) ? [] : [{ field: field as FileField, name: coming.name, size: coming.size }],
  )
  const add = (chosen: readonly File[]): void => {
    if (refusal !== null) {
      notice(refusal)
      return
    }
    const room = LIMITS.draftFiles - shown.length - queue.waiting - (isSending ? 1 : 0)
    if (chosen.length > room) notice(t`One page takes ${LIMITS.draftFiles} files. Put the rest on a page of their own.`)
    queue.add(chosen.slice(0, Math.max(0, room)))
  }
  const takeOut = (field: FileField): void => {
    const coming = files.coming[field]
    const file = shown.find((each) => each.field === field)?.file
    if (coming) setFiles((now) => ({ ...now, coming: { ...now.coming, [field]: null } }))
    else setFiles((now) => put(now, field, null))
    notice(t`Taken out.`, () => {
      if (coming) setFiles((now) => ({ ...now, coming: { ...now.coming, [field]: coming } }))
      else if (file) setFiles((now) => put(now, field, file))
    })
  }
  const skip = (): void => {
    queue.skip()
    if (running !== null) setFiles((now) => ({ ...now, coming: { ...now.coming, [running]: null } }))
    setRunning(null)
  }
  const isOver = useFileDrop(takesDrops ? add : null)
  return {
    queue: { ...queue, add, skip },
    isOver,
    shown,
    half,
    isBusy: isSending || queue.waiting > 0 || half.length > 0,
    isNew,
    takeOut,
  }
}
