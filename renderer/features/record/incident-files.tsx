import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Incident, SpaceId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { Evidence } from '../files/evidence.tsx'
import { evidenceOf } from '../files/fields.ts'
import { RecordFiles } from '../files/record-files.tsx'
import type { WriteFiles } from '../files/use-file-changes.ts'

/** The files of an incident, and when and by whom each was taken. */
export function IncidentFiles({ incident, house }: { incident: Incident; house: SpaceId | null }): ReactNode {
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const { recordId, heads } = incident
  const fields: Readonly<Record<string, unknown>> = incident.fields
  const write: WriteFiles = async (changes, besides) => {
    const { entryId } = await client.records.amend({ recordId, heads: besides?.heads ?? heads, changes })
    await cache.invalidateQueries({ queryKey: queries.records.key() })
    return entryId
  }
  return (
    <RecordFiles
      record={{ ...incident, fields }}
      house={house}
      isShared
      write={write}
      facts={(field) => <Evidence value={fields[evidenceOf(field)]} />}
    />
  )
}
