import { complaintStateOf, isHandedIn as isStateHandedIn } from '../engine/contract/complaint.ts'
import { LIST_FIELD } from '../engine/contract/field-spec.ts'

type Said = Readonly<Record<string, unknown>>

const isHandedIn = ({ state }: Said): boolean => isStateHandedIn(complaintStateOf(state))

/** Whether somebody outside has a complaint that is open under the name of those it is about. */
export const bearsName = (fields: Said): boolean =>
  isHandedIn(fields) && fields['state'] !== 'closed' && fields['confidentiality'] === 'named'

/** Whether changes of a complaint hand it in under the name of those it is about, or put that name on one that is handed in. */
export function givesName(before: Said, changes: Said): boolean {
  const after: Said = { ...before, ...changes }
  if (after['confidentiality'] !== 'named') return false
  const handsIn = Object.entries(changes).some(
    ([field, value]) =>
      LIST_FIELD.exec(field)?.[1] === 'step' && typeof value === 'object' && value !== null && 'state' in value && value.state === 'filed',
  )
  return handsIn || (isHandedIn(after) && (!isHandedIn(before) || before['confidentiality'] !== 'named'))
}
