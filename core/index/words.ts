import { toHex, utf8 } from '../crypto/bytes.ts'
import { H } from '../crypto/hash.ts'
import type { RecordId } from '../engine/contract/ids.ts'
import { cleanText } from '../records/text.ts'

/**
 * Words as the full-text table sees them (SQLite FTS5, unicode61 with remove_diacritics 2): letters and digits, without case and accents.
 * Private-use characters U+E000 to U+F8FF never come from texts or people: they mark facets and, in snippets, hits.
 */
const PRIVATE_USE = /[\ue000-\uf8ff]/g
/** Scripts that write words without spaces: there every sign is a word, and words stand one after the other. */
const UNSPACED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}ー'
const SIGN = new RegExp(`(?=[\\p{L}\\p{N}])[${UNSPACED}]`, 'gu')
const WORD = new RegExp(
  `(?=[\\p{L}\\p{N}])[${UNSPACED}]\\p{M}*|[\\p{L}\\p{N}\\p{Co}](?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{Co}]|\\p{M})*`,
  'gu',
)
const MARKS = /\p{M}/gu

/** A text as it is indexed: without the characters that are ours. */
export const indexable = (text: string): string => text.replace(PRIVATE_USE, ' ')

/** A text without case and accents, as near to FTS5's folding as Unicode allows. */
export const foldCase = (text: string): string => text.toLowerCase().normalize('NFD').replace(MARKS, '').replaceAll('ς', 'σ')

/** Letters that are written otherwise where a keyboard does not have them, and that have no accent to take off. */
const WRITTEN: Readonly<Record<string, string>> = {
  ...{ œ: 'oe', Œ: 'OE', æ: 'ae', Æ: 'AE', ß: 'ss', ẞ: 'SS', ø: 'o', Ø: 'O', đ: 'd', Đ: 'D', ł: 'l', Ł: 'L', ı: 'i' },
  // The line that draws an Arabic word out.
  ـ: '',
}
const LETTERS = new RegExp(Object.keys(WRITTEN).join('|'), 'g')
/** To a text without any of these nothing is to be done that the full-text table does not do itself. */
const BEYOND = new RegExp(
  `${LETTERS.source}|[\\p{M}Ǡ-ǣǮǯǼ-ǿ\\u0370-\\u1cff\\u1f00-\\u1fff\\u3000-\\ud7ff\\uf900-\\ufdff\\ufe70-\\uffef\\u{10000}-\\u{3ffff}]`,
  'u',
)

const written = (text: string): string => text.replace(LETTERS, (letter) => WRITTEN[letter] ?? letter)

/**
 * A text as the full-text table gets it, for what is kept and for what is looked up: it takes the accents of Latin letters off itself, but ends a word at the
 * vowel marks of other scripts, and takes a sentence of a script without spaces for one word.
 */
export function searchable(text: string): string {
  if (!BEYOND.test(text)) return text
  return written(text.normalize('NFD').replace(MARKS, '').normalize('NFC')).replace(SIGN, '\u200b$&\u200b')
}

/** The words of a text with their places in UTF-16 units. */
export function* wordsOf(text: string): Generator<{ word: string; start: number; end: number }> {
  for (const { 0: word, index } of text.matchAll(WORD)) yield { word: foldCase(written(word)), start: index, end: index + word.length }
}

/** Words that have to stand one after the other; of the last, the beginning is enough where `prefix` says so. */
export interface Phrase {
  words: string[]
  prefix: boolean
  /** For the query: the text of it as typed. */
  text: string
}

/** Scripts that write words without spaces, or words of one sign: there even one letter is looked up as a beginning. */
const DENSE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
/** Shorter words are looked up whole: the beginnings "a" or "ka" stand in every record, and gathering them takes longer than a key press. */
const PREFIX_LETTERS = 3
/** More phrases than this are not looked at. */
const MAX_PHRASES = 32

