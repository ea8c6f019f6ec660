import { z } from 'zod'
import { computerIdSchema } from './ids.ts'

/** A computer of this organisation, as this one sees it now. */
export const computerSchema = z.object({
  computerId: computerIdSchema,
  name: z.string(),
  /** This computer. */
  own: z.boolean(),
  /** Keeps the organisation seed: lets computers in and out, founds and joins coalitions. */
  keyholder: z.boolean(),
  connected: z.boolean(),
  /** ISO 8601 UTC of the last proven connection since the unlock; null where there was none. */
  lastSeen: z.string().nullable(),
  /** Removed: nothing that it writes counts any more. */
  revoked: z.boolean(),
  /** Whether it can be removed from here. */
  revocable: z.boolean(),
})
export type Computer = z.infer<typeof computerSchema>
