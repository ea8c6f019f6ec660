import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { LIST_FIELD } from '../../core/engine/contract/field-spec.ts'
import type { CARDS, CardKind } from '../../core/engine/contract/record-kinds.ts'

type Labels = { [K in CardKind]: Record<keyof (typeof CARDS)[K]['fields'], MessageDescriptor> }

/** What every field of every kind of record is called, on forms, pages and in histories. */
const LABELS: Labels = {
  person: {
    pseudonym: msg`What we call them`,
    role: msg`Who they are`,
    languages: msg`Languages they speak`,
    about: msg`What we should know`,
    identity: msg`Real name and contacts`,
  },
  perpetrator: {
    label: msg`What we call them`,
    kind: msg`Kind`,
    unit: msg`Unit or station`,
    rank: msg`Rank`,
    badge: msg`Badge or number`,
    vehicle: msg`Vehicle`,
    description: msg`What they look like`,
    since: msg`Where they are now`,
  },
  request: {
    title: msg`What is needed, in one line`,
    needs: msg`Kinds of help`,
    person: msg`For whom`,
    incident: msg`Because of which incident`,
    status: msg`How far it is`,
    priority: msg`How soon`,
    takenBy: msg`Who has taken it on`,
    due: msg`By when`,
    details: msg`More about it`,
    result: msg`What came of it`,
  },
  complaint: {
    title: msg`What it is about, in one line`,
    incidents: msg`Incidents it is about`,
    category: msg`What it says`,
    body: msg`To whom it goes`,
    channel: msg`How it is handed in`,
    reference: msg`Their number for it`,
    state: msg`How far it is`,
    answerBy: msg`They should answer by`,
    closedReason: msg`Why it is closed`,
    confidentiality: msg`Whose name is on it`,
    station: msg`Police station`,
    caseNumber: msg`Case or police book number`,
    courtReference: msg`Court number`,
    intermediary: msg`Who hands it in for them`,
    witnesses: msg`Who saw it, and other proof`,
    earlier: msg`Earlier reports`,
    relief: msg`What we ask for`,
    risk: msg`Danger of reprisal`,
    redacted: msg`What was left out, and why`,
    reprisal: msg`There was a reprisal`,
  },
  testimony: {
    title: msg`Title`,
    form: msg`Testimony or case study`,
    incident: msg`About which incident`,
    person: msg`Who tells it`,
    date: msg`Told on`,
    language: msg`Language`,
    interviewedBy: msg`Who asked and wrote it down`,
    narrative: msg`In their own words`,
  },
  note: {
    title: msg`What we see, in one line`,
    from: msg`From`,
    to: msg`To`,
    area: msg`Where`,
    pattern: msg`What happens again and again`,
    advice: msg`What we advise`,
    incidents: msg`Incidents it draws on`,
  },
  link: { link: msg`How they belong together`, from: msg`First incident`, to: msg`Second incident`, note: msg`Note` },
  type: { label: msg`Name of the kind`, group: msg`Group` },
  consent: {
    person: msg`Who agrees`,
    incident: msg`Because of which incident`,
    item: msg`Who was harmed`,
    level: msg`How far they agree`,
    purpose: msg`What for`,
    recipient: msg`Who may have it`,
    askedBy: msg`Who asked them`,
    explained: msg`How it was explained`,
    language: msg`In which language`,
    asked: msg`Asked on`,
    expires: msg`Until`,
    withdrawn: msg`Taken back on`,
    closed: msg`Nothing more to do since`,
  },
}

/** One of a list: a dated step in the life of a complaint, a file, and to which step that belongs. */
const LIST_LABELS: Readonly<Record<string, MessageDescriptor>> = { step: msg`Step`, file: msg`File`, evidence: msg`What a file belongs to` }

/** The label of a field of a kind of record; null for one that this version does not know. */
export function cardLabel(kind: CardKind, field: string): MessageDescriptor | null {
  const labels: Readonly<Record<string, MessageDescriptor>> = LABELS[kind]
  const list = LIST_FIELD.exec(field)?.[1]
  if (list !== undefined) return (Object.hasOwn(LIST_LABELS, list) ? LIST_LABELS[list] : undefined) ?? null
  return (Object.hasOwn(labels, field) ? labels[field] : undefined) ?? null
}
