/** A body from a log does not fit its kind (docs/protocol.md section 4.5). Carries a reason, never the text. */
export class BodyError extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(`body: ${reason}`, options)
    this.name = 'BodyError'
  }
}
