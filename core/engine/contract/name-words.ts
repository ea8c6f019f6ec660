/** A stretch of a text, and whether it is one of the words that were looked for. */
export interface Piece {
  text: string
  hit: boolean
}

/** What is not seen at all and stands within a word, as texts out of a PDF have it: a name must not hide behind it. */
const UNSEEN = '\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff'
const LETTERS = `[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}${UNSEEN}]*`
/** A word, with the apostrophes in it: Ng'ang'a is one. */
const WORD = new RegExp(`${LETTERS}(?:['’‘ʼʻ\`´]${LETTERS})*`, 'gu')
const PART = new RegExp(LETTERS, 'gu')
/** Parts of a word that are looked for together: Ng'ang'a has three. A word of a text can have thousands. */
const PARTS_MAX = 4
const LETTER = /\p{L}/u
const UPPER = /^\p{Lu}/u
const UPPERS = /\p{Lu}/gu
/** Marks on these are written or left out as one likes; elsewhere they are vowels. */
const MARKED = /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}])\p{M}+/gu
/** Scripts in which a word of two letters is none. */
const ALPHABET = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u
/** Scripts in whose languages a name has other ends: Анна, Анну. */
const INFLECTED_MIN = 4
const INFLECTED = new RegExp(`^[\\p{Script=Greek}\\p{Script=Cyrillic}]{${INFLECTED_MIN},}$`, 'u')
const END_MAX = 2
/** Scripts that write words without spaces: there a name is looked for within what stands together. */
const DENSE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
/** Letters that are no mark on another, and are often written as that. */
const SPELT: Readonly<Record<string, string>> = { ß: 'ss', đ: 'd', ð: 'd', ø: 'o', ł: 'l', æ: 'ae', œ: 'oe', ı: 'i', ς: 'σ' }
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
/** Before what is looked for as it is written: a name that is too short, or a plain word, for anything else. */
const EXACT = '='
/** Before the beginning of a name that may have another end, before what may stand within a word, and before a number. */
const [STEM, WITHIN, NUMBER] = ['~', '*', '#']
/** Digits in groups, however they are set apart on a line. */
const DIGITS = /\d(?:[^\p{L}\p{N}\n]{0,3}\d){5,}/gu
/** What is written as a telephone number is, whosever it may be: with its 0 or the + of a country. A day, a sum and the number of a case are none. */
const TELEPHONE = /(?<![\p{L}\p{N}-]|\d[:.,]|(?<!\d{6})\/)(?:\+|0)\d(?:[ .()\u00a0-]{0,2}\d){7,13}(?![\p{L}\p{N}:]|\/(?![+0]))/gu
const DAY = /(?<!\d)(?:\d{1,2}[.-]\d{1,2}[.-]\d{4}|\d{4}-\d\d-\d\d)(?!\d)/g
/** Of a number the last of so many digits: with the prefix of the country or without. Shorter ones than the least are no telephone. */
const [DIGITS_MIN, DIGITS_MAX] = [6, 7]

/** What a word is compared by: without case, apostrophes, what is not seen, and accents where those are as one likes. */
export const bare = (word: string): string =>
  word
    .normalize('NFKD')
    .replace(MARKED, '')
    .toLowerCase()
    .replace(MARKED, '')
    .replace(/[ßđðøłæœıς]/g, (letter) => SPELT[letter] ?? letter)
    .replace(/[^\p{L}\p{N}\p{M}]/gu, '')
    .normalize('NFC')

/** How what is looked for is kept: as it is, or as something that stands for it and says nothing of it. The same of the same. */
export type Keep = (word: string) => string

const asItIs: Keep = (word) => word

/** What somebody is found by in a text: a word; one as it is written (EXACT); the stem of one with other ends; what stands within a word; more than one word. */
export interface NameKeys {
  keys: readonly string[]
  /** How long those are that stand within a word, and those of more than one word. */
  within: readonly number[]
  phrases: readonly number[]
}

