import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import type { FileReference, Incident, SpaceId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { Evidence } from './evidence.tsx'
import { evidenceOf, type FileChange, filesOf, newFileField } from './fields.ts'
import { FileField } from './file-field.tsx'
import { FileList } from './file-list.tsx'
import { useFileDrop } from './use-file-drop.ts'
import { useFileQueue } from './use-file-queue.ts'

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
  const facts = (file: FileReference): ReactNode => {
    const field = kept.find((each) => each.file.list === file.list)?.field
    return field === undefined ? null : <Evidence value={(incident.fields as Readonly<Record<string, unknown>>)[evidenceOf(field)]} />
  }
  const add = (file: FileReference): void => change.mutate({ [newFileField()]: file })
  const takeOut = (taken: FileReference): void => {
    const field = kept.find(({ file }) => file.list === taken.list)?.field
    if (field === undefined) return
    change.mutate(
      { [field]: null },
      { onSuccess: () => notice(t`Taken out. It stays in the history.`, () => change.mutate({ [field]: taken })) },
    )
  }
  const isOurs = author.own && house !== null && spaceId === house
  if (!isOurs) return <FileList files={files} recordId={recordId} facts={facts} from={author.own ? null : author.name} />
  return (
    <>
      <OwnFiles house={house} onAdd={add}>
        <FileList files={files} recordId={recordId} onRemove={takeOut} facts={facts} />
      </OwnFiles>
      <ProblemNote of={change.error} />
    </>
  )
}

function OwnFiles({ house, onAdd, children }: { house: SpaceId; onAdd: (file: FileReference) => void; children: ReactNode }): ReactNode {
  const labelId = useId()
  const queue = useFileQueue(house, { added: onAdd })
  const isOver = useFileDrop(queue.add)
  return (
    <section className="stack" aria-labelledby={labelId}>
      <h2 id={labelId} className="field-label files-title">
        <Trans>Photos, films, sound and papers</Trans>
      </h2>
      <FileField queue={queue} isOver={isOver}>
        {children}
      </FileField>
    </section>
  )
}
