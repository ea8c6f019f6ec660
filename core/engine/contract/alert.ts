import { z } from 'zod'
import { reachSchema } from './coalition.ts'
import { entryIdSchema, recordIdSchema, spaceIdSchema } from './ids.ts'
import { authorSchema } from './incident.ts'
import { LIMITS } from './limits.ts'
import { mentionSchema } from './mention.ts'

/** Who can be asked for in an alert. What is stored is the slug; others, from a later version, are kept and shown as they are. */
export const ALERT_NEEDS = ['lawyer', 'bail', 'medical', 'safe-space', 'transport', 'media', 'witnesses'] as const
export type AlertNeed = (typeof ALERT_NEEDS)[number]

/** How long an alert can last, minutes; the second longest is what it lasts where nothing is said. */
export const ALERT_LASTS = [60, 360, 1_440, 4_320] as const
export const ALERT_LASTS_DEFAULT = 1_440

const needsSchema = z.array(z.string().min(1).max(64)).max(LIMITS.alertNeeds)

/** An alert as a person writes it. */
export const alertFieldsSchema = z.object({
  what: z.string().trim().min(1).max(LIMITS.title),
  area: z.string().trim().max(LIMITS.area),
  /** The exact place; empty unless the writer chose to say it. */
  place: z.string().trim().max(LIMITS.alertPlace).default(''),
  /** ms since 1970; null: when it was raised. */
  began: z.number().int().min(0).max(8_640_000_000_000_000).nullable().default(null),
  needs: needsSchema,
  /** How to reach who raised it, as a phone number. */
  contact: z.string().trim().max(LIMITS.alertContact).default(''),
  /** Minutes after which it counts as over. */
  lasts: z.number().int().min(1).max(LIMITS.alertMinutes).default(ALERT_LASTS_DEFAULT),
})
export type AlertFields = z.infer<typeof alertFieldsSchema>

/** What an update changes, without defaults: what is left out stays. `lasts` counts from the update on. */
export const alertChangesSchema = z
  .object({
    what: alertFieldsSchema.shape.what,
    area: alertFieldsSchema.shape.area,
    place: alertFieldsSchema.shape.place.removeDefault(),
    began: alertFieldsSchema.shape.began.removeDefault(),
    needs: needsSchema,
    contact: alertFieldsSchema.shape.contact.removeDefault(),
    lasts: alertFieldsSchema.shape.lasts.removeDefault(),
  })
  .partial()
export type AlertChanges = Partial<AlertFields>

export const answerSchema = z.enum(['seen', 'responding', 'cannot', 'question'])
export type Answer = z.infer<typeof answerSchema>

/** An answer as a person gives it: with what the organisation brings of what is needed, and a question, both of which may be empty. */
export const answerFieldsSchema = z.object({
  answer: answerSchema,
  brings: needsSchema.default([]),
  /** What it brings, in its own words. */
  line: z.string().trim().max(LIMITS.alertLine).default(''),
  /** Never empty where the answer is a question. */
  question: z.string().trim().max(LIMITS.alertQuestion).default(''),
})
export type AnswerFields = z.infer<typeof answerFieldsSchema>

const updateSchema = z.object({
  entryId: entryIdSchema,
  /** A line of news; may be empty. */
  news: z.string(),
  changed: z.array(z.string()),
  /** ISO 8601 UTC, by its writer's clock. */
  at: z.string(),
})

/** One alert in one coalition, with what each organisation has answered last. */
export const alertSchema = z.object({
  recordId: recordIdSchema,
  spaceId: spaceIdSchema,
  /** The entry that raised it: where in which log it stands. */
  entryId: entryIdSchema,
  /** As the last update left them. */
  fields: alertFieldsSchema,
  author: authorSchema,
  /** Raised on this computer. False for what another computer of this organisation has raised. */
  here: z.boolean(),
  /** ISO 8601 UTC, by the clock of who raised it. */
  raisedAt: z.string(),
  /** When the one who raised it said that it is over; null while nobody has. */
  stoodDownAt: z.string().nullable(),
  /** What was said with that; may be empty. */
  lastWords: z.string(),
  /** ISO 8601 UTC: when it is over by itself, by this computer's clock. */
  endsAt: z.string(),
  /** Stood down, or past its time. */
  over: z.boolean(),
  /** Oldest first; in a list of alerts the last alone. */
  updates: z.array(updateSchema),
  /** How many updates there are. */
  updateCount: z.number().int().min(0),
  /** The last answer of each organisation, the latest first. `current`: given when all updates were known. */
  answers: z.array(answerFieldsSchema.extend({ author: authorSchema, answeredAt: z.string(), current: z.boolean() })),
  /** Whether it stands where two versions of a computer’s log are proven: others may have heard of another, or of none. */
  disputed: z.boolean(),
  /** What this organisation has answered; null where it has not. */
  mine: answerSchema.nullable(),
  /** Incidents of our own that came of it, the newest first; in a list of alerts none. */
  incidents: z.array(mentionSchema),
  /** Whether who raised it is known to hold that answer, by signed receipts; true where there is none. */
  answerArrived: z.boolean(),
  /** Whether there are updates since this organisation answered. */
  news: z.boolean(),
  /**
   * Of an own alert: who is known to hold it, by signed receipts; how many partners hold the last word on it (an update, or that it is over);
   * and how many are connected now. Left out for those of others.
   */
  reach: reachSchema.extend({ latest: z.number().int().min(0), connected: z.number().int().min(0) }).optional(),
})
export type Alert = z.infer<typeof alertSchema>

/** An alert as a search shows it beside others. */
export const alertFoundSchema = alertSchema
  .pick({ recordId: true, author: true, raisedAt: true, over: true })
  .extend({ what: alertFieldsSchema.shape.what })
export type AlertFound = z.infer<typeof alertFoundSchema>

/** A kind of alert that this organisation raises again and again, kept on this computer. */
export const alertTemplateSchema = z.object({
  what: z.string().trim().min(1).max(LIMITS.title),
  area: z.string().trim().max(LIMITS.area),
  needs: needsSchema,
  contact: z.string().trim().max(LIMITS.alertContact),
  lasts: z.number().int().min(1).max(LIMITS.alertMinutes),
})
export type AlertTemplate = z.infer<typeof alertTemplateSchema>

/** An alert half written: anything, however unfinished. No rule but size. */
export const alertDraftSchema = z.object({
  what: z.string().max(100_000),
  area: z.string().max(100_000),
  place: z.string().max(100_000),
  /** Whether the exact place is to be said. */
  exact: z.boolean(),
  /** As typed; empty: now. */
  began: z.string().max(40),
  needs: needsSchema,
  contact: z.string().max(100_000),
  lasts: z.number().int().min(1).max(LIMITS.alertMinutes),
  /** Coalitions that are not to get it. */
  left: z.array(spaceIdSchema).max(LIMITS.audiences),
})
export type AlertDraft = z.infer<typeof alertDraftSchema>
