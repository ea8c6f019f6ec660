import type { RecordState } from '../records/fold.ts'
import { FACET, indexable } from './words.ts'

/** The words of a record, column by column, as they go into the full-text table. Equal states give equal documents. */
export interface Document {
  title: string
  area: string
  narrative: string
  source: string
  facets: string
}

/** `space` is the number of the record's space in the index. */
export function documentOf({ fields, conflicts }: RecordState, space: number): Document {
  const disputed = (field: string): string[] =>
    conflicts.filter((conflict) => conflict.field === field).flatMap(({ values }) => values.slice(1).map(({ value }) => String(value)))
  const text = (field: 'title' | 'area' | 'narrative'): string => indexable([fields[field], ...disputed(field)].join('\n'))
  return {
    title: text('title'),
    area: text('area'),
    narrative: text('narrative'),
    source: indexable(fields.source?.cells.map(({ value }) => value).join('\n') ?? ''),
    facets: [FACET.space(space), ...(fields.start ? [FACET.dated] : []), ...fields.types.map(FACET.type)].join(' '),
  }
}
