import type { RefusalCode } from '../engine/contract/coalition.ts'

export type { RefusalCode }

/** A peer that was turned away. */
export interface Refusal {
  /** ms since 1970. */
  at: number
  /** The organisation, where the peer had proven to belong to it. */
  name: string | null
  code: RefusalCode
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
