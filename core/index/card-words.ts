import { LIST_FIELD, type Spec } from '../engine/contract/field-spec.ts'
import type { RecordId } from '../engine/contract/ids.ts'
import { listOf, specOf } from '../engine/contract/record-kinds.ts'
import type { CardState, RecordState } from '../records/fold.ts'
import { indexable } from './words.ts'

/** The words of a card as they go into its full-text table. Equal states give equal words. */
export interface CardWords {
  label: string
  text: string
}

/** The field that says of each kind what a card is called; of the others something that tells it apart. */
const LABEL: Readonly<Partial<Record<CardState['kind'], string>>> = {
  person: 'pseudonym',
  perpetrator: 'label',
  type: 'label',
  link: 'link',
}
/** The field that says how far it has come. */
const STATUS: Readonly<Partial<Record<CardState['kind'], string>>> = {
  request: 'status',
  complaint: 'state',
  perpetrator: 'kind',
  person: 'role',
  type: 'group',
}

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '')

/** How far a consent has come that was taken back. */
export const WITHDRAWN = 'withdrawn'

export const labelOf = ({ kind, fields }: CardState): string => textIn(fields[LABEL[kind] ?? 'title'])
export const statusOf = ({ kind, fields }: CardState): string | null =>
  kind === 'consent' ? ((fields.withdrawn ?? null) === null ? null : WITHDRAWN) : textIn(fields[STATUS[kind] ?? '']) || null

/** The unit or station of who did harm; null where none is said. */
export const unitOf = ({ kind, fields }: CardState): string | null => (kind === 'perpetrator' && textIn(fields.unit).trim()) || null

export function wordsOfCard(state: CardState): CardWords {
  const label = labelOf(state)
  return { label: indexable(label), text: indexable(textsOf(state.kind, state.fields).join('\n')) }
}

/** Every line and text of a record beside what every incident has: what is chosen from lists, and what lies in other sections, is no word. */
export function textsOf(kind: CardState['kind'] | 'incident', fields: Readonly<Record<string, unknown>>): string[] {
  const { fields: known } = specOf(kind)
  const texts: string[] = []
  for (const field of Object.keys(fields)) {
    if (Object.hasOwn(known, field)) {
      if (isText(known[field])) texts.push(textIn(fields[field]))
      continue
    }
    const group = listOf(kind, field)
    const value = fields[field]
    if (!group || typeof value !== 'object' || value === null) continue
    for (const [name, one] of Object.entries(value)) if (Object.hasOwn(group, name) && isText(group[name])) texts.push(textIn(one))
  }
  return texts
}

const isText = (spec: Spec | undefined): boolean => spec?.is === 'line' || spec?.is === 'text'

/** A record that another one names, and in which field or list. */
export interface Reference {
  field: string
  target: RecordId
}

/** The records that one names; each once for a field or list. */
export const referencesOf = (state: Pick<CardState, 'kind' | 'fields'> | Pick<RecordState, 'fields'>): Reference[] =>
  referencesIn('kind' in state ? state.kind : 'incident', state.fields)

/** The same of fields that are not written yet. */
export function referencesIn(kind: CardState['kind'] | 'incident', fields: Readonly<Record<string, unknown>>): Reference[] {
  const { fields: known } = specOf(kind)
  const found = new Map<string, Reference>()
  const take = (field: string, value: unknown): void => {
    if (typeof value === 'string') found.set(field + value, { field, target: value as RecordId })
  }
  for (const field of Object.keys(fields)) {
    const value = fields[field]
    const spec = Object.hasOwn(known, field) ? known[field] : undefined
    if (spec?.is === 'ref') take(field, value)
    else if (spec?.is === 'refs' && Array.isArray(value)) for (const one of value) take(field, one)
    else if (!spec) {
      const group = typeof value === 'object' && value !== null ? listOf(kind, field) : undefined
      const list = group && LIST_FIELD.exec(field)?.[1]
      if (!group || list === undefined || typeof value !== 'object' || value === null) continue
      for (const [name, one] of Object.entries(value)) if (Object.hasOwn(group, name) && group[name]?.is === 'ref') take(list, one)
    }
  }
  return [...found.values()]
}