/** The keys of many names, so that a text is asked for all of them at once, however many they are. */
export interface NameWords {
  keys: ReadonlySet<string>
  within: ReadonlySet<number>
  phrases: ReadonlySet<number>
  /** Whether telephone numbers of whomever are looked for too. */
  numbers: boolean
  keep: Keep
}

/**
 * The words of names that are looked for: those that are long enough to tell, without case and accents; of a name that has none, its words as they are
 * written, where they begin as a name does.
 */
export function nameWords(names: readonly string[], numbers = false): NameWords {
  return togetherOf([nameKeys(names)], asItIs, numbers)
}

/** The keys that names are found by. */
export function nameKeys(names: readonly string[], keep: Keep = asItIs): NameKeys {
  const found = { keys: [] as string[], within: [] as number[], phrases: [] as number[] }
  for (const word of new Set(names.flatMap(wordsOf))) {
    found.keys.push(keep(word))
    if (DENSE.test(word)) {
      found.keys.push(keep(WITHIN + word))
      found.within.push(word.length)
    }
    if (INFLECTED.test(word)) found.keys.push(keep(STEM + word.slice(0, -1)))
    if (isPhrase(word)) found.phrases.push(word.length - EXACT.length)
  }
  return found
}

/** What telephone numbers in a text are found by: by their last digits, wherever a group of digits ends. */
export function numberKeys(text: string, keep: Keep = asItIs): string[] {
  return numbersIn(text).map(({ digits }) => keep(NUMBER + digits))
}

/** Of each group of digits what is told apart that ends with it: two numbers can stand beside each other. */
function numbersIn(text: string): { digits: string; start: number; end: number }[] {
  return [...text.matchAll(DIGITS)].flatMap(({ 0: run, index }) => {
    let before = ''
    return [...run.matchAll(/\d+/g)].flatMap((group) => {
      before = (before + group[0]).slice(-DIGITS_MAX)
      const end = index + group.index + group[0].length
      return before.length < DIGITS_MIN ? [] : [{ digits: before, start: index, end }]
    })
  })
}

function telephonesIn(text: string): Hit[] {
  // A number ends at a line: one that stands right beside a day is not taken for a part of it.
  const withoutDays = text.replace(DAY, (day) => '\n'.repeat(day.length))
  return [...withoutDays.matchAll(TELEPHONE)].map(({ 0: run, index }) => ({ start: index, end: index + run.length }))
}

/** What of a text is compared with names: its words, as they are taken apart for that, and its groups of digits. */
export const comparedIn = (text: string): string[] => [...(text.match(WORD) ?? []), ...(text.match(DIGITS) ?? [])]

/** Many names as one. `keep`: as their keys were made; `numbers`: whether telephone numbers of whomever are looked for too. */
export function togetherOf(all: Iterable<NameKeys>, keep: Keep = asItIs, numbers = false): NameWords {
  const [keys, within, phrases] = [new Set<string>(), new Set<number>(), new Set<number>()]
  for (const each of all) {
    for (const key of each.keys) keys.add(key)
    for (const length of each.within) within.add(length)
    for (const length of each.phrases) phrases.add(length)
  }
  return { keys, within, phrases, numbers, keep }
}

function wordsOf(name: string): string[] {
  const tokens = [...name.matchAll(WORD)].map(([word]) => word)
  const words = tokens.flatMap((word) => [word, ...(word.match(PART) ?? [])].map(bare))
  // In a script without spaces a name may have one that a text has not.
  if (DENSE.test(name)) words.push(bare(name))
  const long = words.filter(isLong)
  const telling = long.filter((word) => !LITTLE.has(word))
  if (long.length > 0) return telling.length > 0 ? telling : long
  const written = tokens.filter((word) => LETTER.test(word) && [...word].length > 1 && UPPER.test(word))
  // Neither "N" nor "77" is a name, but N-77 is one.
  const whole = name.trim()
  const all = written.length > 0 || !LETTER.test(whole) || [...whole].length < 2 || !UPPER.test(whole) ? written : [whole]
  return all.map((word) => EXACT + word.normalize('NFC'))
}

const isLong = (word: string): boolean => LETTER.test(word) && !NO_NAME.has(word) && [...word].length >= (ALPHABET.test(word) ? 3 : 2)

