import { ORPCError } from '@orpc/server'
import { ZodError } from 'zod'
import { ParasolError } from '../error.ts'
import { ERRORS, type ErrorCode, type ErrorData } from './contract/errors.ts'

/** The code, and at most a field name, a limit and a mark, that a person is told of. */
export interface Fault {
  code: ErrorCode
  data: ErrorData
}

const SYSTEM_CODES: Record<string, ErrorCode> = { ENOSPC: 'DISK_FULL', EDQUOT: 'DISK_FULL', EROFS: 'PROFILE_READ_ONLY' }

function systemCode(error: Error): ErrorCode | undefined {
  const { code } = error as NodeJS.ErrnoException
  if (typeof code === 'string' && SYSTEM_CODES[code]) return SYSTEM_CODES[code]
  if (/database or disk is full|No space left on device/i.test(error.message)) return 'DISK_FULL'
  if (/attempt to write a readonly database/i.test(error.message)) return 'PROFILE_READ_ONLY'
  return undefined
}

/** Turns whatever was thrown into one code of the catalogue. Follows causes. */
export function describeFault(error: unknown): Fault {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth += 1) {
    if (at instanceof ParasolError) return { code: at.code, data: at.data }
    const code = systemCode(at)
    if (code) return { code, data: undefined }
    if (at instanceof ZodError) return badInput(at.issues)
    if (at instanceof ORPCError && at.code === 'BAD_REQUEST') return badInput((at.data as { issues?: Issue[] } | undefined)?.issues)
    if (at instanceof ORPCError && at.code in ERRORS) return { code: at.code as ErrorCode, data: undefined }
  }
  return { code: 'ENGINE_FAULT', data: undefined }
}

/** What Zod says of a value, as far as it is used here. */
interface Issue {
  path?: readonly PropertyKey[] | undefined
  code?: string | undefined
  origin?: string | undefined
  maximum?: number | bigint | undefined
}

/** Inputs that hold the fields of a record: their names alone are what a screen knows. */
const HOLDERS = ['fields', 'changes']

/** What does not fit the contract, in the same words in which core/records says it. */
function badInput(issues: readonly Issue[] | undefined): Fault {
  const issue = issues?.[0]
  const path = (issue?.path ?? []).map(String)
  if (path.length > 1 && HOLDERS.includes(path[0] ?? '')) path.shift()
  if (path.length > 1 && path[0] === 'start') return { code: 'BAD_DATE', data: { field: 'start' } }
  const field = path.join('.')
  if (issue?.code === 'too_big' && issue.origin === 'string')
    return { code: 'TEXT_TOO_LONG', data: { field, limit: Number(issue.maximum) } }
  return { code: 'BAD_INPUT', data: { field } }
}

/**
 * Writes where something went wrong, and its kind, to the error stream. Messages of unforeseen errors may quote data, so they are left out;
 * stack frames name only code.
 */
export function logFault(where: string, error: unknown): void {
  const kind = error instanceof Error ? error.name : typeof error
  process.stderr.write(`parasol engine: ${where}: ${kind} ${describeFault(error).code}\n${framesOf(error).join('\n')}\n`)
}

/** The stack begins with the message, and a line of that may look like a frame: what is before its end is left out, and all where it is not there. */
function framesOf(error: unknown): string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  const message = error instanceof Error ? error.message : ''
  const end = stack.indexOf(message)
  if (end === -1) return []
  const lines = stack.slice(end + message.length).split('\n')
  return lines.filter((line) => /^\s+at .*(?:\.[cm]?[jt]s|node:[\w/]+):\d+:\d+\)?$/.test(line)).slice(0, 12)
}
