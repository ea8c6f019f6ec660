import { folded } from '../i18n/fold.ts'

/** Fewer letters would find half of everything. */
const LETTERS = 2

/** Whether each word that was typed begins one of the text's own, whatever its case and accents. Not for a single letter. */
export function beginsIn(text: string, typed: string): boolean {
  const wanted = wordsOf(typed)
  if (wanted.join('').length < LETTERS) return false
  const words = wordsOf(text)
  return wanted.every((want) => words.some((word) => word.startsWith(want)))
}

const wordsOf = (text: string): string[] => folded(text).match(/[\p{L}\p{N}]+/gu) ?? []
