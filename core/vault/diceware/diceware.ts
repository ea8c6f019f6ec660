import { randomBytes, zero } from '../../crypto/bytes.ts'
import { EFF_LARGE } from './eff-large.ts'

/** Words of a suggested passphrase: 6 x 12.9 = 77 bits. */
const SUGGESTED_WORDS = 6

/** The largest multiple of the list's length that two bytes can hold: above it a draw is thrown away, so that every word is as likely. */
const LIMIT = Math.floor(0x10000 / EFF_LARGE.length) * EFF_LARGE.length

/** The word that a 16-bit draw stands for, or null where it must be drawn again. Pure. */
export const wordOf = (draw: number): string | null => (draw < LIMIT ? (EFF_LARGE[draw % EFF_LARGE.length] ?? null) : null)

/** Six words drawn evenly and independently from the EFF's large list. */
export function suggestPassphrase(): string[] {
  const words: string[] = []
  while (words.length < SUGGESTED_WORDS) {
    const bytes = randomBytes(2)
    const word = wordOf(bytes.readUInt16BE(0))
    zero(bytes)
    if (word !== null) words.push(word)
  }
  return words
}
