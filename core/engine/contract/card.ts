import { z } from 'zod'
import { listKeySchema, partialDateSchema } from './field-spec.ts'
import { entryIdSchema, recordIdSchema, spaceIdSchema } from './ids.ts'
import { authorSchema, conflictSchema } from './incident.ts'
import { LIMITS } from './limits.ts'
import { mentionSchema } from './mention.ts'
import { cardKindSchema } from './record-kinds.ts'

/** Name of a new record within its organisation and space: 16 random bytes in hexadecimal digits. */
export const cardNameSchema = z.string().regex(/^[0-9a-f]{32}$/)

/** One row in a list of records of a kind. */
export const cardRowSchema = z.object({
  recordId: recordIdSchema,
  spaceId: spaceIdSchema,
  kind: cardKindSchema,
  /** What it is called: a pseudonym, a label, a title. */
  label: z.string(),
  /** How far it has come, or what sort it is, as a code of its kind; null where nothing is said. */
  status: z.string().nullable(),
  /** Unit or station of who did harm. */
  unit: z.string().nullable(),
  /** How many incidents name it as somebody harmed, or as who did it: `LIMITS.incidentsCounted` for more. */
  incidents: z.number().int(),
  author: authorSchema,
  savedAt: z.string(),
  amended: z.boolean(),
  conflict: z.boolean(),
})
export type CardRow = z.infer<typeof cardRowSchema>

/** A kind of incident of our own. */
export const ownTypeSchema = z.object({
  recordId: recordIdSchema,
  label: z.string(),
  /** A code; null where it says none. */
  group: z.string().nullable(),
})
export type OwnTypeRow = z.infer<typeof ownTypeSchema>

/** One record of a kind beside incidents, as it stands. */
export const cardSchema = z.object({
  recordId: recordIdSchema,
  spaceId: spaceIdSchema,
  kind: cardKindSchema,
  /** As record-kinds.ts says for the kind. */
  fields: z.record(z.string(), z.unknown()),
  /** What the records are called that it names, as far as they are here. */
  names: z.record(recordIdSchema, z.string()),
  author: authorSchema,
  savedAt: z.string(),
  amendedAt: z.string().nullable(),
  conflicts: z.array(conflictSchema),
  /** Entries that no later one amends: what an amendment written now names. */
  heads: z.array(entryIdSchema),
  versions: z.number().int().min(1),
  /** What names it, our own first, and the newest first. */
  mentions: z.array(mentionSchema),
})
export type Card = z.infer<typeof cardSchema>

/** Real name and contacts of a person, in the section `safe`: shown only on purpose. */
export const identitySchema = z.object({
  name: z.string().max(200),
  contact: z.string().max(500),
  notes: z.string().max(2_000),
})
export type Identity = z.infer<typeof identitySchema>

/** A unit or station, how many of it are on record, and how many incidents name it or one of them (`LIMITS.incidentsCounted` for more). */
export const unitSchema = z.object({ unit: z.string(), people: z.number().int(), incidents: z.number().int() })
export type Unit = z.infer<typeof unitSchema>

/** What lies in a section of its own and is shown only on purpose. */
export const sealedFieldSchema = z.enum(['place', 'identity'])
export type SealedField = z.infer<typeof sealedFieldSchema>

/** Something of this organisation's own that waits for somebody. */
export const dueSchema = z.object({
  recordId: recordIdSchema,
  /** `answer`: without a day, nobody has set one. `name`: somebody outside has a complaint under the name of somebody who does not agree to that. `kept`: somebody wants us to keep nothing of them, since that day. */
  why: z.enum(['feedback', 'request', 'answer', 'consent', 'name', 'kept']),
  /** `YYYY-MM-DD`; null where no day was said. */
  day: z.string().nullable(),
  /** What the record is called. Of a consent: what we call the person; empty where that is not known here. */
  label: z.string(),
  status: z.string().nullable(),
})
export type Due = z.infer<typeof dueSchema>

/** A complaint that is open and that somebody outside has under a name. */
export const underNameSchema = dueSchema.pick({ recordId: true, label: true, status: true })
export type UnderName = z.infer<typeof underNameSchema>

/** What would end: a consent as it would be written, or one that is to be taken back. */
export const endingAskSchema = z.union([
  z.object({ recordId: recordIdSchema }),
  z.object({
    fields: z.object({
      person: recordIdSchema.optional(),
      incident: recordIdSchema.optional(),
      item: listKeySchema.optional(),
      level: z.number().int().min(1).max(6),
      recipient: z.string().max(200).optional(),
      asked: partialDateSchema.optional(),
      expires: partialDateSchema.optional(),
    }),
  }),
])
export type EndingAsk = z.infer<typeof endingAskSchema>

/** What that would have as a consequence. */
export const endingSchema = z.object({
  /** Consents that hold now, and would not then. */
  ends: z.array(recordIdSchema),
  /** What coalitions have and would be erased there: incidents, each by the House record that it was made from if that is here, and what names one of them there. */
  taken: z.array(z.object({ recordId: recordIdSchema, spaceId: spaceIdSchema, kind: mentionSchema.shape.kind, title: z.string() })),
  /** Complaints that are open and would bear the name without agreement. */
  names: z.array(underNameSchema),
  /** Complaints that are open and were handed in without the name, to an authority that they would not agree to any more. */
  handedIn: z.array(underNameSchema),
})
export type Ending = z.infer<typeof endingSchema>

/** What is here of somebody who has taken back even that we keep it. */
export const keptHereSchema = z.object({
  /** Whether an answer says so, and is the last of theirs: they have agreed to nothing since. */
  counts: z.boolean(),
  /** What is to be looked at, in the order in which nothing is lost from sight: their page last. */
  records: z.array(mentionSchema).max(LIMITS.kept),
})
export type KeptHere = z.infer<typeof keptHereSchema>

/** What of changes of a complaint decides whose agreement they need. */
export const complaintChangeSchema = z.object({
  incidents: z.array(recordIdSchema).max(64).optional(),
  body: z.string().max(200).optional(),
  confidentiality: z.string().max(64).nullish(),
})
export type ComplaintChange = z.infer<typeof complaintChangeSchema>
