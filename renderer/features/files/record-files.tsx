import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { FileReference, Incident, SpaceId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { type FileChange, filesOf, newFileField } from './fields.ts'
import { FileField } from './file-field.tsx'
import { FileList } from './file-list.tsx'

/** The files of an incident. To one of our own they can be added, and taken out of it, at any time: each is an amendment of its own. */
export function RecordFiles({ incident, house }: { incident: Incident; house: SpaceId | null }): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const notice = useNotice()
  const { recordId, author, spaceId, heads } = incident
  const kept = filesOf(incident.fields)
  const files = kept.map(({ file }) => file)
  const change = useMutation({
    mutationFn: async (changes: FileChange) => {
      await client.records.amend({ recordId, heads, changes })
      await cache.invalidateQueries({ queryKey: queries.records.key() })
    },
  })
  const add = (file: FileReference): void => change.mutate({ [newFileField()]: file })
  const takeOut = (taken: FileReference): void => {
    const field = kept.find(({ file }) => file.list === taken.list)?.field
    if (field === undefined) return
    change.mutate(
      { [field]: null },
      { onSuccess: () => notice(t`Taken out. It stays in the history.`, () => change.mutate({ [field]: taken })) },
    )
  }
  if (!author.own || house === null || spaceId !== house) return <FileList files={files} recordId={recordId} />
  return (
    <>
      <FileField files={files} recordId={recordId} house={house} onAdd={add} onRemove={takeOut} />
      <ProblemNote of={change.error} />
    </>
  )
}
