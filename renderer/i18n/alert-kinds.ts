import type { IncidentTypeSlug } from '../../core/engine/contract/incident.ts'
// What each of the built-in kinds is called in every language; `code-words.test.ts` writes it.
import table from './alert-kinds.json' with { type: 'json' }
import { folded } from './fold.ts'

export type AlertKindId = keyof typeof table

/** What kinds of incident an alert of that kind is of. None where it does not say: what is filled in is soon taken for what was seen. */
const TYPES: Record<AlertKindId, readonly IncidentTypeSlug[]> = {
  raid: ['raid-premises'],
  arrest: ['arrest'],
  missing: [],
  attack: [],
  eviction: ['eviction'],
}

/**
 * The kinds of incident that an alert says it is of: those of the built-in kind with whose words it begins, in any language, as a partner may have
 * another one. What somebody put into words of her own says nothing here.
 */
export function typesOfAlert(what: string): IncidentTypeSlug[] {
  const said = folded(what)
  const begins = (words: string): boolean => said.startsWith(folded(words)) && !/^[\p{L}\p{N}]/u.test(said.slice(folded(words).length))
  const kind = (Object.keys(table) as AlertKindId[]).find((id) => table[id].some(begins))
  return kind === undefined ? [] : [...TYPES[kind]]
}
