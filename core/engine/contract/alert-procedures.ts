import { oc } from '@orpc/contract'
import { z } from 'zod'
import {
  alertChangesSchema,
  alertDraftSchema,
  alertFieldsSchema,
  alertFoundSchema,
  alertSchema,
  alertTemplateSchema,
  answerFieldsSchema,
} from './alert.ts'
import { errorMap } from './errors.ts'
import { recordIdSchema, spaceIdSchema } from './ids.ts'
import { LIMITS } from './limits.ts'

const base = oc.errors(errorMap)
const nothing = z.object({})

/** Alerts: raising, amending, answering and ending them, and what stands ready for the next one. */
export const alertProcedures = {
  /** Newest first. `open`: those that are neither stood down nor past their time, or those that are over; `text`: with these words, of all where there are none. */
  list: base
    .input(
      z.object({
        open: z.boolean().default(true),
        text: z.string().max(LIMITS.searchText).default(''),
        cursor: z.string().max(200).nullable().default(null),
        limit: z.number().int().min(1).max(LIMITS.pageSize).default(50),
      }),
    )
    .output(z.object({ alerts: z.array(alertSchema), nextCursor: z.string().nullable() })),
  get: base.input(z.object({ recordId: recordIdSchema })).output(alertSchema),
  /**
   * Those with these words, open or over, a few of each organisation, our own first, newest first; none for no words. `moreOver`: `list` has more of them
   * that are over.
   */
  find: base
    .input(z.object({ text: z.string().max(LIMITS.searchText) }))
    .output(z.object({ alerts: z.array(alertFoundSchema).max(LIMITS.alertsFound), moreOver: z.boolean() })),
  /**
   * Raises an alert in each of the coalitions; answers when it is on the disk here, whoever is connected. `missed`: coalitions in which it could
   * not be saved any more. Throws NOT_ALLOWED, LOG_BEHIND or SPACE_NOT_FOUND before anything is written.
   */
  raise: base
    .input(z.object({ audiences: z.array(spaceIdSchema).min(1).max(LIMITS.audiences), fields: alertFieldsSchema }))
    .output(z.object({ raised: z.array(z.object({ spaceId: spaceIdSchema, recordId: recordIdSchema })), missed: z.array(spaceIdSchema) })),
  /**
   * Whether words of an alert, of news of one or of an answer may say what somebody is called who is not to be named there: for a hint while they are typed.
   * Nothing of an alert is refused for it. `named` is null where it was not looked, as more was asked than somebody types.
   */
  mayName: base
    .input(z.object({ words: z.array(z.string().max(LIMITS.alertWords)).max(10) }))
    .output(z.object({ named: z.boolean().nullable() })),
  /** Amends an own alert and says what is new: one of both at least. Throws NOT_ALLOWED for another organisation's, ALERT_OVER where it was stood down, BAD_INPUT for one too many. */
  update: base
    .input(
      z.object({
        recordId: recordIdSchema,
        changes: alertChangesSchema.default({}),
        news: z.string().trim().max(LIMITS.alertNews).default(''),
      }),
    )
    .output(nothing),
  /** Answers another organisation's alert; a later answer takes the place of the one before. Throws NOT_ALLOWED for an own one, ALERT_OVER where it was stood down. */
  answer: base.input(answerFieldsSchema.extend({ recordId: recordIdSchema })).output(nothing),
  /** Says that an own alert is over, with a last line. Throws NOT_ALLOWED for another organisation's. */
  standDown: base.input(z.object({ recordId: recordIdSchema, words: z.string().trim().max(LIMITS.alertNews).default('') })).output(nothing),
  /** The alert that is half written on this computer. Raising one takes it away. */
  draft: base.output(z.object({ draft: alertDraftSchema.nullable() })),
  keepDraft: base.input(alertDraftSchema).output(nothing),
  dropDraft: base.output(nothing),
  /** Kinds of alert of one's own, kept on this computer. */
  templates: base.output(z.array(alertTemplateSchema)),
  keepTemplates: base.input(z.array(alertTemplateSchema).max(LIMITS.alertTemplates)).output(nothing),
}
