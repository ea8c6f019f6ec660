/** Why a peer was turned away, as a person may read it. */
export const REFUSALS = {
  stranger: 'did not show that it belongs to a shared coalition',
  silent: 'connected, and then did not answer',
  malformed: 'sent something that is not understood',
  oversize: 'sent a message over the size limit',
  flood: 'sent more than it may',
  'too-long': 'claimed a log that is too long to be true',
  forged: 'sent entries without the signature of their author',
  gap: 'sent entries out of their place',
  'own-log': 'tried to write into the log of this computer',
  fork: 'holds another version of a log than this computer',
} as const

export type RefusalCode = keyof typeof REFUSALS

/** A peer that was turned away. */
export interface Refusal {
  /** ms since 1970. */
  at: number
  /** The organisation, where the peer had proven to belong to it. */
  name: string | null
  code: RefusalCode
  /** Plain words, to follow a name. */
  reason: string
}

/** What of a peer's doing breaks the rules; ends its connection. */
export class BreachError extends Error {
  readonly code: RefusalCode

  constructor(code: RefusalCode) {
    super(`breach: ${code}`)
    this.name = 'BreachError'
    this.code = code
  }
}
