import type { GroupSpec, Spec } from './field-spec.ts'
import { CARD_KINDS, type CardKind, FILE_KINDS, specOf } from './record-kinds.ts'

/** What a field of a kind is: one of its own, one of a list of it, or one that names a file. */
export type Field =
  | { readonly is: 'own'; readonly spec: Spec }
  | { readonly is: 'item'; readonly list: string; readonly group: GroupSpec; readonly specs: ReadonlyMap<string, Spec> }
  | { readonly is: 'file' }

const FILE = { is: 'file' } as const
const COLON = 0x3a
const KEY_LENGTH = 8

const specsOf = (group: GroupSpec): ReadonlyMap<string, Spec> => new Map(Object.entries(group))

/** Every field of every record that is read is looked up here, so that nothing is made for it anew. */
const FIELDS = Object.fromEntries(
  (['incident', ...CARD_KINDS] as const).map((kind) => {
    const { fields, lists } = specOf(kind)
    const own = new Map<string, Field>(Object.entries(fields).map(([field, spec]) => [field, { is: 'own', spec }]))
    const items = Object.entries(lists).map(([list, group]): [string, Field] => [list, { is: 'item', list, group, specs: specsOf(group) }])
    return [kind, { own, items: new Map<string, Field>(FILE_KINDS.has(kind) ? [...items, ['file', FILE]] : items) }]
  }),
) as unknown as Readonly<Record<CardKind | 'incident', { own: ReadonlyMap<string, Field>; items: ReadonlyMap<string, Field> }>>

/** What a field of a kind is; undefined where this version does not know it. */
export function fieldOf(kind: CardKind | 'incident', field: string): Field | undefined {
  const { own, items } = FIELDS[kind]
  const colon = field.length - KEY_LENGTH - 1
  if (colon < 1 || field.charCodeAt(colon) !== COLON) return own.get(field)
  const item = items.get(field.slice(0, colon))
  return item && isKey(field, colon + 1) ? item : undefined
}

/** Whether from here on there are only digits of a key (LIST_FIELD). */
function isKey(field: string, from: number): boolean {
  for (let at = from; at < field.length; at++) {
    const code = field.charCodeAt(at)
    if (!((code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66))) return false
  }
  return true
}

/** The list that a field is one of, if a kind has it. */
export function listOf(kind: CardKind | 'incident', field: string): GroupSpec | undefined {
  const known = fieldOf(kind, field)
  return known?.is === 'item' ? known.group : undefined
}
