import { ERRORS, type ErrorCode, type ErrorData } from '../../core/engine/contract/errors.ts'

export interface Problem {
  code: ErrorCode
  data: ErrorData
}

/** Which entry of the catalogue a thrown value stands for. What is in no catalogue is an `ENGINE_FAULT`. */
export function problemOf(thrown: unknown): Problem {
  const { code, data } = typeof thrown === 'object' && thrown !== null ? (thrown as { code?: unknown; data?: unknown }) : {}
  if (code === 'BAD_REQUEST') return { code: 'BAD_INPUT', data: undefined }
  if (typeof code !== 'string' || !isErrorCode(code)) return { code: 'ENGINE_FAULT', data: undefined }
  return { code, data: readData(data) }
}

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code)
}

function readData(data: unknown): ErrorData {
  if (typeof data !== 'object' || data === null) return undefined
  const { field, limit, mark } = data as { field?: unknown; limit?: unknown; mark?: unknown }
  return {
    ...(typeof field === 'string' ? { field } : {}),
    ...(typeof limit === 'number' ? { limit } : {}),
    ...(typeof mark === 'string' ? { mark } : {}),
  }
}

/** Whether something could not be read because it is not here, or not any more. */
export const isNotFound = (thrown: unknown): boolean => problemOf(thrown).code === 'RECORD_NOT_FOUND'
