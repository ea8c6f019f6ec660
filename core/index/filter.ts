import type { SpaceId } from '../engine/contract/ids.ts'
import type { Filters } from '../engine/contract/index.ts'
import { EVERYTHING, periodRanges, type Range } from './position.ts'
import { FACET, isUnsearchable, matchFacets, matchPhrases, type Phrase, parseSearch } from './words.ts'

/** Filters in the terms of the tables. */
export interface Plan {
  /** The FTS5 expression; null where every row of the ranges matches. */
  match: string | null
  /** Where the rows lie, newest first; none: nothing matches. */
  ranges: Range[]
  /** What snippets mark. */
  phrases: Phrase[]
  /** The one space that is asked for, if that is all that is. */
  onlySpace: SpaceId | null
}

const NOTHING: Plan = { match: null, ranges: [], phrases: [], onlySpace: null }

/**
 * What filters mean: all of them have to hold. Types, and who did it: any of them. Area: each of its words begins a word of the area. Period: the date, as far
 * as it is known, overlaps; records without a date are in no period. Text: words.ts.
 * `numberOf` gives the number of a space in the index, `house` is what the audience "house" means.
 */
export function planOf(filters: Filters, house: SpaceId, numberOf: (space: SpaceId) => number | null): Plan {
  const { audience, text, types, from, to, area, perpetratorKinds, perpetrators, waits } = filters
  if (isUnsearchable(text) || isUnsearchable(area)) return NOTHING
  const terms: string[] = []
  const space = audience === 'all' ? null : audience === 'house' ? house : audience
  if (space !== null) {
    const number = numberOf(space)
    if (number === null) return NOTHING
    terms.push(matchFacets([FACET.space(number)]))
  }
  if (types.length > 0) terms.push(matchFacets(types.map(FACET.type)))
  if (perpetratorKinds.length > 0) terms.push(matchFacets(perpetratorKinds.map(FACET.perpetratorKind)))
  if (perpetrators.length > 0) terms.push(matchFacets(perpetrators.map(FACET.perpetrator)))
  if (waits) terms.push(matchFacets([FACET.waits]))
  const period = from !== null || to !== null
  if (period) terms.push(matchFacets([FACET.dated]))
  const places = parseSearch(area)
  if (places.length > 0) terms.push(`{area} : ${matchPhrases(places)}`)
  const phrases = parseSearch(text)
  if (phrases.length > 0) terms.push(matchPhrases(phrases))
  return {
    match: terms.length > 0 ? terms.join(' AND ') : null,
    ranges: period ? periodRanges(from, to) : [EVERYTHING],
    phrases,
    onlySpace: terms.length === 1 ? space : null,
  }
}
