import { folded } from './fold.ts'

/** A stretch of a text, and whether it is one of the words that were looked for. */
export interface Piece {
  text: string
  hit: boolean
}

/** A word, with the apostrophes in it: Ng'ang'a is one. */
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:['’‘ʼʻ`´][\p{L}\p{N}][\p{L}\p{N}\p{M}]*)*/gu
const PART = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu
const LETTER = /\p{L}/u
/** Scripts that write words without spaces: there a name is looked for within what stands together. */
const DENSE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
/** Shorter words stand in every text. */
const LETTERS = 3
const DENSE_LETTERS = 2
/** Words of our languages that are little of a name: of "the woman from the market" they would be found everywhere. Alone they may be one: Des, Una. */
const LITTLE = new Set(
  'the and for from with who her his she him les des une avec pour chez qui sur los las una con por del que kwa yake wake'.split(' '),
)
/** What nobody is called: "2 people" will do where somebody is written down. */
const NO_NAME = new Set(
  'people person persons woman women man men girl girls boy boys worker workers watu mtu mwanamke wanawake mwanaume wanaume personne personnes femme femmes homme hommes persona personas mujer mujeres hombre hombres'.split(
    ' ',
  ),
)

/** What a word is compared by: without case, accents and apostrophes. */
export const bare = (word: string): string =>
  folded(word)
    .replaceAll('ß', 'ss')
    .replace(/[^\p{L}\p{N}]/gu, '')

/** The words of names that are looked for: those of three letters or more, without case and accents. */
export function nameWords(names: readonly string[]): ReadonlySet<string> {
  return new Set(
    names.flatMap((name) => {
      const all = [...name.matchAll(WORD)].flatMap(([word]) => [word, ...(word.match(PART) ?? [])].map(bare))
      const long = all.filter(isLong)
      const telling = long.filter((word) => !LITTLE.has(word))
      return telling.length > 0 ? telling : long
    }),
  )
}

const isLong = (word: string): boolean =>
  LETTER.test(word) && !NO_NAME.has(word) && [...word].length >= (DENSE.test(word) ? DENSE_LETTERS : LETTERS)

/** Cuts a text at the words that are looked for; nothing of it is lost. `words`: of `nameWords`. */
export function piecesWith(text: string, words: ReadonlySet<string>): Piece[] {
  const pieces: Piece[] = []
  let done = 0
  const cut = (start: number, end: number): void => {
    if (start > done) pieces.push({ text: text.slice(done, start), hit: false })
    pieces.push({ text: text.slice(start, end), hit: true })
    done = end
  }
  if (words.size > 0)
    for (const { 0: word, index } of text.matchAll(WORD)) {
      const parts = [...word.matchAll(PART)].map((part) => ({ start: part.index, end: part.index + part[0].length }))
      for (let first = 0; first < parts.length; first += 1) {
        const start = parts[first]?.start ?? 0
        // The longest run of its parts: "Ng'ang'a" of "d'Ng'ang'a".
        const last = parts.findLastIndex(({ end }, at) => at >= first && isOneOf(word.slice(start, end), words))
        if (last < 0) continue
        cut(index + start, index + (parts[last]?.end ?? 0))
        first = last
      }
    }
  if (done < text.length) pieces.push({ text: text.slice(done), hit: false })
  return pieces
}

function isOneOf(word: string, words: ReadonlySet<string>): boolean {
  const read = bare(word)
  return words.has(read) || (DENSE.test(read) && [...words].some((one) => DENSE.test(one) && read.includes(one)))
}

/** Whether a text has one of the words that are looked for. `words`: of `nameWords`. */
export const saysOneOf = (text: string, words: ReadonlySet<string>): boolean => piecesWith(text, words).some(({ hit }) => hit)
