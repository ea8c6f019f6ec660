import { useLingui } from '@lingui/react/macro'
import type { Card } from '../../../core/engine/contract/index.ts'
import { useCodeWords } from '../../i18n/use-code-words.ts'
import { textOf } from './form-model.ts'

/** What a consent is called, which has no name of its own: it is told by whose it is. Nothing for whoever is not here. */
export function useConsentTitle(): (person: string | undefined) => string {
  const { t } = useLingui()
  return (person) => (person === undefined || person === '' ? t`What somebody agrees to` : t`What ${person} agrees to`)
}

/** What a record is called at the top of its page. */
export function useTitleOf(): (card: Pick<Card, 'kind' | 'fields' | 'names'>) => string {
  const consentTitle = useConsentTitle()
  const codeWords = useCodeWords()
  return ({ kind, fields, names }) => {
    if (kind === 'person') return textOf(fields['pseudonym'])
    if (kind === 'perpetrator' || kind === 'type') return textOf(fields['label'])
    if (kind === 'link') return codeWords('linkKind', textOf(fields['link']))
    if (kind !== 'consent') return textOf(fields['title'])
    return consentTitle(names[textOf(fields['person']) as keyof typeof names])
  }
}
