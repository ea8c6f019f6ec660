import { LIST_FIELD, type Spec } from '../../../core/engine/contract/field-spec.ts'
import { HOUSE_FIELDS, INCIDENT_MORE, INCIDENT_TYPES } from '../../../core/engine/contract/index.ts'
import { folded } from '../../i18n/fold.ts'
import type { Piece } from '../../ui/highlight.tsx'
import { groupOf, listOf } from '../write/form-model.ts'

/** Words that what leaves holds of what somebody is called who was harmed: the field they stand in, and each as it is written there. */
export interface Naming {
  field: string
  words: string[]
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
const BUILT_IN: ReadonlySet<string> = new Set(INCIDENT_TYPES.map(({ slug }) => slug))

/** What those are called here whom an incident of ours says were harmed: by their page, and as it was typed. `names`: of the records that it names. */
export function harmedCalled(fields: Readonly<Record<string, unknown>>, names: Readonly<Record<string, string>>): string[] {
  return Object.entries(fields).flatMap(([field, value]) => {
    if (listOf(field) !== 'harmed' || typeof value !== 'object' || value === null) return []
    const { person, name } = value as Readonly<Record<string, unknown>>
    return [names[String(person)], name].filter((one): one is string => typeof one === 'string' && one !== '')
  })
}

/** What a word is compared by: without case, accents and apostrophes. */
const bare = (word: string): string =>
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

/** Where the fields that leave say one of these words, field by field. What those who were harmed are called there is no text of ours. */
export function namedIn(leaving: readonly (readonly [string, unknown])[], words: ReadonlySet<string>): Naming[] {
  const found = new Map<string, Naming & { read: Set<string> }>()
  for (const [field, value] of leaving) {
    const group = listOf(field) ?? field
    const naming = found.get(group) ?? { field, words: [], read: new Set() }
    for (const text of textsIn(field, value))
      for (const piece of piecesWith(text, words)) {
        if (!piece.hit || naming.read.has(bare(piece.text))) continue
        naming.read.add(bare(piece.text))
        naming.words.push(piece.text)
      }
    if (naming.words.length > 0) found.set(group, naming)
  }
  return [...found.values()].map(({ field, words }) => ({ field, words }))
}

/** The same of changes of an incident of ours, of which not all leave. */
export const namedInChanges = (changes: Readonly<Record<string, unknown>>, words: ReadonlySet<string>): Naming[] =>
  namedIn(
    Object.entries(changes).filter(([field]) => !HOUSE_FIELDS.has(field) && (listOf(field) !== null || !LIST_FIELD.test(field))),
    words,
  )

/** Texts that people wrote, of one field: no codes, dates and ids. What this version does not know may be a text. */
function textsIn(field: string, value: unknown): string[] {
  if (field === 'types') return stringsIn(value).filter((type) => !BUILT_IN.has(type))
  const group = groupOf(field)
  if (group === null || typeof value !== 'object' || value === null) return isText(INCIDENT_MORE, field) ? stringsIn(value) : []
  return Object.entries(value).flatMap(([part, one]) =>
    !isText(group, part) || (part === 'name' && listOf(field) === 'harmed') ? [] : stringsIn(one),
  )
}

const isText = (group: Readonly<Record<string, Spec>>, field: string): boolean => {
  const is = Object.hasOwn(group, field) ? group[field]?.is : undefined
  return is === undefined || is === 'line' || is === 'text'
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : []
}
