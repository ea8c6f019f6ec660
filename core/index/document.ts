import type { RecordState } from '../records/fold.ts'
import { type DueState, dueOf } from './due.ts'
import { type Gist, gistOf } from './gist.ts'
import { FACET, indexable } from './words.ts'

/** The words of a record, column by column, as they go into the full-text table. Equal states give equal documents. */
export interface Document {
  title: string
  area: string
  narrative: string
  source: string
  /** Every other text of the incident. */
  more: string
  /** Of what `documentOf` makes those of the spaces are not there, that it is shown under: only the index knows their numbers. */
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
    facets: [
      ...(fields.start ? [FACET.dated] : []),
      ...fields.types.map(FACET.type),
      ...[fields.area, ...disputed('area')].flatMap((area) => (area === '' ? [] : [FACET.area(area)])),
      ...(fields.certainty ? [FACET.certainty(fields.certainty)] : []),
      ...perpetratorsOf(gist),
      ...harmedOf(gist),
      ...(waits(state, due) ? [FACET.waits] : []),
    ].join(' '),
  }
}

/** Who did it, by record and by kind. */
const perpetratorsOf = ({ doers }: Gist): string[] => [
  ...new Set(
    doers.flatMap(({ record, kind }) => [...(record ? [FACET.perpetrator(record)] : []), ...(kind ? [FACET.perpetratorKind(kind)] : [])]),
  ),
]

/** The people whom it names as harmed. */
const harmedOf = ({ references }: Gist): string[] =>
  references.flatMap(({ field, target }) => (field === 'harmed' ? [FACET.harmed(target)] : []))

/** Whether something is to be done about an incident of ours: feedback is owed, or two versions or a proposal want a word. */
const waits = (state: RecordState, due: DueState | null): boolean =>
  state.own && (due !== null || state.conflicts.length > 0 || state.proposals.length > 0)
