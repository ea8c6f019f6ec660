import { plainWords } from '../../engine/contract/plain-words.ts'
import { codeOf, type WordList } from '../../records/code-words.ts'

/** Codes that a cell says, and whether it says something that is none. */
export interface ReadCodes {
  codes: string[]
  unknown: boolean
}

const NO_MORE: ReadonlyMap<string, string> = new Map()

/**
 * The codes of a list that a cell says: the whole of it, or what stands between `|`, `;`, line ends, and at last commas. `more`: further words, in the form of
 * `plainWords`, with what they mean.
 */
export function readCodes(list: WordList, cell: string, more = NO_MORE): ReadCodes {
  const one = (words: string): string | null => more.get(plainWords(words)) ?? codeOf(list, words)
  const whole = one(cell)
  if (whole !== null) return { codes: [whole], unknown: false }
  const codes: string[] = []
  let unknown = false
  for (const part of cell.split(/[|;\n]/)) {
    if (part.trim() === '') continue
    const code = one(part)
    const pieces = code === null ? part.split(',').filter((piece) => piece.trim() !== '') : []
    const found = code === null ? pieces.map(one) : [code]
    for (const each of found) if (each !== null) codes.push(each)
    unknown ||= found.includes(null)
  }
  return { codes: [...new Set(codes)], unknown }
}
