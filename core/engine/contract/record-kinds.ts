import { z } from 'zod'
import type { GroupSpec, ValuesOf } from './field-spec.ts'
import type { FileReference } from './file.ts'
import { LIMITS } from './limits.ts'

const name = { is: 'line', max: 200 } as const
const line = { is: 'line', max: 500 } as const
const text = { is: 'text', max: 10_000 } as const
const date = { is: 'date' } as const
const flag = { is: 'flag' } as const
const ref = { is: 'ref' } as const

/** What an incident may say beyond what every one says (incident.ts). */
export const INCIDENT_MORE = {
  end: date,
  summary: { is: 'text', max: 2_000 },
  method: text,
  reason: text,
  certainty: { is: 'code', of: 'certainty' },
  placeKind: { is: 'code', of: 'placeKind' },
  /** The exact address or position, in the section `place`. */
  place: { is: 'mark' },
  /** The alert that it came of, which stands in a coalition. Stays in the House. */
  alert: ref,
  /** Who wrote it down: initials or a name of the organisation's own list. Stays in the House. */
  recordedBy: name,
  knownBy: { is: 'code', of: 'knownBy' },
  reliability: { is: 'code', of: 'reliability' },
  language: name,
  received: date,
  /** Who has asked them already, so that nobody is made to tell it twice. */
  interviewedBy: line,
  feedbackDue: date,
  feedbackDone: date,
  response: text,
  outcome: text,
  detention: { is: 'code', of: 'detention' },
  heldAt: line,
  custody: { is: 'code', of: 'yesNo' },
  contactOutside: { is: 'code', of: 'yesNo' },
  lawyer: { is: 'code', of: 'lawyer' },
  statement: { is: 'code', of: 'statement' },
  statementExplained: text,
  medical: { is: 'code', of: 'medical' },
  caseNumber: name,
  bail: line,
  released: date,
} as const satisfies GroupSpec

/** Lists of an incident: who was harmed, who did it. */
export const INCIDENT_LISTS = {
  harmed: {
    person: ref,
    /** What to call them where there is no record of the person. */
    name: name,
    role: { is: 'code', of: 'role' },
    /** How many, of a group. */
    people: { is: 'count', max: 100_000 },
    injuries: { is: 'code', of: 'injuries' },
    what: text,
    needs: { is: 'codes', of: 'need' },
  },
  perpetrator: {
    perpetrator: ref,
    name: name,
    kind: { is: 'code', of: 'perpetratorKind' },
    degree: { is: 'code', of: 'degree' },
    people: { is: 'count', max: 100_000 },
    /** Of somebody with a record, what that does not say, or what others get who do not have it. */
    unit: name,
    rank: name,
    badge: name,
    vehicle: name,
    note: text,
  },
  /** Of the file whose field has the same digits. */
  evidence: { taken: date, takenBy: name },
} as const satisfies Record<string, GroupSpec>

export type Harmed = ValuesOf<typeof INCIDENT_LISTS.harmed>
export type Perpetrator = ValuesOf<typeof INCIDENT_LISTS.perpetrator>

