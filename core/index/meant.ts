import { toHex } from '../crypto/bytes.ts'
import type { RecordId } from '../engine/contract/ids.ts'
import { recordIdSchema } from '../engine/contract/ids.ts'
import { labelsOf } from '../records/code-words.ts'
import { nameIn } from '../records/version.ts'
import type { Database } from './database.ts'
import { FACET, matchPhrases, type Phrase, wordsOf } from './words.ts'

/** Shorter beginnings of a word stand in too many: such a word has to be typed whole. */
const BEGINNING = 4
/** Records that one word may mean; one that means more says nothing of whom. */
const MEANT_MAX = 64

/** Words in names of kinds that say nothing of them: who looks for one means the word. */
const LITTLE = new Set('the not out when dans par les des del una bajo kwa vya mwenye kwenye katika wakati'.split(' '))

/** The words of what screens call kinds of incidents and of those who did it, in every language, with the facet that says so. */
const CALLED: readonly (readonly [word: string, facet: string])[] = [
  ...wordsFor('types', FACET.type),
  ...wordsFor('perpetratorKind', FACET.perpetratorKind),
]

function wordsFor(list: 'types' | 'perpetratorKind', facet: (code: string) => string): (readonly [string, string])[] {
  return Object.entries(labelsOf(list)).flatMap(([code, labels]) =>
    [...new Set(labels.flatMap((label) => [...wordsOf(label)].map(({ word }) => word)))]
      .filter((word) => !LITTLE.has(word))
      .map((word) => [word, facet(code)] as const),
  )
}

/** The facets of kinds that a word means, whatever language it is of. Words of one or two letters stand in every name, and mean none. */
export function kindsMeant({ words, prefix }: Phrase): string[] {
  const [word = ''] = words
  if (words.length !== 1 || !prefix) return []
  const isBeginning = [...word].length >= BEGINNING
  return [...new Set(CALLED.flatMap(([called, facet]) => (called === word || (isBeginning && called.startsWith(word)) ? [facet] : [])))]
}

/** Records of others that are looked at for one word, so that one that stands in very many costs no more. */
const LOOKED_AT = 512
/** Of our own all are found, whatever others have written: it walks through what has the word, as every list of cards does. */
const OWN = `SELECT card.record FROM card_doc CROSS JOIN card ON card.id = card_doc.rowid CROSS JOIN party ON party.id = card.party
  WHERE card_doc MATCH ? AND card.kind = ? AND party.own = 1 LIMIT ${MEANT_MAX + 1}`
const OTHERS = `SELECT iif(card.kind = ? AND party.own = 0, card.record, NULL) FROM (SELECT rowid FROM card_doc WHERE card_doc MATCH ? LIMIT ${LOOKED_AT + 1}) AS hit
  CROSS JOIN card ON card.id = hit.rowid CROSS JOIN party ON party.id = card.party`

/** The facets of incidents that name a record by which a word calls somebody: a person by what we call them, who did it by all that is known of them, a kind of our own by its words. */
export function namedBy(db: Database, phrase: Phrase): string[] {
  const match = matchPhrases([phrase])
  const ask = (sql: string, values: [string, string]): (Uint8Array<ArrayBuffer> | null)[] =>
    db.prepare(sql, { pluck: true }).all<Uint8Array<ArrayBuffer> | null>(values)
  const found = (records: (Uint8Array<ArrayBuffer> | null)[]): RecordId[] => {
    const known = records.filter((record) => record !== null)
    return known.length > MEANT_MAX ? [] : known.map((record) => recordIdSchema.parse(toHex(record)))
  }
  // Our own apart from all others: partners can write a word into as many records as they like.
  const find = (kind: 'person' | 'perpetrator' | 'type', expression: string): RecordId[] => {
    const others = ask(OTHERS, [kind, expression])
    return [...found(ask(OWN, [expression, kind])), ...(others.length > LOOKED_AT ? [] : found(others))]
  }
  return [
    ...find('person', `{label} : ${match}`).map(FACET.harmed),
    ...find('perpetrator', match).map(FACET.perpetrator),
    // As a kind that every organisation has: not by words that are asked for as they stand.
    ...(phrase.prefix ? find('type', `{label} : ${match}`) : []).map((type) => FACET.type(`own:${nameIn(type)}`)),
  ]
}
