import { complaintStateOf, isHandedIn as isStateHandedIn } from '../engine/contract/complaint.ts'
import { LIST_FIELD } from '../engine/contract/field-spec.ts'
import { plainWords } from '../engine/contract/plain-words.ts'

type Said = Readonly<Record<string, unknown>>

/** Whether a state says that somebody outside has it, or had it. One that is closed may never have been handed in. */
const isHandedIn = ({ state }: Said): boolean => isStateHandedIn(complaintStateOf(state))
/** Whether somebody outside has it, and it is open. */
export const isOpenOutside = (said: Said): boolean => isHandedIn(said) && said['state'] !== 'closed'

/** Whether somebody outside has a complaint that is open under the name of those it is about. */
export const bearsName = (fields: Said): boolean => isOpenOutside(fields) && fields['confidentiality'] === 'named'

/** What has to be agreed to before changes of a complaint are written. */
export interface Judged {
  /** The incidents of which everybody harmed must have agreed. */
  incidents: string[]
  /** Whether the authority learns who they are. */
  named: boolean
  /** The whole complaint goes out, and not only more of it. */
  whole: boolean
}

/**
 * Whose consent changes of a complaint need; null: nobody's. One that is handed in needs everybody's, and so does one that is handed in and is to bear the
 * name, or to go to another authority; one that is to be about further incidents, those of these. What was handed in before is not judged again.
 */
export function judged(before: Said, changes: Said): Judged | null {
  const after: Said = { ...before, ...changes }
  const named = after['confidentiality'] === 'named'
  const incidents = incidentsOf(after)
  if (handsIn(before, after, changes)) return { incidents, named, whole: true }
  if (!isOut(after)) return null
  const putsName = named && before['confidentiality'] !== 'named'
  if (putsName || isForAnother(before, after)) return { incidents, named, whole: true }
  const known = new Set(incidentsOf(before))
  const added = incidents.filter((incident) => !known.has(incident))
  return added.length === 0 ? null : { incidents: added, named, whole: false }
}

function handsIn(before: Said, after: Said, changes: Said): boolean {
  const files = Object.entries(changes).some(
    ([field, value]) => isStep(field) && stateIn(value) === 'filed' && stateIn(before[field]) !== 'filed',
  )
  return files || (isOut(after) && (!isOut(before) || (isOpenOutside(after) && !isHandedIn(before))))
}

/** Whether it was handed in: it says so, or a step does. */
const isOut = (said: Said): boolean =>
  isOpenOutside(said) || Object.entries(said).some(([field, value]) => isStep(field) && isOpenOutside({ state: stateIn(value) }))

/** One that names nobody to whom it goes tells nobody more. */
function isForAnother(before: Said, after: Said): boolean {
  const [was, is] = [before, after].map(({ body }) => (typeof body === 'string' ? plainWords(body) : ''))
  return is !== '' && is !== was
}

const isStep = (field: string): boolean => LIST_FIELD.exec(field)?.[1] === 'step'

const stateIn = (value: unknown): unknown => (typeof value === 'object' && value !== null && 'state' in value ? value.state : undefined)

const incidentsOf = ({ incidents }: Said): string[] => (Array.isArray(incidents) ? incidents.map(String) : [])
