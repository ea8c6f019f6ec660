import { z } from 'zod'
import { CODES } from './codes.ts'
import { recordIdSchema, spaceIdSchema } from './ids.ts'
import { LIMITS } from './limits.ts'

/**
 * What the log screen asks for. `audience`: everything, only what no coalition has (the House without what was shared), or what one coalition has.
 * Dates are `YYYY-MM-DD`, both inclusive.
 */
export const filtersSchema = z.object({
  audience: z.union([z.literal('all'), z.literal('house'), spaceIdSchema]).default('all'),
  text: z.string().max(LIMITS.searchText).default(''),
  types: z.array(z.string().max(64)).max(40).default([]),
  from: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .nullable()
    .default(null),
  to: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .nullable()
    .default(null),
  /** The area, whatever its case and accents. */
  area: z.string().max(LIMITS.area).default(''),
  /** How sure we are: any of these. */
  certainty: z.array(z.enum(CODES.certainty)).max(CODES.certainty.length).default([]),
  /** Any of these did it, by kind or by record (those of one unit, say). */
  perpetratorKinds: z.array(z.string().max(64)).max(40).default([]),
  perpetrators: z.array(recordIdSchema).max(LIMITS.filterRecords).default([]),
  /** Units or stations, whatever their case: somebody of any of them did it. */
  units: z.array(z.string().min(1).max(LIMITS.title)).max(LIMITS.filterRecords).default([]),
  /** Only incidents of ours that wait for somebody: feedback is owed, or two versions or a proposal want a word. */
  waits: z.boolean().default(false),
  /** Any of these spaces; unlike the audience, of the House all that is ours, whoever else has it. Of none: all. */
  within: z.array(spaceIdSchema).max(LIMITS.audiences).default([]),
})
export type Filters = z.infer<typeof filtersSchema>
