import type { ErrorCode, ErrorData } from './engine/contract/errors.ts'

/**
 * An error that a person may be told about: one code of the error catalogue and, at most, a field name, a limit and a mark of words, which tells nothing of them.
 * Never carries a text, a key or a passphrase.
 */
export class ParasolError extends Error {
  readonly code: ErrorCode
  readonly data: ErrorData

  constructor(code: ErrorCode, data?: ErrorData, options?: ErrorOptions) {
    super(code, options)
    this.name = 'ParasolError'
    this.code = code
    this.data = data
  }
}
