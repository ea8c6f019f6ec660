import { fromHex, toHex } from '../crypto/bytes.ts'
import { KDF } from '../crypto/hash.ts'
import { LIST_FIELD } from '../engine/contract/field-spec.ts'
import type { RecordId } from '../engine/contract/ids.ts'
import type { IncidentFields } from '../engine/contract/incident.ts'
import { HOUSE_FIELDS, isNamed, OF_PERPETRATOR, OWN_TYPE, staysHere } from '../engine/contract/leaving.ts'
import { type CardFields, type Harmed, INCIDENT_LISTS, type Perpetrator } from '../engine/contract/record-kinds.ts'
import type { RecordState } from './fold.ts'
import type { IncidentValues } from './incident.ts'
import type { KeyedFile } from './keyed-file.ts'
import { saidIn } from './said.ts'
import type { RecordName } from './shape.ts'

/** A key of a list in another space: the same one in two coalitions would tie them together. `secret`: that space's import key. */
export const listKeyIn = (secret: Buffer, key: string): string => toHex(KDF(secret, 'list-key', fromHex(key)).subarray(0, 4))

/** Letters and digits that nobody mistakes for each other. */
const SIGNS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** A coalition of thousands must not call two people by one name: 2^40 names. */
const LENGTH = 8
/** Until then they had four signs, which stand in what was shared. */
const LENGTH_BEFORE = 4

/**
 * What a person is called in another space: never the same in two of them. `secret`: that space's import key. `item`: of whom there is no record, the
 * incident in place of the person, and which of its list `harmed`.
 */
export function pseudonymIn(secret: Buffer, person: RecordId, item?: string): string {
  const bytes = KDF(secret, 'pseudonym', fromHex(person), ...(item === undefined ? [] : [fromHex(item)]))
  return `P-${[...bytes.subarray(0, LENGTH)].map((byte) => SIGNS[byte % SIGNS.length]).join('')}`
}

/** All that a person is called in another space by us, names that were given before included: two people may have had one of those. As pseudonymIn. */
export function pseudonymsIn(secret: Buffer, person: RecordId, item?: string): string[] {
  const name = pseudonymIn(secret, person, item)
  return [name, name.slice(0, LENGTH_BEFORE - LENGTH)]
}

/** How what an incident names is called in a coalition. */
export interface Abroad {
  /** Another key for one of a list (listKeyIn). */
  key(key: string): string
  /** What a kind of incident of our own is called; null where it is not there any more. */
  typeLabel(name: RecordName): string | null
  /** What a record of ours that no coalition has says of who did it; null where it is not there any more. */
  perpetrator(record: RecordId): CardFields<'perpetrator'> | null
  /** The copy of a file that somebody has made for them, by the field of the original, which itself never leaves; null for every other. */
  copy(field: string): KeyedFile | null
  /** What a person is called there who has agreed to it; null for everybody else. */
  pseudonym(person: RecordId): string | null
  /** The same of one of the list `harmed` of whom there is no record, by the key there, and by what they are called here, which may be nothing. */
  unnamed(key: string, name: string): string | null
}

/**
 * What of an incident's fields, or of changes of them, leaves the House: never HOUSE_FIELDS, of who was harmed only those who have agreed, under another
 * pseudonym; perpetrators and kinds of our own by name instead of by their record, perpetrators with what tells them apart; of files only copies that were made for that. The spreadsheet row is left to the caller.
 */
export function leaving<F extends IncidentFields | IncidentValues>(fields: F, abroad: Abroad): F {
  const { key, typeLabel } = abroad
  const out: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(fields)) {
    const [, list] = LIST_FIELD.exec(field) ?? []
    if (list === undefined) {
      if (!HOUSE_FIELDS.has(field)) out[field] = field === 'types' ? typesAbroad(value, typeLabel) : value
    } else {
      const one = oneAbroad(list, field, value, abroad)
      if (one !== undefined) out[`${list}:${key(field.slice(list.length + 1))}`] = one
    }
  }
  return out as F
}

