import { z } from 'zod'
import { partialDateSchema } from './field-spec.ts'
import { recordIdSchema } from './ids.ts'
import { cardKindSchema } from './record-kinds.ts'

/** A record that names another, and in which field or list of it. */
export const mentionSchema = z.object({
  recordId: recordIdSchema,
  field: z.string(),
  kind: z.union([z.literal('incident'), cardKindSchema]),
  label: z.string(),
  start: partialDateSchema.nullable(),
  /** Of an incident, its kinds; of others none. */
  types: z.array(z.string()),
})
export type Mention = z.infer<typeof mentionSchema>
