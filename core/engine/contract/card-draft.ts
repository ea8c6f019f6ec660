import { z } from 'zod'
import { cardNameSchema, identitySchema } from './card.ts'
import { listKeySchema, SLUGS_MAX } from './field-spec.ts'
import { draftFilesSchema, FILE_FIELD, NO_FILES } from './file.ts'
import { draftIdSchema, entryIdSchema, recordIdSchema, spaceIdSchema } from './ids.ts'
import { LIMITS } from './limits.ts'
import { cardKindSchema } from './record-kinds.ts'

const fieldName = z.string().max(40)
const of = <V extends z.ZodType>(value: V) => z.record(fieldName, value)

/** A form of a record that is no incident, however unfinished: no rule but size. */
export const cardFormSchema = z.object({
  texts: of(z.string().max(1_000_000)),
  lists: of(z.array(z.string().max(64)).max(SLUGS_MAX * 2)),
  dates: of(z.string().max(10)),
  flags: of(z.boolean()),
})

/** What somebody has begun to write into a form that stands on the page of one record and is no page of its own. One draft for each. */
export const formKeySchema = z.object({
  form: z.enum(['consent', 'step', 'link', 'news', 'question', 'brings']),
  recordId: recordIdSchema,
  /** Which of a list of that record it is about. */
  item: listKeySchema.optional(),
})
export type FormKey = z.infer<typeof formKeySchema>

/** What is kept of it: files too, where it takes some. */
export const keptFormSchema = cardFormSchema.extend({ files: draftFilesSchema.optional() })
export type KeptForm = z.infer<typeof keptFormSchema>

/** What has a file before any record does, and the field of the record that it is to be: a draft, or that of a form on the page of a record. */
export const draftPlaceSchema = z.union([
  z.object({ draftId: draftIdSchema, field: z.string().regex(FILE_FIELD) }),
  z.object({ form: formKeySchema, field: z.string().regex(FILE_FIELD) }),
])
export type DraftPlace = z.infer<typeof draftPlaceSchema>

/** What was half written, on this computer only. */
export const cardDraftSchema = z.object({
  draftId: draftIdSchema,
  kind: cardKindSchema,
  /** The record that is amended; null for a new one. */
  recordId: recordIdSchema.nullable(),
  /** The entries that were current when it was begun. */
  heads: z.array(entryIdSchema).max(LIMITS.heads),
  /** The name of the new record, the same for every try. */
  name: cardNameSchema,
  /** The coalition that it is for; null: only us. */
  audience: spaceIdSchema.nullable().default(null),
  form: cardFormSchema,
  /** Real name and contacts, as far as they were typed. They lie in state.db with the rest of the draft, and in no index. */
  identity: identitySchema.nullable().default(null),
  /** What the records are called that it names. */
  names: z.record(z.string().max(64), z.string().max(LIMITS.title)),
  files: draftFilesSchema.default(NO_FILES),
  updatedAt: z.string(),
})
export type CardDraft = z.infer<typeof cardDraftSchema>
