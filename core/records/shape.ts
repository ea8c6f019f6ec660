import { z } from 'zod'
import { BodyError } from './error.ts'

/** 16 bytes in hexadecimal, random or, of an imported row, made from its cells: the name a record has in its author's entries (not the RecordId of the contract, see version.ts). */
export type RecordName = string

const NAME = /^[0-9a-f]{32}$/
export const recordName = z.string().regex(NAME)
export const isRecordName = (value: unknown): value is RecordName => typeof value === 'string' && NAME.test(value)

/** A value of this shape. Throws a BodyError that says where it is not, and never what is there. */
export function shaped<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new BodyError(`wrong shape at ${parsed.error.issues[0]?.path.join('.') ?? '?'}`)
  return parsed.data
}
