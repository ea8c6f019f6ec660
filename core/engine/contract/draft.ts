import { z } from 'zod'
import { draftFilesSchema, NO_FILES } from './file.ts'
import { draftIdSchema, entryIdSchema, recordIdSchema, spaceIdSchema } from './ids.ts'
import { draftFieldsSchema } from './incident.ts'

export const draftSchema = z.object({
  draftId: draftIdSchema,
  /** The record that is amended; null for a new one. */
  recordId: recordIdSchema.nullable(),
  /** The entries that were current when the draft was begun. */
  heads: z.array(entryIdSchema),
  audience: spaceIdSchema,
  fields: draftFieldsSchema,
  files: draftFilesSchema.default(NO_FILES),
  updatedAt: z.string(),
})
export type Draft = z.infer<typeof draftSchema>
