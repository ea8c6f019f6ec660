import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import type { DraftFields, DraftFiles, DraftId, EntryId, RecordId, SpaceId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import type { FilesHolder } from '../files/use-form-files.ts'
import { DraftKeeper, type KeptState } from './draft-keeper.ts'
import { isEmptyDraft } from './form-model.ts'
import { useFlush } from './use-flush.ts'

export interface DraftStart {
  draftId: DraftId | null
  recordId: RecordId | null
  heads: EntryId[]
  audience: SpaceId
  fields: DraftFields
  files: DraftFiles
}

export type FieldsChange = Partial<DraftFields> | ((now: DraftFields) => Partial<DraftFields>)

export interface DraftForm extends FilesHolder {
  fields: DraftFields
  audience: SpaceId
  /** A function gets what the form holds at that moment: two changes of one event both count. */
  setFields(change: FieldsChange): void
  setAudience(audience: SpaceId): void
  keeper: DraftKeeper
  kept: KeptState
  keptProblem: unknown
}

/** The state of the form, kept as a draft with every change, on blur and when the screen closes. */
export function useDraft(start: DraftStart): DraftForm {
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const [content, setContent] = useState({ fields: start.fields, audience: start.audience, files: start.files })
  const [kept, setKept] = useState<{ state: KeptState; problem: unknown }>({ state: 'nothing', problem: null })
  const [keeper] = useState(
    () => new DraftKeeper({ save: (draft) => client.drafts.save(draft) }, start.draftId, (state, problem) => setKept({ state, problem })),
  )
  const newest = useRef(content)

  const change = useCallback(
    (next: typeof content): void => {
      newest.current = next
      setContent(next)
      // A page that was opened and left empty is no draft; one that was emptied is.
      if (keeper.draftId === null && isEmptyDraft(next.fields) && hasNoFiles(next.files)) return
      keeper.update({ recordId: start.recordId, heads: start.heads, ...next })
    },
    [keeper, start.recordId, start.heads],
  )

  useFlush(keeper, () => void cache.invalidateQueries({ queryKey: queries.drafts.key() }))

  return {
    ...content,
    setFields: (fields) => {
      const now = newest.current
      change({ ...now, fields: { ...now.fields, ...(typeof fields === 'function' ? fields(now.fields) : fields) } })
    },
    setFiles: (files) => change({ ...newest.current, files: files(newest.current.files) }),
    keep: async () => {
      await keeper.flush()
      return keeper.draftId === null ? null : { draftId: keeper.draftId }
    },
    setAudience: (audience) => change({ ...newest.current, audience }),
    keeper,
    kept: kept.state,
    keptProblem: kept.problem,
  }
}

const hasNoFiles = ({ here, coming }: DraftFiles): boolean => Object.keys(here).length === 0 && Object.keys(coming).length === 0
