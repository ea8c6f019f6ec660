import type { RecordState } from '../records/fold.ts'
import { type DueState, dueOf } from './due.ts'
import { type Gist, gistOf } from './gist.ts'
import type { Doer } from './perpetrators.ts'
import { FACET, indexable, searchable } from './words.ts'

/** The words of a record, column by column, as they go into the full-text table. Equal states give equal documents. */
export interface Document {
  title: string
  area: string
  narrative: string
  source: string
  /** Every other text of the incident. */
  more: string
  /** Of what `documentOf` makes those of the spaces are not there, that it is shown under, nor that of the House: only the index knows them. */
  facets: string
}

/** The words of an incident as it stands. */
export function documentOf(state: RecordState, gist: Gist = gistOf(state), due: DueState | null = dueOf(state)): Document {
  const { fields, conflicts } = state
  const disputed = (field: string): string[] =>
    conflicts.filter((conflict) => conflict.field === field).flatMap(({ values }) => values.slice(1).map(({ value }) => String(value)))
  const text = (field: 'title' | 'area' | 'narrative'): string =>
    indexable(conflicts.length === 0 ? fields[field] : [fields[field], ...disputed(field)].join('\n'))
  return {
    title: text('title'),
    area: text('area'),
    narrative: text('narrative'),
    source: indexable(fields.source?.cells.map(({ value }) => value).join('\n') ?? ''),
    more: indexable(gist.texts.join('\n')),
    facets: facetsOf(state, disputed('area'), gist, due).join(' '),
  }
}

/** The same as the full-text table gets it. Made with the look, which for many entries is made in a thread of its own. */
export const searchableOf = ({ title, area, narrative, source, more, facets }: Document): Document => ({
  title: searchable(title),
  area: searchable(area),
  narrative: searchable(narrative),
  source: searchable(source),
  more: searchable(more),
  facets,
})

/** What it can be filtered by. `areas`: those that others say it was in. */
function facetsOf(state: RecordState, areas: readonly string[], { doers, references }: Gist, due: DueState | null): string[] {
  const { start, types, area, certainty } = state.fields
  const facets: string[] = []
  if (start) facets.push(FACET.dated)
  for (const type of types) facets.push(FACET.type(type))
  for (const one of [area, ...areas]) if (one !== '') facets.push(FACET.area(one))
  if (certainty) facets.push(FACET.certainty(certainty))
  for (const facet of new Set(doers.flatMap(doerFacets))) facets.push(facet)
  for (const { field, target } of references) if (field === 'harmed') facets.push(FACET.harmed(target))
  if (waits(state, due)) facets.push(FACET.waits)
  return facets
}

/** Who did it, by record, by kind and by unit. */
const doerFacets = ({ record, kind, unit }: Doer): string[] => [
  ...(record ? [FACET.perpetrator(record)] : []),
  ...(kind ? [FACET.perpetratorKind(kind)] : []),
  ...(unit ? [FACET.unit(unit)] : []),
]

/** Whether something is to be done about an incident of ours: feedback is owed, or two versions or a proposal want a word. */
const waits = (state: RecordState, due: DueState | null): boolean =>
  state.own && (due !== null || state.conflicts.length > 0 || state.proposals.length > 0)
