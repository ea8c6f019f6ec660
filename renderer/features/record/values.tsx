import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { partialDateSchema } from '../../../core/engine/contract/incident.ts'
import { useTypeWords } from '../../i18n/use-type-words.ts'
import { usePartialWords } from '../../ui/moment.tsx'
import type { Said } from '../versions/said.ts'

/** The label of a field, the same as on the form. A field that this version does not know keeps its own name. */
export function useFieldWords(): (field: string) => string {
  const { t } = useLingui()
  return (field) => {
    switch (field) {
      case 'title':
        return t`What happened, in one line`
      case 'types':
        return t`Kinds`
      case 'start':
        return t`When`
      case 'area':
        return t`Where`
      case 'narrative':
        return t`What happened, in full`
      default:
        return field
    }
  }
}

/** A value of a field in words, whatever its kind. */
export function FieldValue({ field, value }: { field: string; value: unknown }): ReactNode {
  const typeWords = useTypeWords()
  const whenWords = usePartialWords()
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) {
    return (
      <span className="quiet">
        <Trans>Nothing</Trans>
      </span>
    )
  }
  if (field === 'start') {
    const when = partialDateSchema.safeParse(value)
    if (when.success) return <span>{whenWords(when.data)}</span>
  }
  if (field === 'types' && Array.isArray(value)) return <span>{value.map((slug) => typeWords(String(slug))).join(', ')}</span>
  return (
    <span className="said" dir="auto">
      {typeof value === 'string' ? value : JSON.stringify(value)}
    </span>
  )
}

/** How an incident says its fields, for its history and its two versions. */
export function useIncidentSaid(): Said {
  const label = useFieldWords()
  return { label, value: (field, value) => <FieldValue field={field} value={value} /> }
}
