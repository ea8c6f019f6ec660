import { z } from 'zod'
import type { Answer, AnswerFields } from '../engine/contract/alert.ts'
import { type OrganisationId, organisationIdSchema } from '../engine/contract/ids.ts'
import { LIMITS } from '../engine/contract/limits.ts'
import { ParasolError } from '../error.ts'
import { cleanly, cleanNeeds, cleanWords } from './alert.ts'
import { type RecordName, recordName, shaped } from './shape.ts'

export const ANSWER_CODES = { seen: 1, responding: 2, cannot: 3, question: 4 } as const satisfies Record<Answer, number>
export type AnswerCode = (typeof ANSWER_CODES)[Answer]
const ANSWER_OF = { 1: 'seen', 2: 'responding', 3: 'cannot', 4: 'question' } as const satisfies Record<AnswerCode, Answer>

export const answerOf = (code: AnswerCode): Answer => ANSWER_OF[code]

/** Body of an `answer` entry, version 2 (docs/protocol.md section 4.5). Unknown properties are kept, the padding is not. */
export interface AnswerBody {
  record: RecordName
  /** Who raised the alert: names are each organisation's own. */
  raiser: OrganisationId
  answer: AnswerCode
  /** Of the needs those that it covers. */
  brings: string[]
  line: string
  question: string
  /** How many updates its author knew. */
  knows: number
  [unknown: string]: unknown
}

const answerShape = z.looseObject({
  record: recordName,
  raiser: organisationIdSchema,
  answer: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  brings: z.array(z.string()).max(LIMITS.alertNeeds),
  line: z.string(),
  question: z.string(),
  knows: z.number().int().min(0),
  pad: z.string().optional(),
})

/** An answer as it is kept. Throws TEXT_TOO_LONG or BAD_INPUT with the field. */
export function cleanAnswer({ answer, brings, line, question }: AnswerFields): AnswerFields {
  const clean = {
    answer,
    brings: cleanNeeds(brings, 'brings'),
    line: cleanWords(line, 'line', LIMITS.alertLine),
    question: cleanWords(question, 'question', LIMITS.alertQuestion),
  }
  if (answer === 'question' && clean.question === '') throw new ParasolError('BAD_INPUT', { field: 'question' })
  return clean
}

/** Throws a BodyError where it is not one. */
export function parseAnswer(value: unknown): AnswerBody {
  const { pad: _pad, ...body } = shaped(answerShape, value)
  const { brings, line, question } = cleanly(() => cleanAnswer({ ...body, answer: answerOf(body.answer) }))
  return { ...body, brings, line, question, knows: Math.min(body.knows, LIMITS.alertUpdates) }
}

/** A body of version 1, which said nothing more, as one of version 2. */
export function upgradeAnswer(value: unknown): unknown {
  const first = z.looseObject({}).safeParse(value)
  return first.success ? { brings: [], line: '', question: '', knows: 0, ...first.data } : value
}
