import { z } from 'zod'
import { type GroupSpec, LIST_FIELD, type Spec, schemaOf, type ValuesOf } from './field-spec.ts'
import { FILE_FIELD, type FileReference, fileReferenceSchema } from './file.ts'
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
      earlier: text,
      relief: text,
      risk: text,
      reprisal: flag,
    },
    lists: {
      step: { state: { is: 'code', of: 'complaintState' }, date, note: text },
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
    },
    lists: {},
  },
} as const satisfies Record<string, { fields: GroupSpec; lists: Record<string, GroupSpec> }>

export type CardKind = keyof typeof CARDS
export const CARD_KINDS = Object.keys(CARDS) as CardKind[]
export const cardKindSchema = z.enum(CARD_KINDS as [CardKind, ...CardKind[]])

/** Kinds of which no entry may stand in a coalition: they say who is who. */
export const HOUSE_ONLY: ReadonlySet<string> = new Set<CardKind>(['consent', 'person'])

type Lists<L extends Record<string, GroupSpec>> = {
  [F in keyof L & string as `${F}:${string}`]?: ValuesOf<L[F]> | null
}
/** What a record of a kind says: its fields, and of each list those that it has. Null takes one out of its list. */
export type CardFields<K extends CardKind = CardKind> = {
  [One in K]: ValuesOf<(typeof CARDS)[One]['fields']> & Lists<(typeof CARDS)[One]['lists']>
}[K]
/** Files of an incident are a list too, whose items are never changed, only taken out. */
export type IncidentMore = ValuesOf<typeof INCIDENT_MORE> &
  Lists<typeof INCIDENT_LISTS> & { [F in `file:${string}`]?: FileReference | null }

/** Fields and lists of records of a kind, incidents' further ones included. */
export const specOf = (kind: CardKind | 'incident'): { fields: GroupSpec; lists: Readonly<Record<string, GroupSpec>> } =>
  kind === 'incident' ? { fields: INCIDENT_MORE, lists: INCIDENT_LISTS } : CARDS[kind]

const COLON = 0x3a
const KEY_LENGTH = 8

/** The list that a field is one of, if a kind has it. */
export function listOf(kind: CardKind | 'incident', field: string): GroupSpec | undefined {
  // Every field of every record that is read comes by here: what is of no list is told before the pattern is tried.
  const colon = field.length - KEY_LENGTH - 1
  if (colon < 1 || field.charCodeAt(colon) !== COLON) return undefined
  const { lists } = specOf(kind)
  const list = field.slice(0, colon)
  return Object.hasOwn(lists, list) && LIST_FIELD.test(field) ? lists[list] : undefined
}

const groupSchemas = new Map<GroupSpec, z.ZodObject>()

/** The fields of a group, none of which has to be there. Made once: to make one takes as long as to write the record that is checked by it. */
export function groupSchema(group: GroupSpec): z.ZodObject {
  const known = groupSchemas.get(group)
  if (known) return known
  const made = z.strictObject(partial(group))
  groupSchemas.set(group, made)
  return made
}

const partial = (group: GroupSpec): Record<string, z.ZodType> =>
  Object.fromEntries(Object.entries(group).map(([field, spec]: [string, Spec]) => [field, schemaOf(spec).optional()]))

/** Checks the lists of a kind among properties that its other fields leave over. Anything else is refused. */
export function checkLists(kind: CardKind | 'incident', known: ReadonlySet<string>) {
  return (value: Record<string, unknown>, context: z.RefinementCtx): void => {
    for (const [field, one] of Object.entries(value)) {
      if (known.has(field)) continue
      if (kind === 'incident' && FILE_FIELD.test(field) && fileReferenceSchema.nullable().safeParse(one).success) continue
      const group = listOf(kind, field)
      if (group && groupSchema(group).nullable().safeParse(one).success) continue
      context.addIssue({ code: 'custom', path: [field], message: group ? 'does not fit' : 'no such field' })
    }
  }
}

/** What the contract takes for a record of a kind: all of its fields, or some of them where it is amended. */
function cardSchemaOf(kind: CardKind, amend: boolean): z.ZodType<Record<string, unknown>> {
  const fields: [string, Spec][] = Object.entries(CARDS[kind].fields)
  const shape = fields.map(([field, spec]): [string, z.ZodType] => {
    const schema = schemaOf(spec)
    return [field, !amend && spec.is === 'line' && spec.required ? schema : schema.optional()]
  })
  return z.looseObject(Object.fromEntries(shape)).superRefine(checkLists(kind, new Set(fields.map(([field]) => field))))
}

const byKind = <K extends string>(schema: (kind: CardKind) => z.ZodType<Record<string, unknown>>, property: K) =>
  CARD_KINDS.map((kind) => z.object({ kind: z.literal(kind), [property]: schema(kind) }))

/** A new record of any kind, and changes of one. */
export const newCardSchema = z.union(byKind((kind) => cardSchemaOf(kind, false), 'fields')) as unknown as z.ZodType<NewCard>
export const cardChangesSchema = z.union(byKind((kind) => cardSchemaOf(kind, true), 'changes')) as unknown as z.ZodType<CardChanges>
export type NewCard = { [K in CardKind]: { kind: K; fields: CardFields<K> } }[CardKind]
export type CardChanges = { [K in CardKind]: { kind: K; changes: Partial<CardFields<K>> } }[CardKind]
