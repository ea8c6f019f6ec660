import { equal, fromHex, randomBytes, toHex } from '../../crypto/bytes.ts'
import { KDF } from '../../crypto/hash.ts'
import { MalformedError } from '../../log/codec.ts'
import { Candidate } from './candidate.ts'
import { throwAwayKey } from './invite.ts'
import type { Inviter } from './inviter.ts'
import { decodeLetter, encodeLetter, type Letter, letterSecret, saysAsMuch } from './letter.ts'
import type { Kind } from './line.ts'

/** Candidates whose letters one invite answers at a time. */
const ANSWERED_MAX = 8
const SALT_HALF = 16

/** What becomes of the letters of one invite on a drive. */
export interface Exchanged {
  /** Letters to put there. */
  write: Buffer[]
  /** Of those that lie there: numbers of the ones that are to go, and of the ones that are no good. */
  remove: number[]
  damaged: number[]
  /** How many of the other side's were read. */
  took: number
}

/** The order in which what a letter says is to be heard. */
const HEARD: readonly Kind[] = ['request', 'meet', 'same', 'name', 'reply', 'end']

type Lying = Letter & { at: number }

/** The letters of one pairing: what one side reads and writes where the two cannot reach each other. */
export class Post {
  /** Marks and seals them (32 bytes). */
  readonly secret: Buffer
  private readonly side: Candidate | Inviter
  private readonly noiseSeed: string

  /** `noiseSeed`: of our throw-away key, in hexadecimal. */
  constructor(side: Candidate | Inviter, seed: Buffer, noiseSeed: string) {
    this.side = side
    this.noiseSeed = noiseSeed
    this.secret = letterSecret(seed, side.keys.id)
  }

  /** Of a letter of ours: half of it is random, by the other half nobody but us knows it again. */
  salt(): Buffer {
    const random = randomBytes(SALT_HALF)
    return Buffer.concat([random, this.ownHalf(random)])
  }

  isOwn(salt: Buffer): boolean {
    return equal(this.ownHalf(salt.subarray(0, SALT_HALF)), salt.subarray(SALT_HALF))
  }

  /** Reads the letters that lie there, and says which are to lie there instead of our own. */
  async exchange(contents: readonly Buffer[]): Promise<Exchanged> {
    const done: Exchanged = { write: [], remove: [], damaged: [], took: 0 }
    const letters = contents.flatMap((content, at): Lying[] =>
      this.reading(done, at, () => ({ ...decodeLetter(content, this.side.keys.id), at })),
    )
    const keys = throwAwayKey(this.noiseSeed)
    const as = this.side instanceof Candidate ? 'candidate' : 'inviter'
    const own = letters.filter(({ side, from }) => side === as && equal(from, keys.publicKey))
    const theirs = letters.filter(({ side, to }) => side !== as && (as === 'inviter' || equal(to, keys.publicKey)))
    for (const letter of await this.answers(theirs, done)) {
      const before = own.filter(({ to }) => as === 'candidate' || equal(to, letter.to))
      // Whoever has the invite can write under names without end: so many hear that it is used, and who has it hears everything.
      const room = before.length > 0 || own.length + done.write.length < ANSWERED_MAX || this.side.hasMet(letter.to)
      if (!room) continue
      const same = before.find((one) => saysAsMuch(one, letter))
      if (!same) done.write.push(encodeLetter(letter, this.side.keys.id, keys))
      done.remove.push(...before.flatMap((one) => (one === same ? [] : [one.at])))
    }
    // The other side has everything: nothing of this pairing needs to stay on the drive.
    if (this.side.isDone) done.remove = letters.map(({ at }) => at)
    return done
  }

  private ownHalf(random: Buffer): Buffer {
    return KDF(fromHex(this.noiseSeed), 'letter-salt', random).subarray(0, SALT_HALF)
  }

  private async answers(theirs: readonly Lying[], done: Exchanged): Promise<Letter[]> {
    const answers: Letter[] = []
    for (const letters of Map.groupBy(theirs, ({ from }) => toHex(from)).values()) {
      if (answers.length >= ANSWERED_MAX) break
      try {
        const answer = await this.side.correspond(together(letters))
        done.took += letters.length
        if (answer) answers.push(answer)
        if (this.side instanceof Candidate) return answers
      } catch (error) {
        if (!(error instanceof MalformedError)) throw error
        done.damaged.push(...letters.map(({ at }) => at))
      }
    }
    const first = this.side instanceof Candidate ? await this.side.correspond(null) : null
    return first ? [first] : answers
  }

  private reading(done: Exchanged, at: number, read: () => Lying): Lying[] {
    try {
      return [read()]
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error
      done.damaged.push(at)
      return []
    }
  }
}

/** All that one writer said, in whatever letters: who writes again says all of it again, and more. */
function together(letters: readonly Lying[]): Letter | null {
  const [first] = letters
  const said = new Map(letters.flatMap((letter) => letter.said.map((one) => [one.kind, one] as const)))
  return first ? { ...first, said: HEARD.flatMap((kind) => said.get(kind) ?? []) } : null
}
