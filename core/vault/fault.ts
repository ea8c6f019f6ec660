import type { ErrorCode } from '../engine/contract/errors.ts'
import { ParasolError } from '../error.ts'
import { FULL_CODES } from '../sqlcipher.ts'

/** What the operating system or SQLite says when the folder cannot take what should be written, in the words of the error catalogue. */
const CODES: Record<string, ErrorCode> = {
  ENOSPC: 'DISK_FULL',
  EDQUOT: 'DISK_FULL',
  EFBIG: 'DISK_FULL',
  EROFS: 'PROFILE_READ_ONLY',
  EACCES: 'PROFILE_READ_ONLY',
  EPERM: 'PROFILE_READ_ONLY',
  ...Object.fromEntries(FULL_CODES.map((code) => [code, 'DISK_FULL' as const])),
  SQLITE_READONLY: 'PROFILE_READ_ONLY',
  SQLITE_NOTADB: 'VAULT_DAMAGED',
  SQLITE_CORRUPT: 'VAULT_DAMAGED',
}

/** The `code` of a system or SQLite error, if it bears one. */
export function faultCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  return error.code
}

/** The same error in the words of the error catalogue where it is about the disk or the folder; anything else comes back as it is. */
export function explain(error: unknown): unknown {
  if (error instanceof ParasolError) return error
  const code = faultCode(error)
  if (code === null) return error
  const known = CODES[code] ?? Object.entries(CODES).find(([prefix]) => prefix.startsWith('SQLITE_') && code.startsWith(`${prefix}_`))?.[1]
  return known ? new ParasolError(known, undefined, { cause: error }) : error
}

/** Runs `work`; a fault of the disk or the folder is thrown as a ParasolError (DISK_FULL, PROFILE_READ_ONLY, VAULT_DAMAGED). */
export function explained<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw explain(error)
  }
}
