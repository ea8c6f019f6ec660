import { LIST_FIELD, type Spec } from '../../../core/engine/contract/field-spec.ts'
import { bare, HOUSE_FIELDS, INCIDENT_MORE, INCIDENT_TYPES, type NameWords, piecesWith } from '../../../core/engine/contract/index.ts'
import { stringsIn } from '../../../core/engine/contract/strings-in.ts'
import { groupOf, listOf } from '../write/form-model.ts'

/** Words that what leaves holds of what somebody is called who was harmed: the field they stand in, and each as it is written there. */
export interface Naming {
  field: string
  words: string[]
}

const BUILT_IN: ReadonlySet<string> = new Set(INCIDENT_TYPES.map(({ slug }) => slug))

/** What those are called here whom an incident of ours says were harmed: by their page, and as it was typed. `names`: of the records that it names. */
export function harmedCalled(fields: Readonly<Record<string, unknown>>, names: Readonly<Record<string, string>>): string[] {
  return Object.entries(fields).flatMap(([field, value]) => {
    if (listOf(field) !== 'harmed' || typeof value !== 'object' || value === null) return []
    const { person, name } = value as Readonly<Record<string, unknown>>
    return [names[String(person)], name].filter((one): one is string => typeof one === 'string' && one !== '')
  })
}

/** Where the fields that leave say one of these words, field by field. What those who were harmed are called there is no text of ours. */
export function namedIn(leaving: readonly (readonly [string, unknown])[], words: NameWords): Naming[] {
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
export const namedInChanges = (changes: Readonly<Record<string, unknown>>, words: NameWords): Naming[] =>
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
