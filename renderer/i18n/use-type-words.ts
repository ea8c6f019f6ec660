import { useLingui } from '@lingui/react'
import { typeWords } from './incident-types.ts'

/** Says a stored type in the person's language. */
export function useTypeWords(): (slug: string) => string {
  const { i18n } = useLingui()
  return (slug) => {
    const words = typeWords(slug)
    return typeof words === 'string' ? words : i18n._(words)
  }
}