/** More than one word, as it is written. It begins with a capital, or in a script that has none. */
const isPhrase = (word: string): boolean => word.startsWith(EXACT) && /[^\p{L}\p{N}\p{M}]/u.test(word.slice(1))

interface Hit {
  start: number
  end: number
}

/** Where a text has the words that are looked for, in its order. */
function* hitsIn(text: string, words: NameWords): Generator<Hit, void> {
  if (words.keys.size === 0 && !words.numbers) return
  const known = words.keys.size === 0 ? [] : numbersIn(text).filter(({ digits }) => words.keys.has(words.keep(NUMBER + digits)))
  const others = [...phrasesIn(text, words), ...known, ...(words.numbers ? telephonesIn(text) : [])]
  if (others.length === 0) return yield* wordsIn(text, words)
  const hits: Hit[] = [...wordsIn(text, words), ...others]
  let done = 0
  for (const hit of hits.sort((a, b) => a.start - b.start)) {
    if (hit.start < done) continue
    done = hit.end
    yield hit
  }
}

function phrasesIn(text: string, { keys, phrases, keep }: NameWords): Hit[] {
  const hits: Hit[] = []
  if (phrases.size === 0) return hits
  for (const { index: start } of text.matchAll(UPPERS))
    for (const length of phrases) if (keys.has(keep(EXACT + text.slice(start, start + length)))) hits.push({ start, end: start + length })
  return hits
}

function* wordsIn(text: string, words: NameWords): Generator<Hit, void> {
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const parts = [...word.matchAll(PART)].map((part) => ({ start: part.index, end: part.index + part[0].length }))
    for (let first = 0; first < parts.length; first += 1) {
      const start = parts[first]?.start ?? 0
      // The longest run of its parts: "Ng'ang'a" of "d'Ng'ang'a".
      let last = Math.min(parts.length, first + PARTS_MAX) - 1
      while (last >= first && !isOneOf(word.slice(start, parts[last]?.end), words)) last -= 1
      if (last < first) continue
      yield { start: index + start, end: index + (parts[last]?.end ?? 0) }
      first = last
    }
  }
}

function isOneOf(word: string, { keys, within, keep }: NameWords): boolean {
  const read = bare(word)
  if (keys.has(keep(read)) || keys.has(keep(EXACT + word.normalize('NFC')))) return true
  if (within.size > 0 && DENSE.test(read))
    for (const length of within)
      for (let at = 0; at + length <= read.length; at += 1) if (keys.has(keep(WITHIN + read.slice(at, at + length)))) return true
  if (!INFLECTED.test(read)) return false
  for (let length = Math.max(INFLECTED_MIN - 1, read.length - END_MAX - 1); length <= read.length; length += 1)
    if (keys.has(keep(STEM + read.slice(0, length)))) return true
  return false
}

/** Cuts a text at the words that are looked for; nothing of it is lost. `words`: of `nameWords`. */
export function piecesWith(text: string, words: NameWords): Piece[] {
  const pieces: Piece[] = []
  let done = 0
  for (const { start, end } of hitsIn(text, words)) {
    if (start > done) pieces.push({ text: text.slice(done, start), hit: false })
    pieces.push({ text: text.slice(start, end), hit: true })
    done = end
  }
  if (done < text.length) pieces.push({ text: text.slice(done), hit: false })
  return pieces
}

/** Between two words of one name, on a line or in an address. */
const BETWEEN = /^(?:[^\S\n]|[._-]){1,3}$/

/**
 * Whether a text has one of the words that are looked for; with `asName` only where it begins as a name does, where the script has that, or stands right behind
 * another one: who types without capitals writes first and last name all the same.
 */
export function saysOneOf(text: string, words: NameWords, asName = false): boolean {
  let before = text.length
  for (const { start, end } of hitsIn(text, words)) {
    if (!asName || !/^\p{Ll}/u.test(text.slice(start, end)) || BETWEEN.test(text.slice(before, start))) return true
    before = end
  }
  return false
}
