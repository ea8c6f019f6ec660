import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'

/** Words that stand for one organisation seed of 32 bytes. */
export const WORD_COUNT = 24

const known = new Set(wordlist)

/** Recovery words that cannot be read. Names the first wrong place at most, never a word. */
export class WordsError extends Error {
  readonly reason: 'count' | 'unknown' | 'checksum'
  /** 0-based place of the first word that is not on the list, for `unknown`. */
  readonly index: number | null

  constructor(reason: 'count' | 'unknown' | 'checksum', index: number | null = null) {
    super(`recovery words: ${reason}`)
    this.name = 'WordsError'
    this.reason = reason
    this.index = index
  }
}

/** The 24 words (BIP39, English list) of a 32-byte seed. The strings are secret: show them and let go of them. */
export function seedToWords(seed: Uint8Array): string[] {
  if (seed.byteLength !== 32) throw new RangeError('a seed has 32 bytes')
  return entropyToMnemonic(Uint8Array.from(seed), wordlist).split(' ')
}

/** Words as a person types them: case, line breaks, punctuation and the numbers of a numbered list do not matter. */
export const splitWords = (text: string): string[] =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .match(/\p{L}[\p{L}\p{M}]*/gu) ?? []

/** The 32-byte seed of 24 words as typed. Throws a WordsError when the number, a word or the checksum is wrong. */
export function wordsToSeed(text: string): Buffer {
  const words = splitWords(text)
  const wrong = words.findIndex((word) => !known.has(word))
  if (wrong !== -1) throw new WordsError('unknown', wrong)
  if (words.length !== WORD_COUNT) throw new WordsError('count')
  try {
    const entropy = mnemonicToEntropy(words.join(' '), wordlist)
    return Buffer.from(entropy.buffer, entropy.byteOffset, entropy.byteLength)
  } catch {
    // The count and every word are right, so only the checksum is left; the library's own message would quote the words.
    throw new WordsError('checksum')
  }
}
