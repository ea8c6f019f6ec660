import type { Spec } from '../engine/contract/field-spec.ts'
import type { RecordId } from '../engine/contract/ids.ts'
import { fieldOf } from '../engine/contract/record-fields.ts'
import type { CardKind } from '../engine/contract/record-kinds.ts'
import { fileIn } from '../records/files.ts'
import type { CardState, RecordState } from '../records/fold.ts'
import type { KeyedFile } from '../records/keyed-file.ts'
import { type Doer, doerIn } from './perpetrators.ts'

/** A record that another one names, and in which field or list. */
export interface Reference {
  field: string
  target: RecordId
}

/** What the index looks for in the fields of a record, found in one go: to list them takes as long as to read them. */
export interface Gist {
  /** Every line and text beside what every incident has: what is chosen from lists, and what lies in other sections, is no word. */
  texts: string[]
  /** The records that it names; each once for a field or list. */
  references: Reference[]
  /** Who did it, as an incident says it. */
  doers: Doer[]
  /** The files that it names, by field. One that does not follow the format names none. */
  files: { field: string; file: KeyedFile }[]
}

/** What the index looks for in a record as it stands. */
export const gistOf = (state: Pick<CardState, 'kind' | 'fields'> | Pick<RecordState, 'fields'>): Gist =>
  gistIn('kind' in state ? state.kind : 'incident', state.fields)

/** The same of fields that are not written yet. */
export function gistIn(kind: CardKind | 'incident', fields: Readonly<Record<string, unknown>>): Gist {
  const gist: Gist = { texts: [], references: [], doers: [], files: [] }
  for (const field of Object.keys(fields)) {
    const known = fieldOf(kind, field)
    if (known?.is === 'own') addValue(gist, known.spec, field, fields[field])
    else if (known?.is === 'file') gist.files.push(...fileIn(field, fields[field]))
    else if (known) {
      const item = fields[field]
      if (typeof item !== 'object' || item === null) continue
      for (const name of Object.keys(item)) {
        const spec = known.specs.get(name)
        if (spec) addValue(gist, spec, known.list, (item as Record<string, unknown>)[name])
      }
      if (known.list === 'perpetrator') gist.doers.push(...doerIn(item))
    }
  }
  if (gist.references.length > 1) gist.references = distinct(gist.references)
  if (gist.files.length > 1) gist.files.sort((a, b) => (a.field < b.field ? -1 : 1))
  return gist
}

function addValue({ texts, references }: Gist, { is }: Spec, field: string, value: unknown): void {
  if (is === 'line' || is === 'text') texts.push(typeof value === 'string' ? value : '')
  else if (is === 'ref') addReference(references, field, value)
  else if (is === 'refs' && Array.isArray(value)) for (const one of value) addReference(references, field, one)
}

function addReference(references: Reference[], field: string, value: unknown): void {
  if (typeof value === 'string') references.push({ field, target: value as RecordId })
}

const distinct = (references: readonly Reference[]): Reference[] => [
  ...new Map(references.map((reference) => [reference.field + reference.target, reference])).values(),
]
