import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { LIST_FIELD } from '../../core/engine/contract/field-spec.ts'
import type { INCIDENT_LISTS, INCIDENT_MORE } from '../../core/engine/contract/record-kinds.ts'

type List = keyof typeof INCIDENT_LISTS
type Always = 'title' | 'types' | 'start' | 'area' | 'narrative'

/** What each field of an incident is called, on the form as on its page. */
export const FIELD_WORDS: Record<Always | keyof typeof INCIDENT_MORE, MessageDescriptor> = {
  title: msg`What happened, in one line`,
  types: msg`Kinds`,
  start: msg`When`,
  area: msg`Where`,
  narrative: msg`What happened, in full`,
  end: msg`When it ended`,
  summary: msg`In a few sentences`,
  method: msg`How it was done`,
  reason: msg`The reason they gave`,
  certainty: msg`How sure we are`,
  placeKind: msg`What kind of place`,
  place: msg`Exact place`,
  alert: msg`The alert it came of`,
  recordedBy: msg`Recorded by`,
  knownBy: msg`How we know it`,
  reliability: msg`Can we rely on it`,
  language: msg`Language it was told in`,
  received: msg`When we were told`,
  interviewedBy: msg`Who has asked them already`,
  feedbackDue: msg`Go back to them by`,
  feedbackDone: msg`We went back to them on`,
  response: msg`What we did`,
  outcome: msg`What came of it`,
  detention: msg`How they were held`,
  heldAt: msg`Where they were held`,
  custody: msg`Do the police say that they hold them`,
  contactOutside: msg`Could they speak with anyone outside`,
  lawyer: msg`A lawyer for them`,
  statement: msg`Did they sign anything`,
  statementExplained: msg`What was signed, and how it was explained`,
  medical: msg`Medical care while they were held`,
  caseNumber: msg`Case or police book number`,
  bail: msg`Bail or fine`,
  released: msg`When they were let go`,
}

/** One of a list, and what is said of each. */
export const LIST_WORDS: Record<List, MessageDescriptor> = {
  harmed: msg`Who was harmed`,
  perpetrator: msg`Who did it`,
  evidence: msg`When and by whom it was taken`,
}

export const ITEM_WORDS: { [L in List]: Record<keyof (typeof INCIDENT_LISTS)[L], MessageDescriptor> } = {
  harmed: {
    person: msg`Name or what to call them`,
    name: msg`Name or what to call them`,
    role: msg`Who they are`,
    people: msg`How many people`,
    injuries: msg`How badly hurt`,
    what: msg`What happened to them`,
    needs: msg`What they need`,
  },
  perpetrator: {
    perpetrator: msg`Name, number or unit`,
    name: msg`Name, number or unit`,
    kind: msg`What they are`,
    degree: msg`Their part in it`,
    people: msg`How many of them`,
    unit: msg`Unit or station`,
    rank: msg`Rank`,
    badge: msg`Badge or number`,
    vehicle: msg`Vehicle`,
    note: msg`How to know them again`,
  },
  evidence: {
    taken: msg`When it was taken`,
    takenBy: msg`Who took it`,
  },
}

/** The words for a field of an incident; a field that this version does not know keeps its own name. */
export function fieldWords(field: string): MessageDescriptor | string {
  const list = LIST_FIELD.exec(field)?.[1]
  if (list === 'file') return msg`File`
  const [words, name]: [Readonly<Record<string, MessageDescriptor>>, string] =
    list === undefined ? [FIELD_WORDS, field] : [LIST_WORDS, list]
  return (Object.hasOwn(words, name) ? words[name] : undefined) ?? field
}

/** The words for what one of a list says. */
export function itemWords(list: List, field: string): MessageDescriptor | string {
  const words: Readonly<Record<string, MessageDescriptor>> = ITEM_WORDS[list]
  return (Object.hasOwn(words, field) ? words[field] : undefined) ?? field
}
