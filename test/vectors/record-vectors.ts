import { type IncidentFields, type NewCard, newCardSchema } from '../../core/engine/contract/index.ts'
import { amendBody, amendCardBody, cardBody, encodeBody, shareBody, tombstoneBody, writeBody } from '../../core/records/body.ts'
import type { RecordBody } from '../../core/records/kinds.ts'
import { entryIdOf } from '../../core/records/version.ts'

const id = (n: number) => n.toString(16).padStart(64, '0')
const name = (n: number) => n.toString(16).padStart(32, '0')
const day = (date: string) => ({ date, about: false })
const entry = entryIdOf(id(0xb0), 3)

/** In the order of the frozen vectors; it says nothing. */
const incident = {
  end: day('2026-03-06'),
  summary: 'A raid at night.',
  method: 'Broke the door.',
  reason: '“Noise.”',
  certainty: 'confirmed',
  placeKind: 'drop-in',
  place: '0a0b0c0d',
  recordedBy: 'JN',
  knownBy: 'harmed',
  reliability: 'reliable',
  language: 'Kiswahili',
  received: day('2026-03-06'),
  interviewedBy: 'nobody yet',
  feedbackDue: day('2026-03'),
  feedbackDone: null,
  response: 'Called the lawyer.',
  outcome: 'All free.',
  detention: 'cell',
  heldAt: 'Station 4',
  custody: 'no',
  contactOutside: 'no',
  lawyer: 'refused',
  statement: 'forced',
  statementExplained: 'Not at all.',
  medical: 'refused',
  caseNumber: 'OB 12/06/03/2026',
  bail: '5,000',
  released: day('2026-03-07'),
  'harmed:0000000a': { person: id(1), role: 'sex-worker', injuries: 'light', what: 'Beaten.', needs: ['medical', 'lawyer'] },
  'harmed:0000000b': { name: 'visitors', people: 3 },
  'perpetrator:0000000c': { perpetrator: id(2), degree: 'ordered' },
  'perpetrator:0000000d': {
    ...{ name: 'officers', kind: 'police', people: 7, unit: 'Central', rank: 'sergeant', badge: '4417', vehicle: 'KDA 123X' },
    note: 'in plain clothes',
  },
  title: 'Raid on the drop-in centre',
  types: ['raid-premises', 'arrest', `own:${name(9)}`],
  start: { date: '2026-03-05', time: '23:10', about: true },
  area: 'Kibera',
  narrative: 'Eight officers came.\nThey took the books.',
  source: { fileName: 'log.csv', row: 7, cells: [{ name: 'Old number', value: '17' }] },
} as unknown as IncidentFields

const cards: Record<NewCard['kind'], Record<string, unknown>> = {
  person: { pseudonym: 'Neema', role: 'sex-worker', languages: 'Kiswahili, Luo', about: 'Works by the lake.', identity: '0000000f' },
  perpetrator: {
    label: 'The tall one',
    kind: 'police',
    unit: 'Station 4',
    rank: 'corporal',
    badge: '4417',
    vehicle: 'white pick-up',
    description: 'A scar.',
    since: 'in-post',
  },
  request: {
    title: 'A lawyer tonight',
    needs: ['lawyer', 'bail'],
    person: id(1),
    incident: id(3),
    status: 'asked',
    priority: 'now',
    takenBy: 'AB',
    due: day('2026-03-06'),
    details: 'At the station.',
    result: '',
  },
  complaint: {
    title: 'To the oversight authority',
    incidents: [id(3)],
    category: 'misconduct',
    body: 'IPOA',
    channel: 'letter',
    reference: 'IPOA/77',
    state: 'filed',
    answerBy: day('2026-06-01'),
    closedReason: null,
    confidentiality: 'intermediary',
    station: 'Station 4',
    caseNumber: 'OB 12',
    courtReference: '',
    intermediary: 'Our lawyer',
    witnesses: 'Two neighbours.',
    redacted: 'Her street.',
    earlier: 'One in 2025.',
    relief: 'Discipline.',
    risk: 'They know where she lives.',
    reprisal: false,
    'step:0000000a': { state: 'filed', date: day('2026-03-10'), note: 'By hand.' },
  },
  testimony: {
    title: 'What Neema told',
    form: 'testimony',
    incident: id(3),
    person: id(1),
    date: day('2026-03-08'),
    language: 'Luo',
    interviewedBy: 'JN',
    narrative: 'I was asleep.',
  },
  note: {
    title: 'Raids on pay days',
    from: day('2026-01'),
    to: day('2026-03'),
    area: 'Kibera',
    pattern: 'Always a Friday.',
    advice: 'Close early.',
    incidents: [id(3)],
  },
  link: { link: 'same-event', from: id(3), to: id(4), note: 'The same night.' },
  type: { label: 'Stopped on the way', group: 'liberty' },
  consent: {
    person: id(1),
    level: 3,
    purpose: 'coalition',
    recipient: id(5),
    askedBy: 'JN',
    explained: 'Read out.',
    language: 'Luo',
    asked: day('2026-03-06'),
    expires: day('2027-03-06'),
    withdrawn: null,
  },
}

/** Bodies of every kind of record (docs/protocol.md 4.5), as version 1 writes them. */
export function recordVectors() {
  const bodies: RecordBody[] = [
    writeBody(name(1), incident),
    amendBody(name(1), [entry], { 'perpetrator:0000000c': null, area: 'Mathare' }),
    ...Object.entries(cards).map(([kind, fields]) => cardBody(name(2), newCardSchema.parse({ kind, fields }))),
    amendCardBody(name(2), [entry], { kind: 'complaint', changes: { state: 'closed', 'step:0000000a': null } }),
    tombstoneBody(name(1), [entry]),
    shareBody(name(1), id(6) as Parameters<typeof shareBody>[1], name(7)),
    // Added later: the word of somebody of whom there is no page.
    cardBody(name(2), newCardSchema.parse({ kind: 'consent', fields: { incident: id(3), item: '0000000b', level: 3, recipient: id(5) } })),
    // Added later: the alert that an incident came of, and when and by whom a file of it was taken.
    amendBody(name(1), [entry], { alert: id(8), 'evidence:0000000e': { taken: day('2026-03-05'), takenBy: 'JN' } } as unknown as Parameters<typeof amendBody>[2]),
    // Added later: a paper of a step of a complaint, with the key that no window sees.
    amendCardBody(name(2), [entry], {
      kind: 'complaint',
      changes: {
        'file:0000000f': { list: id(10), sha256: id(11), size: 81_234, type: 'application/pdf', name: 'Receipt.pdf', key: id(12) },
        'evidence:0000000f': { step: '0000000a' },
      },
    } as Parameters<typeof amendCardBody>[2]),
    // Added later: from when nobody is to ask again what somebody agrees to, and that it is undone.
    amendCardBody(name(2), [entry], { kind: 'consent', changes: { closed: day('2027-03-20') } }),
    amendCardBody(name(2), [entry], { kind: 'consent', changes: { closed: null } }),
  ]
  return {
    about: 'Bodies of records of version 1 (docs/protocol.md 4.5): kind, kind version and minimum reader stand in causal, the body is this JSON in UTF-8.',
    bodies: bodies.map((body) => {
      const { kind, kindVersion, minimumReader, bytes } = encodeBody(body)
      return { kind, kindVersion, minimumReader, body: bytes.toString('utf8') }
    }),
  }
}
