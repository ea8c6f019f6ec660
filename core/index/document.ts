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

/** `spaces` are the numbers of the spaces that the record is shown under, ascending. */
export function documentOf({ fields, conflicts }: RecordState, spaces: readonly number[]): Document {
  const disputed = (field: string): string[] =>
    conflicts.filter((conflict) => conflict.field === field).flatMap(({ values }) => values.slice(1).map(({ value }) => String(value)))
  const text = (field: 'title' | 'area' | 'narrative'): string => indexable([fields[field], ...disputed(field)].join('\n'))
  return {
    title: text('title'),
    area: text('area'),
    narrative: text('narrative'),
    source: indexable(fields.source?.cells.map(({ value }) => value).join('\n') ?? ''),
    facets: [...spaces.map(FACET.space), ...(fields.start ? [FACET.dated] : []), ...fields.types.map(FACET.type)].join(' '),
  }
}
