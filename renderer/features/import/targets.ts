import { useLingui } from '@lingui/react/macro'
import { IMPORT_FIELDS, type ImportField } from '../../../core/engine/contract/index.ts'
import { useFieldWords } from '../../i18n/use-field-words.ts'
import type { Target } from './mapping.ts'

/** Says where a column goes: a field as the form calls it, and of people whom it is said of. */
export function useTargetWords(): (target: Target) => string {
  const { t } = useLingui()
  const words = useFieldWords()
  return (target) => {
    const [list, part] = target.split('.')
    if (part !== undefined && (list === 'harmed' || list === 'perpetrator')) {
      const label = words.field(`${list}:00000000`)
      return t`${label}: ${words.item(list, part)}`
    }
    switch (target) {
      case 'date':
        return words.field('start')
      case 'time':
        return t`Time of day`
      case 'about':
        return t`About, not exactly`
      case 'none':
        return t`Left out`
      case 'other':
        return t`Kept with the incident, as it is`
      default:
        return words.field(target)
    }
  }
}

/** In the order of the form: what, where, when; who; the rest. */
const ORDER: readonly ImportField[] = [
  'types',
  'time',
  'about',
  'end',
  'placeKind',
  'place',
  ...IMPORT_FIELDS.filter((field) => field.includes('.')),
]

/** All that a column can go to, in order. */
export const TARGETS: readonly Target[] = [
  'title',
  'date',
  'area',
  'narrative',
  'other',
  'none',
  ...ORDER,
  ...IMPORT_FIELDS.filter((field) => field !== 'none' && !ORDER.includes(field)),
]
