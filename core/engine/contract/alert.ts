import { z } from 'zod'
import { reachSchema } from './coalition.ts'
import { entryIdSchema, recordIdSchema, spaceIdSchema } from './ids.ts'
import { authorSchema } from './incident.ts'
import { LIMITS } from './limits.ts'

/** Who can be asked for in an alert. What is stored is the slug; others, from a later version, are kept and shown as they are. */
export const ALERT_NEEDS = ['lawyer', 'bail', 'medical', 'safe-space', 'transport', 'media', 'witnesses'] as const
export type AlertNeed = (typeof ALERT_NEEDS)[number]

/** An alert as a person writes it. */
export const alertFieldsSchema = z.object({
  what: z.string().trim().min(1).max(LIMITS.title),
  area: z.string().trim().max(LIMITS.area),
  needs: z.array(z.string().min(1).max(64)).max(LIMITS.alertNeeds),
})
export type AlertFields = z.infer<typeof alertFieldsSchema>

export const answerSchema = z.enum(['seen', 'responding', 'cannot'])
export type Answer = z.infer<typeof answerSchema>

/** One alert in one coalition, with what each organisation has answered last. */
export const alertSchema = z.object({
  recordId: recordIdSchema,
  spaceId: spaceIdSchema,
  /** The entry that raised it: where in which log it stands. */
  entryId: entryIdSchema,
  fields: alertFieldsSchema,
  author: authorSchema,
  /** Raised on this computer. False for what another computer of this organisation has raised. */
  here: z.boolean(),
  /** ISO 8601 UTC, by the clock of who raised it. */
  raisedAt: z.string(),
  /** When the one who raised it said that it is over; null while it is open. */
  stoodDownAt: z.string().nullable(),
  /** The last answer of each organisation, the latest first. */
  answers: z.array(z.object({ author: authorSchema, answer: answerSchema, answeredAt: z.string() })),
  /** Whether it stands where two versions of a computer’s log are proven: others may have heard of another, or of none. */
  disputed: z.boolean(),
  /** What this organisation has answered; null where it has not. */
  mine: answerSchema.nullable(),
  /** Of an own alert: who is known to hold it, by signed receipts. Left out for those of others. */
  reach: reachSchema.optional(),
})
export type Alert = z.infer<typeof alertSchema>
