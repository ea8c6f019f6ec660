import { useLingui } from '@lingui/react'
import type { INCIDENT_LISTS } from '../../core/engine/contract/record-kinds.ts'
import { fieldWords, itemWords } from './fields.ts'

/** Says what a field of an incident is called, and one of a list of it, in the person's language. */
export function useFieldWords(): {
  field: (field: string) => string
  item: (list: keyof typeof INCIDENT_LISTS, field: string) => string
} {
  const { i18n } = useLingui()
  const said = (words: ReturnType<typeof fieldWords>): string => (typeof words === 'string' ? words : i18n._(words))
  return { field: (field) => said(fieldWords(field)), item: (list, field) => said(itemWords(list, field)) }
}
