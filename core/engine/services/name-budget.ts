import { randomBytes, utf8 } from '../../crypto/bytes.ts'
import { HASH_BYTES, KDF } from '../../crypto/hash.ts'
import { comparedIn } from '../contract/index.ts'
import { type Allowance, Bucket } from './bucket.ts'

/** Letters of words that were not looked at before: more than a person types into coalitions, and what a dozen incidents say that are shared one after the other. */
const LETTERS: Allowance = { most: 16_000, aMinute: 100 }
/** Words that are known to have been looked at: they cost nothing again. */
const SEEN_MAX = 200_000
/** Of the hash that is kept of one. */
const KEPT_BYTES = 8

/** One question, of one text or of many. */
export interface Look {
  /** To be asked of each text before anything is told of it. Throws as what says it in the House; then nothing may be told. */
  at(text: string): Promise<void>
}

/**
 * How many words sealed real names are looked for in before the House says so. Whether a text says a real name is told without it being written anywhere: a
 * window that was taken over could ask about every name that there is. Nothing is refused, as a large spreadsheet asks about as many words: it is told, but not
 * in silence, as a real name that is shown. One for all who ask, however many windows there are.
 */
export class NameBudget {
  private readonly say: () => Promise<void>
  private readonly letters: Bucket
  /** New with every start: nothing keeps a name. */
  private readonly secret = randomBytes(HASH_BYTES)
  private seen = new Set<string>()

  /** `say`: writes into the House that real names were looked for in very many words. `now`: ms, going on whatever somebody does to the clock. */
  constructor(say: () => Promise<void>, now: () => number = () => performance.now()) {
    this.say = say
    this.letters = new Bucket(LETTERS, now)
  }

  /** What the House says of one question it says once. It is begun when it is known what is looked for, which stays the same for all its texts. */
  look(): Look {
    const { seen } = this
    const done = new Set<string>()
    let isSaid = false
    const at = async (text: string): Promise<void> => {
      const { hashes, letters } = this.newIn(
        seen,
        comparedIn(text).filter((word) => !done.has(word) && done.add(word)),
      )
      if (!isSaid && !this.letters.take(letters)) {
        await this.say()
        isSaid = true
        // Counted anew: who types on after a large spreadsheet need not be spoken of at every word.
        this.letters.fill()
      }
      remember(seen, hashes)
    }
    return { at }
  }

  /** For what is not worth a word in the House: whether that much may be looked at without one. */
  take(text: string): boolean {
    const { hashes, letters } = this.newIn(this.seen, comparedIn(text))
    if (!this.letters.take(letters)) return false
    remember(this.seen, hashes)
    return true
  }

  /** What is looked for is more than before: of words that were looked at, something new would be told. */
  forget(): void {
    this.seen = new Set()
  }

  private newIn(seen: ReadonlySet<string>, words: readonly string[]): { hashes: string[]; letters: number } {
    const hashes: string[] = []
    let letters = 0
    for (const word of new Set(words)) {
      const hash = KDF(this.secret, 'name-budget', utf8(word)).toString('latin1', 0, KEPT_BYTES)
      if (seen.has(hash)) continue
      hashes.push(hash)
      letters += word.length
    }
    return { hashes, letters }
  }
}

function remember(seen: Set<string>, hashes: readonly string[]): void {
  if (seen.size + hashes.length > SEEN_MAX) seen.clear()
  for (const hash of hashes) seen.add(hash)
}
