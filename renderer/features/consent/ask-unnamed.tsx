import type { ReactNode } from 'react'
import type { RecordId, SpaceId } from '../../../core/engine/contract/index.ts'
import { ProblemNote } from '../../ui/problem.tsx'
import { useFormDraft } from '../write/use-form-draft.ts'
import { ConsentAsk } from './consent-ask.tsx'

export interface AskUnnamedProps {
  incident: RecordId
  /** Which of its list of those who were harmed. */
  item: string
  label: string
  /** The coalition that is asked for; left out where none is. */
  coalition?: SpaceId
  onDone(): void
}

/** Asks one of whom there is no page, where their word is needed. */
export function AskUnnamed({ incident, item, label, coalition, onDone }: AskUnnamedProps): ReactNode {
  const draft = useFormDraft({ form: 'consent', recordId: incident, item })
  if (draft.start === undefined) return <ProblemNote of={draft.keptProblem} />
  const asked = coalition === undefined ? {} : { coalition }
  return <ConsentAsk of={{ incident, item, label }} draft={draft} {...asked} onSaved={onDone} onClose={onDone} />
}