/** Kinds of records beside incidents: what they hold, and what is a list in them. */
export const CARDS = {
  person: {
    fields: {
      /** What others call them; never the real name. */
      pseudonym: { is: 'line', max: 200, required: true },
      role: { is: 'code', of: 'role' },
      languages: name,
      about: text,
      /** Real name and contact, in the section `safe`. */
      identity: { is: 'mark' },
    },
    lists: {},
  },
  perpetrator: {
    fields: {
      label: { is: 'line', max: 200, required: true },
      kind: { is: 'code', of: 'perpetratorKind' },
      unit: name,
      rank: name,
      badge: name,
      vehicle: name,
      description: text,
      since: { is: 'code', of: 'since' },
    },
    lists: {},
  },
  request: {
    fields: {
      title: { is: 'line', max: LIMITS.title, required: true },
      needs: { is: 'codes', of: 'need' },
      person: ref,
      incident: ref,
      status: { is: 'code', of: 'requestStatus' },
      priority: { is: 'code', of: 'priority' },
      takenBy: name,
      due: date,
      details: text,
      result: text,
    },
    lists: {},
  },
  complaint: {
    fields: {
      title: { is: 'line', max: LIMITS.title, required: true },
      incidents: { is: 'refs' },
      category: { is: 'code', of: 'complaintCategory' },
      body: name,
      channel: name,
      reference: name,
      state: { is: 'code', of: 'complaintState' },
      answerBy: date,
      closedReason: { is: 'code', of: 'closedReason' },
      confidentiality: { is: 'code', of: 'confidentiality' },
      station: name,
      caseNumber: name,
      courtReference: name,
      /** Who hands it in, where it bears nobody else's name. */
      intermediary: name,
      witnesses: text,
      earlier: text,
      relief: text,
      risk: text,
      /** What was left out of what they got, and why. */
      redacted: text,
      reprisal: flag,
    },
    lists: {
      step: { state: { is: 'code', of: 'complaintState' }, date, note: text },
      /** Of the file whose field has the same digits: the step that it belongs to, by the digits of that. */
      evidence: { step: { is: 'key' } },
    },
  },
  testimony: {
    fields: {
      title: { is: 'line', max: LIMITS.title, required: true },
      form: { is: 'code', of: 'testimonyForm' },
      incident: ref,
      person: ref,
      date,
      language: name,
      interviewedBy: line,
      narrative: { is: 'text', max: LIMITS.narrative },
    },
    lists: {},
  },
  note: {
    fields: {
      title: { is: 'line', max: LIMITS.title, required: true },
      from: date,
      to: date,
      area: { is: 'line', max: LIMITS.area },
      pattern: { is: 'text', max: LIMITS.narrative },
      advice: text,
      incidents: { is: 'refs' },
    },
    lists: {},
  },
  link: {
    fields: { link: { is: 'code', of: 'linkKind' }, from: ref, to: ref, note: text },
    lists: {},
  },
  /** A kind of incident of the organisation's own; its name in `types` is `own:` and the record's name. */
  type: {
    fields: { label: { is: 'line', max: 60, required: true }, group: { is: 'code', of: 'typeGroup' } },
    lists: {},
  },
  /** What a person has agreed to. */
  consent: {
    fields: {
      person: ref,
      /** Where there is no page of the person: the incident, and which of its list `harmed` it is (8 hexadecimal digits). */
      incident: ref,
      item: { is: 'line', max: 8 },
      /** 1 to 6 of the ladder. */
      level: { is: 'count', max: 6 },
      purpose: { is: 'code', of: 'purpose' },
      /** Coalitions by their space ids, others by name. */
      recipient: name,
      askedBy: name,
      explained: text,
      language: name,
      asked: date,
      expires: date,
      withdrawn: date,
      /** From when nobody is to ask again, or to look at it any more. */
      closed: date,
    },
    lists: {},
  },
} as const satisfies Record<string, { fields: GroupSpec; lists: Record<string, GroupSpec> }>

export type CardKind = keyof typeof CARDS
export const CARD_KINDS = Object.keys(CARDS) as CardKind[]
export const cardKindSchema = z.enum(CARD_KINDS as [CardKind, ...CardKind[]])

/**
 * Kinds whose records can have files: a list too, whose items are never changed, only taken out. Not people: what shows who somebody is lies in a section of
 * its own.
 */
export const FILE_KINDS: ReadonlySet<string> = new Set<CardKind | 'incident'>([
  'incident',
  'perpetrator',
  'request',
  'complaint',
  'testimony',
  'note',
])
type FilesOf = { [F in `file:${string}`]?: FileReference | null }

/** Kinds of which no entry may stand in a coalition: they say who is who. */
export const HOUSE_ONLY: ReadonlySet<string> = new Set<CardKind>(['consent', 'person'])

type Lists<L extends Record<string, GroupSpec>> = {
  [F in keyof L & string as `${F}:${string}`]?: ValuesOf<L[F]> | null
}
/** What a record of a kind says: its fields, and of each list those that it has. Null takes one out of its list. */
export type CardFields<K extends CardKind = CardKind> = {
  [One in K]: ValuesOf<(typeof CARDS)[One]['fields']> & Lists<(typeof CARDS)[One]['lists']> & FilesOf
}[K]
export type IncidentMore = ValuesOf<typeof INCIDENT_MORE> & Lists<typeof INCIDENT_LISTS> & FilesOf

/** Fields and lists of records of a kind, incidents' further ones included. */
export const specOf = (kind: CardKind | 'incident'): { fields: GroupSpec; lists: Readonly<Record<string, GroupSpec>> } =>
  kind === 'incident' ? { fields: INCIDENT_MORE, lists: INCIDENT_LISTS } : CARDS[kind]

/** A new record of any kind, and changes of one. */
export type NewCard = { [K in CardKind]: { kind: K; fields: CardFields<K> } }[CardKind]
export type CardChanges = { [K in CardKind]: { kind: K; changes: Partial<CardFields<K>> } }[CardKind]