/**
 * What a person typed, as phrases that must all be there: each word as the beginning of one, what stands in quotes word for word. A quote that
 * is not closed is one being typed: its last word too may be a beginning.
 */
export function parseSearch(text: string): Phrase[] {
  const parts = indexable(cleanText(text)).split('"')
  const phrases = parts.flatMap((part, at) => {
    const quoted = at % 2 === 1
    const open = quoted && at === parts.length - 1
    return (quoted ? [part] : part.split(/\s+/u)).flatMap((piece) => phrase(piece, !quoted || open) ?? [])
  })
  return phrases.slice(0, MAX_PHRASES)
}

function phrase(text: string, beginning: boolean): Phrase | null {
  const words = [...wordsOf(text)].map(({ word }) => word)
  const last = words.at(-1)
  if (last === undefined) return null
  return { words, prefix: beginning && ([...last].length >= PREFIX_LETTERS || DENSE.test(last)), text }
}

/** Whether something was typed that could never be found, having no letter or digit. */
export const isUnsearchable = (text: string): boolean => parseSearch(text).length === 0 && /[^\s"]/u.test(text)

/** A phrase in the query language of FTS5. Quoted whole, so that nothing in it is syntax. */
const quote = (text: string): string => `"${searchable(text).replaceAll('"', '""')}"`

/** The phrases as an FTS5 expression, all of them required; `meant`: facets that may stand for one. */
export function matchPhrases(phrases: readonly Phrase[], meant: (phrase: Phrase) => readonly string[] = () => []): string {
  const one = (phrase: Phrase): string => {
    const typed = quote(phrase.text) + (phrase.prefix ? ' *' : '')
    const facets = meant(phrase)
    return facets.length === 0 ? typed : `(${[typed, ...facets.map(quote)].join(' OR ')})`
  }
  return `(${phrases.map(one).join(' AND ')})`
}

/** Words of facets that are kept, of each kind: nearly all records have one of a few. */
const KEPT_MAX = 1_000
/** Longer ones are no codes and seldom places. */
const KEPT_LENGTH = 100

/** The same function, that makes a word which it made before only once. */
function kept(make: (of: string) => string): (of: string) => string {
  const words = new Map<string, string>()
  return (of) => {
    const known = words.get(of)
    if (known !== undefined) return known
    const word = make(of)
    if (of.length > KEPT_LENGTH) return word
    if (words.size >= KEPT_MAX) words.clear()
    words.set(of, word)
    return word
  }
}

/** Units that differ only by case and accents are one. */
export const foldUnit = (unit: string): string => foldCase(unit.trim())

/** Of a record's id 64 bits of the hash in it: they tell records apart, and no partner can choose those of another's. */
const markOf = (record: RecordId): string => record.slice(32, 48)

/** Filters are words too, in a column of their own, so that FTS5 joins them with the text in the order of the rows. */
export const FACET = {
  dated: '\ue002d',
  space: (id: number): string => `\ue002s${id}`,
  waits: '\ue002w',
  house: '\ue002o',
  perpetrator: (record: RecordId): string => `\ue002p${markOf(record)}`,
  harmed: (record: RecordId): string => `\ue002h${markOf(record)}`,
  perpetratorKind: kept((kind) => `\ue002k${Buffer.from(kind, 'utf8').toString('hex')}`),
  certainty: kept((code) => `\ue002c${Buffer.from(code, 'utf8').toString('hex')}`),
  /** Areas that differ only by case and accents are one place. A word of 8 bytes for it: an area may be long. */
  area: kept((area) => `\ue002a${toHex(H('index-area', utf8(foldCase(area))).subarray(0, 8))}`),
  unit: kept((unit) => `\ue002n${toHex(H('index-unit', utf8(foldUnit(unit))).subarray(0, 8))}`),
  type: kept((type) => `\ue002t${Buffer.from(type, 'utf8').toString('hex')}`),
} as const

/** Any of the facets. */
export const matchFacets = (facets: readonly string[]): string => `(${facets.map(quote).join(' OR ')})`
