import { useLingui } from '@lingui/react'
import type { CodeList } from '../../core/engine/contract/codes.ts'
import { codeWords } from './codes.ts'

/** Says a code of a list in the person's language. */
export function useCodeWords(): (list: CodeList, code: string) => string {
  const { i18n } = useLingui()
  return (list, code) => {
    const words = codeWords(list, code)
    return typeof words === 'string' ? words : i18n._(words)
  }
}
