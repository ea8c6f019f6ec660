import { useLingui } from '@lingui/react/macro'
import type { Card } from '../../../core/engine/contract/index.ts'
import { useCodeWords } from '../../i18n/use-code-words.ts'
import { textOf } from './form-model.ts'

/** What a record is called at the top of its page. */
export function useTitleOf(): (card: Pick<Card, 'kind' | 'fields' | 'names'>) => string {
  const { t } = useLingui()
  const codeWords = useCodeWords()
  return ({ kind, fields, names }) => {
    if (kind === 'person') return textOf(fields['pseudonym'])
    if (kind === 'perpetrator' || kind === 'type') return textOf(fields['label'])
    if (kind === 'link') return codeWords('linkKind', textOf(fields['link']))
    if (kind !== 'consent') return textOf(fields['title'])
    const person = names[textOf(fields['person']) as keyof typeof names]
    return person === undefined ? t`What somebody agrees to` : t`What ${person} agrees to`
  }
}
