/** Numbers and words that are the same in every run. */

const VOCABULARY = 5_000
const SYLLABLES = ['ba', 'ke', 'li', 'mo', 'nu', 'ra', 'se', 'ti', 'vo', 'wa', 'za', 'pe', 'do', 'ki', 'gu', 'sha', 'nye', 'mbo']
const words = Array.from({ length: VOCABULARY }, (_, i) => {
  let word = ''
  for (let rest = i + SYLLABLES.length; rest > 0; rest = Math.floor(rest / SYLLABLES.length)) word += SYLLABLES[rest % SYLLABLES.length]
  return word
})

/** Chance with a seed (mulberry32), and what is made by it. */
export class Chance {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** From 0 (included) to 1 (excluded). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** True in this share of all cases. */
  is(share: number): boolean {
    return this.next() < share
  }

  /** A whole number below `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end)
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T
  }

  /** Words as in a real language: few common, many rare. About `chars` characters. */
  text(chars: number): string {
    let out = ''
    while (out.length < chars) out += `${out === '' ? '' : ' '}${words[Math.floor(VOCABULARY ** this.next()) - 1] ?? 'moja'}`
    return out
  }

  /** So many bytes in hexadecimal digits. */
  hex(bytes: number): string {
    return Array.from({ length: bytes }, () => this.below(256).toString(16).padStart(2, '0')).join('')
  }

  /** A day from `first` (ms since 1970) on, `YYYY-MM-DD`. */
  day(first: number, days: number): string {
    return new Date(first + this.below(days) * 86_400_000).toISOString().slice(0, 10)
  }
}
