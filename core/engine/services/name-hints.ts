import { type Allowance, Bucket } from './bucket.ts'
import type { NameGuard } from './name-guard.ts'

/** Letters of words that were not asked about before: somebody who types has fewer, and who pastes a whole alert too. */
const LETTERS: Allowance = { most: 4_000, aMinute: 600 }
const CALLS: Allowance = { most: 60, aMinute: 40 }
/** Words that are known to have been asked about: they cost nothing again. */
const SEEN_MAX = 4_000
const WORD = /[\p{L}\p{N}\p{M}]+/gu

/**
 * Answers whether words may name somebody, for a hint beside what is typed. Only as much as a person types: whoever could ask about a whole dictionary, as a
 * window that was taken over, would learn sealed names by it, and nothing would say so.
 */
export class NameHints {
  private readonly guard: Pick<NameGuard, 'mayName'>
  private readonly letters: Bucket
  private readonly calls: Bucket
  private readonly seen = new Set<string>()

  /** `now`: ms, going on whatever somebody does to the clock. */
  constructor(guard: Pick<NameGuard, 'mayName'>, now: () => number = () => performance.now()) {
    this.guard = guard
    this.letters = new Bucket(LETTERS, now)
    this.calls = new Bucket(CALLS, now)
  }

  /** Null: it was not looked, as too much was asked; later it will be. */
  async mayName(words: readonly string[]): Promise<boolean | null> {
    const fresh = [...new Set(words.flatMap((text) => text.match(WORD) ?? []))].filter((word) => !this.seen.has(word))
    const letters = fresh.reduce((sum, word) => sum + word.length, 0)
    if (!this.calls.take(1) || !this.letters.take(letters)) return null
    if (this.seen.size + fresh.length > SEEN_MAX) this.seen.clear()
    for (const word of fresh) this.seen.add(word)
    return this.guard.mayName(words)
  }
}
