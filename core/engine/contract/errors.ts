import { z } from 'zod'
import { markSchema } from './ids.ts'

/**
 * The error catalogue: every code that the engine may answer with, and what the log says of it.
 * What a person reads stands in the renderer's message catalogue, one sentence for each code. Nothing secret in either.
 */
export const ERRORS = {
  WRONG_PASSPHRASE: 'no slot opens with this passphrase',
  WRONG_RECOVERY_WORDS: 'these recovery words are not those of this vault',
  WORDS_MISTYPED: 'a recovery word is not on the list, or the checksum does not fit',
  WORDS_NOT_CONFIRMED: 'the words typed are not those asked for',
  PASSPHRASE_TOO_WEAK: 'the passphrase is too short or too easy to guess',
  VAULT_EXISTS: 'this profile folder has a vault already',
  VAULT_MISSING: 'this profile folder has no vault',
  VAULT_DAMAGED: 'neither copy of the slot file can be read',
  VAULT_LOCKED: 'the vault is locked',
  PROFILE_FOREIGN: 'the profile folder belongs to another program',
  PROFILE_BUSY: 'another Parasol has this profile open',
  PROFILE_READ_ONLY: 'the profile folder cannot be written',
  DISK_FULL: 'the disk is full',
  TEXT_TOO_LONG: 'a text is over its limit',
  BAD_DATE: 'a date is not one, or out of range',
  BAD_INPUT: 'a value does not fit the contract',
  RECORD_NOT_FOUND: 'no such record',
  RECORD_CHANGED: 'what was amended is not there any more',
  CONSENT_MISSING: 'somebody who was harmed has not agreed to it',
  CONSENT_HOLDS: 'what somebody agreed to has to be taken back before it is erased',
  CONSENT_EARLIER: 'without this answer an earlier one of the same person would hold again',
  NAME_IN_WORDS: 'words that would go to a coalition say what somebody is called, and nobody has said that they were read',
  ALREADY_SHARED: 'the coalition has this record already',
  NOT_ALLOWED: 'only the organisation that wrote a record may do this',
  ALERT_OVER: 'the alert was stood down by who raised it',
  DRAFT_NOT_FOUND: 'no such draft',
  IMPORT_NOT_FOUND: 'no such import',
  FILE_EMPTY: 'the file has no rows',
  FILE_UNREADABLE: 'the file cannot be read as a table',
  FILE_TOO_LARGE: 'the file is over the limit',
  UPLOAD_NOT_FOUND: 'no such file on its way in',
  UPLOAD_TOO_LARGE: 'the file is larger than one that can be kept with a record',
  SAVE_NO_FOLDER: 'the folder to save into is not there',
  SAVE_READ_ONLY: 'the folder to save into cannot be written',
  SAVE_NO_ROOM: 'there is no room where the file is to be saved',
  CANNOT_CLEAN: 'of this file no copy without what is hidden in it can be made',
  FILE_UNKNOWN: 'no standing record there and no upload of this computer names the file',
  FILE_MISSING: 'a chunk of the file is not here',
  FILE_DAMAGED: 'a chunk of the file is not what its reference says',
  INVITE_MISTYPED: 'the text is not an invite',
  INVITE_EXPIRED: 'the invite has expired',
  INVITE_USED: 'the invite was used',
  INVITE_WITHDRAWN: 'the invite was withdrawn',
  INVITE_FOR_COMPUTER: 'the invite is for a computer of the organisation that made it',
  INVITE_FOR_COALITION: 'the invite is for another organisation, into a coalition',
  INVITE_OWN: 'the invite comes from this organisation',
  ALREADY_MEMBER: 'this organisation is in that coalition already',
  NOT_KEYHOLDER: 'only the computer that keeps the organisation seed can do this',
  TOO_MANY_COMPUTERS: 'the organisation has signed as many statements as a proof can carry',
  COMPUTER_NOT_FOUND: 'no such computer of this organisation',
  COMPUTER_REMOVED: 'the organisation has removed this computer',
  NO_ORGANISATION_YET: 'this computer is not part of an organisation yet',
  SPACE_NOT_FOUND: 'no such space',
  PAIRING_NOT_FOUND: 'no such pairing',
  PAIRING_STATE: 'the pairing is not at that step',
  INTERNET_OFF: 'neither the internet mode nor the nearby mode is on',
  NEARBY_OFF: 'the nearby mode is off',
  BAD_ADDRESS: 'the text is not host:port of a computer that is near',
  NOT_REACHED: 'nobody of ours answers at this address',
  BAD_BOOTSTRAP: 'a bootstrap address is not host:port',
  COURIER_NO_FOLDER: 'the folder of the courier drive is not there',
  COURIER_BUSY: 'a sync with a courier drive is under way',
  NOT_ARRIVED: 'this computer does not know yet who belongs there',
  LOG_BEHIND: 'the own log is older than what was written into it before: a restored backup',
  NEWER_VERSION: 'written by a newer version of Parasol',
  ENGINE_FAULT: 'something unforeseen happened',
} as const

export type ErrorCode = keyof typeof ERRORS

/** Data that goes with an error: at most a field name and a number, for the sentence, and the mark of words that a person has to read first. */
const errorDataSchema = z.object({ field: z.string().optional(), limit: z.number().optional(), mark: markSchema.optional() }).optional()
export type ErrorData = z.infer<typeof errorDataSchema>

type ErrorMap = { [Code in ErrorCode]: { message: string; data: typeof errorDataSchema } }

/** The catalogue in the form that oRPC wants. */
export const errorMap = Object.fromEntries(
  Object.entries(ERRORS).map(([code, message]) => [code, { message, data: errorDataSchema }]),
) as ErrorMap
