import type { RecordState } from '../records/fold.ts'
import { peopleOf } from '../records/leaving.ts'
import { textsOf } from './card-words.ts'
import { dueOf } from './due.ts'
import { doersOf } from './perpetrators.ts'
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
export function documentOf(state: RecordState): Document {
  const { fields, conflicts } = state
  const disputed = (field: string): string[] =>
    conflicts.filter((conflict) => conflict.field === field).flatMap(({ values }) => values.slice(1).map(({ value }) => String(value)))
  const text = (field: 'title' | 'area' | 'narrative'): string => indexable([fields[field], ...disputed(field)].join('\n'))
  return {
    title: text('title'),
    area: text('area'),
    narrative: text('narrative'),
    source: indexable(fields.source?.cells.map(({ value }) => value).join('\n') ?? ''),
    more: indexable(textsOf('incident', fields).join('\n')),
    facets: [
      ...(fields.start ? [FACET.dated] : []),
      ...fields.types.map(FACET.type),
      ...[fields.area, ...disputed('area')].flatMap((area) => (area === '' ? [] : [FACET.area(area)])),
      ...(fields.certainty ? [FACET.certainty(fields.certainty)] : []),
      ...perpetratorsOf(fields),
      ...peopleOf(fields).map(FACET.harmed),
      ...(waits(state) ? [FACET.waits] : []),
    ].join(' '),
  }
}

/** Who did it, by record and by kind. */
const perpetratorsOf = (fields: RecordState['fields']): string[] => [
  ...new Set(
    doersOf(fields).flatMap(({ record, kind }) => [
      ...(record ? [FACET.perpetrator(record)] : []),
      ...(kind ? [FACET.perpetratorKind(kind)] : []),
    ]),
  ),
]

/** Whether something is to be done about an incident of ours: feedback is owed, or two versions or a proposal want a word. */
const waits = (state: RecordState): boolean =>
  state.own && (dueOf(state) !== null || state.conflicts.length > 0 || state.proposals.length > 0)
