import type { RecordId, SpaceId } from '../engine/contract/ids.ts'
import type { Filters } from '../engine/contract/index.ts'
import { kindsMeant } from './meant.ts'
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

/** What a plan needs to know of the tables. */
export interface Known {
  numberOf(space: SpaceId): number | null
  peopleOf(unit: string): RecordId[]
  namedBy(phrase: Phrase): string[]
}

const NOTHING: Plan = { match: null, ranges: [], phrases: [], onlySpace: null }

/**
 * What filters mean: all of them have to hold. Types, and who did it: any of them. Area: whatever its case and accents. Period: the date, as far
 * as it is known, overlaps; records without a date are in no period. Text: words.ts.
 * `numberOf` gives the number of a space in the index, `peopleOf` who did harm and is of a unit; `namedBy` the facets of incidents that name somebody called so; `house` is what the audience "house" means.
 */
export function planOf(filters: Filters, house: SpaceId, { numberOf, peopleOf, namedBy }: Known): Plan {
  const { audience, text, types, from, to, area, certainty, perpetratorKinds, perpetrators, units, waits, within } = filters
  if (isUnsearchable(text)) return NOTHING
  const terms: string[] = []
  const space = audience === 'all' ? null : audience === 'house' ? house : audience
  if (space !== null) {
    const number = numberOf(space)
    if (number === null) return NOTHING
    terms.push(matchFacets([FACET.space(number)]))
  }
  if (within.length > 0) {
    const facets = within.flatMap((one) => (one === house ? FACET.house : facetsOf(numberOf(one))))
    if (facets.length === 0) return NOTHING
    terms.push(matchFacets(facets))
  }
  if (types.length > 0) terms.push(matchFacets(types.map(FACET.type)))
  if (perpetratorKinds.length > 0) terms.push(matchFacets(perpetratorKinds.map(FACET.perpetratorKind)))
  if (perpetrators.length > 0) terms.push(matchFacets(perpetrators.map(FACET.perpetrator)))
  if (units.length > 0) terms.push(matchFacets([...units.map(FACET.unit), ...units.flatMap(peopleOf).map(FACET.perpetrator)]))
  if (certainty.length > 0) terms.push(matchFacets(certainty.map(FACET.certainty)))
  if (waits) terms.push(matchFacets([FACET.waits]))
  const period = from !== null || to !== null
  if (period) terms.push(matchFacets([FACET.dated]))
  if (area !== '') terms.push(matchFacets([FACET.area(area)]))
  const phrases = parseSearch(text)
  if (phrases.length > 0) terms.push(matchPhrases(phrases, (phrase) => [...kindsMeant(phrase), ...namedBy(phrase)]))
  return {
    match: terms.length > 0 ? terms.join(' AND ') : null,
    ranges: period ? periodRanges(from, to) : [EVERYTHING],
    phrases,
    onlySpace: terms.length === 1 ? space : null,
  }
}

const facetsOf = (space: number | null): string[] => (space === null ? [] : [FACET.space(space)])
