import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import type { EntryId, FileReference } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { evidenceOf, type FileChange, type FileField, filesOf, newFileField } from './fields.ts'
import type { FilesRecord } from './files-record.ts'
import { useTwice } from './use-twice.ts'

/** What is written beside a file, under the same digits; null takes it out. */
type Beside = Readonly<Record<`evidence:${string}`, object | null>>

/** Amends a record; the entry that says it. `heads`: what it stands on, where that is not what the record stood on when it was read. */
export type WriteFiles = (changes: FileChange & Beside, besides?: { heads?: EntryId[] }) => Promise<EntryId>

export interface FileChanges {
  /** Why the last one could not be taken out. */
  error: unknown
  /**
   * Resolves when the record shows it, so that one that comes next is compared with it too. Rejects where it could not be written: the queue keeps the file.
   * `beside`: what is said of it.
   */
  add(file: FileReference, beside?: (field: FileField) => Beside): Promise<void>
  takeOut(file: FileReference): void
}

/** Adds files to a record and takes them out of it, which a notice takes back. `write` amends it. */
export function useFileChanges({ fields, recordId }: FilesRecord, write: WriteFiles): FileChanges {
  const { t } = useLingui()
  const { client } = useEngine()
  const notice = useNotice()
  const twice = useTwice()
  const kept = filesOf(fields)
  // On the entry that took it out: what another computer said meanwhile is not overruled unseen.
  const put = useMutation({
    mutationFn: ({ changes, entryId }: { changes: FileChange & Beside; entryId: EntryId }) => write(changes, { heads: [entryId] }),
    onError: () => notice(t`This could not be undone. It says what it said last.`),
  })
  // Each once, and several at a time: nobody waits for one file to take out the next.
  const going = useRef(new Set<string>())
  const out = useMutation({
    mutationFn: (changes: FileChange & Beside) => write(changes),
    onSettled: (_, __, changes) => {
      for (const field of Object.keys(changes)) going.current.delete(field)
    },
  })
  return {
    error: out.error,
    add: async (file, beside) => {
      const { same, isHere } = await twice.find(file, kept, () => recordId)
      // In the place of one that is not whole here.
      if (same === null || !isHere) {
        const field = newFileField()
        const said = same === null ? null : fields[evidenceOf(same.field)]
        await write({
          ...(same === null ? {} : { [same.field]: null }),
          ...(same === null || isNothing(said) ? {} : { [evidenceOf(same.field)]: null, [evidenceOf(field)]: said as object }),
          [field]: file,
          ...beside?.(field),
        })
        return
      }
      // It may be there without what is said of it now.
      const said = isNothing(fields[evidenceOf(same.field)]) ? beside?.(same.field) : undefined
      if (said === undefined) twice.say(file, same.file)
      else await write({ ...said })
      // What cannot be erased now is in nobody's way: the engine takes it away later.
      await Promise.allSettled([client.files.discard({ file })])
    },
    takeOut: (taken) => {
      const field = kept.find(({ file }) => file.list === taken.list)?.field
      if (field === undefined || going.current.has(field)) return
      going.current.add(field)
      const evidence = evidenceOf(field)
      const said = fields[evidence]
      const beside: Beside = isNothing(said) ? {} : { [evidence]: said as object }
      const gone: Beside = isNothing(said) ? {} : { [evidence]: null }
      out.mutate(
        { [field]: null, ...gone },
        {
          onSuccess: (entryId) =>
            notice(t`Taken out. It stays in the history.`, () => put.mutate({ changes: { [field]: taken, ...beside }, entryId })),
        },
      )
    },
  }
}

const isNothing = (said: unknown): boolean => said === null || typeof said !== 'object' || Object.keys(said).length === 0
