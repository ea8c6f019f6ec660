import { z } from 'zod'
import type { AlertFields, Answer } from '../engine/contract/alert.ts'
import { type OrganisationId, organisationIdSchema } from '../engine/contract/ids.ts'
import { LIMITS } from '../engine/contract/limits.ts'
import { ParasolError } from '../error.ts'
import { BodyError } from './error.ts'
import { type RecordName, recordName, shaped } from './shape.ts'
import { cleanLine, withinLimit } from './text.ts'

const NEED_LENGTH = 64

/** Body of an `alert` entry, version 1 (docs/protocol.md section 4.5): its author raises an alert, or says that it is over. Unknown properties are kept. */
export type AlertBody = { record: RecordName; [unknown: string]: unknown } & (
  | { action: 'raise'; fields: AlertFields; raised: number }
  | { action: 'stand-down' }
)

/** Body of an `answer` entry, version 1. It is a number, so that nobody who measures entries can tell one answer from another. */
export interface AnswerBody {
  record: RecordName
  /** Who raised the alert: names are each organisation's own. */
  raiser: OrganisationId
  answer: 1 | 2 | 3
  [unknown: string]: unknown
}

export const ANSWER_CODES = { seen: 1, responding: 2, cannot: 3 } as const satisfies Record<Answer, AnswerBody['answer']>
const ANSWER_OF = { 1: 'seen', 2: 'responding', 3: 'cannot' } as const satisfies Record<AnswerBody['answer'], Answer>

export const answerOf = (code: AnswerBody['answer']): Answer => ANSWER_OF[code]

/** The last moment that a Date can hold. */
const LAST_MS = 8_640_000_000_000_000

const fieldsShape = z.object({
  what: z.string(),
  area: z.string(),
  needs: z.array(z.string()).max(LIMITS.alertNeeds),
})
const alertShape = z.discriminatedUnion('action', [
  z.looseObject({ record: recordName, action: z.literal('raise'), fields: fieldsShape, raised: z.number().int().min(0).max(LAST_MS) }),
  z.looseObject({ record: recordName, action: z.literal('stand-down') }),
])
const answerShape = z.looseObject({
  record: recordName,
  raiser: organisationIdSchema,
  answer: z.union([z.literal(1), z.literal(2), z.literal(3)]),
})

/** Fields as they are kept: texts of one line, needs without repeats. Cleaning twice changes nothing. Throws TEXT_TOO_LONG or BAD_INPUT with the field. */
export function cleanAlert({ what, area, needs }: AlertFields): AlertFields {
  const clean = {
    what: withinLimit(cleanLine(what), 'what', LIMITS.title),
    area: withinLimit(cleanLine(area), 'area', LIMITS.area),
    needs: [...new Set(needs.map(cleanLine))],
  }
  if (clean.what === '') throw new ParasolError('BAD_INPUT', { field: 'what' })
  if (clean.needs.includes('') || clean.needs.length > LIMITS.alertNeeds) throw new ParasolError('BAD_INPUT', { field: 'needs' })
  for (const need of clean.needs) withinLimit(need, 'needs', NEED_LENGTH)
  return clean
}

/** Throws a BodyError where it is not one. */
export function parseAlert(value: unknown): AlertBody {
  const body = shaped(alertShape, value)
  if (body.action === 'stand-down') return body
  try {
    return { ...body, fields: cleanAlert(body.fields) }
  } catch (cause) {
    if (cause instanceof ParasolError) throw new BodyError(`fields do not fit (${cause.code})`, { cause })
    throw cause
  }
}

/** Throws a BodyError where it is not one. */
export const parseAnswer = (value: unknown): AnswerBody => shaped(answerShape, value)
