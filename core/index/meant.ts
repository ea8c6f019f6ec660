import type { RecordId } from '../engine/contract/ids.ts'
import { recordIdSchema } from '../engine/contract/ids.ts'
import { labelsOf } from '../records/code-words.ts'
import { nameIn } from '../records/version.ts'
import type { Database, Row } from './database.ts'
import { FACET, matchPhrases, type Phrase, wordsOf } from './words.ts'

/** Shorter beginnings of a word stand in too many: such a word has to be typed whole. */
const BEGINNING = 4
/** Records that one word may mean; one that means more says nothing of whom. */
const MEANT_MAX = 64

/** The words of what screens call kinds of incidents and of those who did it, in every language, with the facet that says so. */
const CALLED: readonly (readonly [word: string, facet: string])[] = [
  ...wordsFor('types', FACET.type),
  ...wordsFor('perpetratorKind', FACET.perpetratorKind),
]

function wordsFor(list: 'types' | 'perpetratorKind', facet: (code: string) => string): (readonly [string, string])[] {
  return Object.entries(labelsOf(list)).flatMap(([code, labels]) =>
    [...new Set(labels.flatMap((label) => [...wordsOf(label)].map(({ word }) => word)))].map((word) => [word, facet(code)] as const),
  )
}

/** The facets of kinds that a word means, whatever language it is of. Words of one or two letters stand in every name, and mean none. */
export function kindsMeant({ words, prefix }: Phrase): string[] {
  const [word = ''] = words
  if (words.length !== 1 || !prefix) return []
  const isBeginning = [...word].length >= BEGINNING
  return [...new Set(CALLED.flatMap(([called, facet]) => (called === word || (isBeginning && called.startsWith(word)) ? [facet] : [])))]
}

interface Found extends Row {
  record: Uint8Array<ArrayBuffer>
  kind: string
}

/** Records that are looked at for one word, so that one that stands in very many costs no more. */
const LOOKED_AT = 512
const NAMED = `SELECT card.record, card.kind FROM (SELECT rowid FROM card_doc WHERE card_doc MATCH ? LIMIT ${LOOKED_AT + 1}) AS hit
  CROSS JOIN card ON card.id = hit.rowid`

/** The facets of incidents that name a record by which a word calls somebody: a person by what we call them, who did it by all that is known of them, a kind of our own by its words. */
export function namedBy(db: Database, phrase: Phrase): string[] {
  const match = matchPhrases([phrase])
  const find = (kind: 'person' | 'perpetrator' | 'type', expression: string): RecordId[] => {
    const all = db.prepare(NAMED).all<Found>([expression])
    const found = all.length > LOOKED_AT ? [] : all.filter((one) => one.kind === kind)
    return found.length > MEANT_MAX ? [] : found.map(({ record }) => recordIdSchema.parse(Buffer.from(record).toString('hex')))
  }
  return [
    ...find('person', `{label} : ${match}`).map(FACET.harmed),
    ...find('perpetrator', match).map(FACET.perpetrator),
    // As a kind that every organisation has: not by words that are asked for as they stand.
    ...(phrase.prefix ? find('type', `{label} : ${match}`) : []).map((type) => FACET.type(`own:${nameIn(type)}`)),
  ]
}
