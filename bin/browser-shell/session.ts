import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** How long a one-use code lives, in milliseconds: in a file that a browser is opening right now, or printed for a person to copy. */
export const CODE_LIFE = { opened: 10_000, printed: 120_000 } as const

/** What became of a code: a fresh token, nothing, or the sign that two parties hold the same code. */
export type Redemption = { token: string } | 'unknown' | 'reused'

interface Code {
  digest: Buffer
  expires: number
  used: boolean
}

/** Codes beyond this many are forgotten, oldest first. */
const CODES_KEPT = 64

/**
 * One-use codes and the one bearer token that a code is exchanged for. One window at a time: a new token ends the one before.
 * Only digests are kept, and they are compared in constant time.
 */
export class Sessions {
  #codes: Code[] = []
  #token: Buffer | null = null
  readonly #now: () => number

  /** @param now a monotonic clock in milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** A new code, 128 random bits in base64url, that lives `life` milliseconds. Codes issued before stay what they are. */
  issue(life: number): string {
    const code = randomBytes(16).toString('base64url')
    this.#codes = [...this.#codes, { digest: digest(code), expires: this.#now() + life, used: false }].slice(-CODES_KEPT)
    return code
  }

  /**
   * Exchanges a code for a token. A code that was used before is reported as `reused`, however old it is:
   * somebody else may have the token, so the caller locks and calls `end`.
   */
  redeem(code: string): Redemption {
    const given = digest(code)
    const found = this.#codes.filter((known) => timingSafeEqual(known.digest, given))[0]
    if (!found) return 'unknown'
    if (found.used) return 'reused'
    if (this.#now() > found.expires) return 'unknown'
    found.used = true
    const token = randomBytes(32).toString('base64url')
    this.#token = digest(token)
    return { token }
  }

  /** Whether this is the token of the session that runs now. */
  holds(token: string): boolean {
    return this.#token !== null && timingSafeEqual(this.#token, digest(token))
  }

  get running(): boolean {
    return this.#token !== null
  }

  /** Ends the session: its token opens nothing any more. */
  end(): void {
    this.#token = null
  }
}

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
