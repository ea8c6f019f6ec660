/**
 * Why a block is not a valid entry here. `malformed`: breaks the format, `forged`: a box does not open, `wrong-place`: belongs elsewhere.
 * `no-key`, `newer` and `ignored` (a type that may be) are not the author's fault.
 */
export type EntryFault = 'malformed' | 'wrong-place' | 'forged' | 'no-key' | 'newer' | 'ignored'

/** A block that cannot be opened as an entry. Names the reason, never content. */
export class EntryError extends Error {
  readonly fault: EntryFault

  constructor(fault: EntryFault, what: string) {
    super(`entry ${fault}: ${what}`)
    this.name = 'EntryError'
    this.fault = fault
  }
}