/** One of a list as it leaves; undefined where it stays. */
function oneAbroad(list: string, field: string, value: unknown, { copy, perpetrator, pseudonym, unnamed }: Abroad): unknown {
  if (list === 'perpetrator') return nameless(value, perpetrator)
  if (list === 'harmed') return harmedAbroad(value, pseudonym, (name) => unnamed(field.slice(list.length + 1), name))
  // Null takes the copy out there too.
  if (list === 'file') return value === null ? null : (copy(field) ?? undefined)
  return undefined
}

/** The people whom an incident names as harmed. */
export function peopleOf(fields: Readonly<Record<string, unknown>>): RecordId[] {
  const people = new Set<RecordId>()
  for (const field of Object.keys(fields)) {
    if (!field.startsWith('harmed:') || !LIST_FIELD.test(field)) continue
    const value = fields[field]
    if (typeof value === 'object' && value !== null && 'person' in value && typeof value.person === 'string')
      people.add(value.person as RecordId)
  }
  return [...people]
}

/** Those of the list `harmed` of whom there is no record: the key of each, and what they are called, which may be nothing. */
export function unnamedIn(fields: Readonly<Record<string, unknown>>): { item: string; name: string }[] {
  return Object.entries(fields).flatMap(([field, value]) => {
    if (LIST_FIELD.exec(field)?.[1] !== 'harmed' || typeof value !== 'object' || value === null) return []
    if ('person' in value && value.person !== null && value.person !== undefined) return []
    return [{ item: field.slice('harmed:'.length), name: 'name' in value && typeof value.name === 'string' ? value.name.trim() : '' }]
  })
}

/** How many an incident says were harmed, in whichever of the versions that stand at once. */
export function harmedIn(record: Pick<RecordState, 'fields' | 'conflicts'>): number {
  const versions = saidIn(record)
  return new Set([...versions.flatMap(peopleOf), ...versions.flatMap(unnamedIn).map(({ item }) => item)]).size
}

/** Whether nothing of these fields would stay behind: only such an incident may be written into a coalition as it is. */
export const leavesWhole = (fields: Readonly<Record<string, unknown>>): boolean =>
  !Object.entries(fields).some(([field, value]) => staysHere(field, value))

/** The name of a record of ours would tie coalitions together: they get what it is called. */
function typesAbroad(types: unknown, typeLabel: Abroad['typeLabel']): unknown {
  if (!Array.isArray(types)) return types
  return types.flatMap((type: unknown) => {
    const [, name] = OWN_TYPE.exec(String(type)) ?? []
    return name === undefined ? [type] : (typeLabel(name) ?? [])
  })
}

/** Null takes out of the list there too; who has not agreed stays here. */
function harmedAbroad(value: unknown, pseudonym: Abroad['pseudonym'], unnamed: (name: string) => string | null): unknown {
  if (value === null) return null
  if (typeof value !== 'object') return undefined
  const { person, name, ...rest } = known('harmed', value) as Harmed
  const called = person ? pseudonym(person) : unnamed(name ?? '')
  return called === null ? undefined : { ...rest, name: called }
}

function nameless(value: unknown, find: Abroad['perpetrator']): unknown {
  if (typeof value !== 'object' || value === null) return value
  const said = known('perpetrator', value)
  if (!isNamed(said)) return said
  const { perpetrator: _, name, ...rest }: Perpetrator = said
  const record = find(said.perpetrator)
  const besides = OF_PERPETRATOR.flatMap((field) => (record?.[field] && !rest[field] ? [[field, record[field]]] : []))
  return { ...rest, ...Object.fromEntries(besides), name: name || (record?.label ?? '') }
}

/** What this version knows of one of a list: a newer one may have put there what must stay. */
const known = (list: 'harmed' | 'perpetrator', value: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([name]) => Object.hasOwn(INCIDENT_LISTS[list], name)))
