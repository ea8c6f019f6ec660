/**
 * Why there is no copy of a file without what is hidden in it. `type`: of this type none can be made here; `size`: over what is taken into memory; `form`: it
 * does not follow its format to the byte, so that nobody can say what all of it is.
 */
export type CannotClean = 'type' | 'size' | 'form'

/** A copy cannot be made. Names the reason, never content. */
export class CleanFault extends Error {
  readonly why: CannotClean

  constructor(why: CannotClean, what: string) {
    super(`cannot be cleaned (${why}): ${what}`)
    this.name = 'CleanFault'
    this.why = why
  }
}

export const malformed = (what: string): CleanFault => new CleanFault('form', what)
