import { useLingui } from '@lingui/react/macro'
import { listWords } from '../../i18n/lists.ts'
import type { Typed } from './raise-model.ts'

/** "What leaves: what is happening, where and who is needed.": said before an alert goes. Null until there is something. */
export function useLeavesWords(): (typed: Typed) => string | null {
  const { t } = useLingui()
  return ({ what, area, place, exact, began, needs, contact }) => {
    if (what.trim() === '') return null
    const parts = [
      t`what is happening`,
      area.trim() === '' ? null : t`where`,
      exact && place.trim() !== '' ? t`the exact place` : null,
      began.trim() === '' ? null : t`when it began`,
      needs.length === 0 ? null : t`who is needed`,
      contact.trim() === '' ? null : t`how to reach us`,
    ].filter((part) => part !== null)
    const list = listWords(parts)
    return t`What leaves: ${list}.`
  }
}
