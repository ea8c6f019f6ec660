import type { Alert, DraftFields } from '../../../core/engine/contract/index.ts'
import { typesOfAlert } from '../../i18n/alert-kinds.ts'
import { EMPTY_FIELDS } from './form-model.ts'

const two = (n: number): string => String(n).padStart(2, '0')

/**
 * What an alert says, as the beginning of an incident: what, of which kind where it says that, roughly where, and when it began or was raised. Never
 * the exact place, and not whom to call.
 */
export function fromAlert({ recordId, fields, raisedAt }: Pick<Alert, 'recordId' | 'fields' | 'raisedAt'>): DraftFields {
  const at = new Date(fields.began ?? raisedAt)
  return {
    ...EMPTY_FIELDS,
    title: fields.what,
    types: typesOfAlert(fields.what),
    area: fields.area,
    date: `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`,
    time: `${two(at.getHours())}:${two(at.getMinutes())}`,
    about: fields.began === null,
    more: { alert: recordId },
  }
}
