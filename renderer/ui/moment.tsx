import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { PartialDate } from '../../core/engine/contract/index.ts'
import { exactWords, momentWords, partialWords } from '../i18n/when.ts'

/** A moment in people's words, exact on hover. */
export function Moment({ iso }: { iso: string }): ReactNode {
  return (
    <time dateTime={iso} title={exactWords(iso)}>
      {momentWords(iso)}
    </time>
  )
}

/** The date of an incident as far as it is known, in words. */
export function usePartialWords(): (when: PartialDate | null) => string {
  const { t } = useLingui()
  return (when) => {
    if (when === null) return t`Date not known`
    const words = partialWords(when)
    return when.about ? t`about ${words}` : words
  }
}
