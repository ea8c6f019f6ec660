import { isDeepStrictEqual } from 'node:util'
import type { EntryId, OrganisationId, RecordId, SpaceId } from '../engine/contract/ids.ts'
import type { IncidentFields } from '../engine/contract/incident.ts'
import { type CardKind, HOUSE_ONLY } from '../engine/contract/record-kinds.ts'
import { isKnown, requiredOf } from './fields.ts'
import { ALWAYS, INCIDENT_FIELDS } from './incident.ts'
import { isWritten, MAX_FIELDS, MAX_SHARES, MAX_VALUES, type RecordName } from './kinds.ts'
import { type Lineage, lineage, reach, type WrittenVersion } from './lineage.ts'
import { type AnyVersion, byClock, type RecordVersion, recordIdOf } from './version.ts'

/** One of several values of a field, none of which has seen the other. */
export interface FieldValue {
  value: unknown
  entryId: EntryId
  organisation: OrganisationId
  own: boolean
  wall: number
}

/** What another organisation would change: only its author can take it over, by an amendment that names it. */
export interface Proposal {
  entryId: EntryId
  organisation: OrganisationId
  own: boolean
  wall: number
  changes: Readonly<Record<string, unknown>>
}

/** A record in a coalition that was made from a House record: its author's name for it there. Whether it is (still) there, only that space knows. */
export interface Share {
  space: SpaceId
  name: RecordName
}

/** What is alike in all records. */
interface State {
  recordId: RecordId
  space: SpaceId
  /** Who wrote it, and alone may amend, settle or erase it. */
  organisation: OrganisationId
  own: boolean
  name: RecordName
  /** Fields that only a newer version knows. */
  others: Readonly<Record<string, unknown>>
  /** Of each disputed field all values, the one that `fields` shows first. */
  conflicts: { field: string; values: FieldValue[] }[]
  /** The author's entries that no other amends: what an amendment written now names. */
  heads: EntryId[]
  /** ms since 1970 by the author's clock: first saved, and last amended by its author (null: never). */
  savedAt: number
  amendedAt: number | null
  /** How many steps its history has, proposals included. */
  versions: number
  /** Proposals that no entry of the author names yet, oldest first. */
  proposals: Proposal[]
  /** What a House record was shared as, first the first; each once. Empty in coalitions. */
  shares: Share[]
}

/** An incident as it stands. */
export interface RecordState extends State {
  fields: IncidentFields
}

/** A record of another kind as it stands. A list has no field that is null. */
export interface CardState extends State {
  kind: CardKind
  fields: Readonly<Record<string, unknown>>
}

/** What the entries under one name in one space add up to: one record for each organisation that wrote one. */
export interface Folded {
  records: RecordState[]
  cards: CardState[]
  /** Entries whose text has to go, because their author, or the author of what they amend, erased it. */
  erased: EntryId[]
}

/** The entries of one record, told apart. */
export interface Parts {
  kind: WrittenVersion['kind']
  lineage: Lineage
  /** Amendments by others, oldest first. */
  proposals: WrittenVersion[]
  shares: Share[]
}

type ShareVersion = Extract<RecordVersion, { kind: 'share' }>

/**
 * The fold, a pure function of the set of entries: their order, and any repeated, change nothing.
 * `versions` are all entries of one space that bear one record name. Rules:
 * - a record is its author's, and of the kind that its author's first entry by clock has: others of hers under the name count for nothing;
 *   entries of other organisations are proposals to it and change none of its fields;
 * - a field has the values of those entries that set it and that no other entry that sets it reaches through `amends`;
 *   several different ones are a conflict, shown first is the one with the later clock;
 * - a tombstone erases what its own organisation wrote under the name, and the proposals to that, for ever;
 * - what stays in the House (HOUSE_ONLY) counts in the `house` only;
 * - a `share` counts in the `house` only, for the record of its own organisation: whoever else writes one ties nothing.
 */
export function fold(versions: readonly AnyVersion[], house: SpaceId): Folded {
  const [only, more] = versions
  if (only === undefined) return { records: [], cards: [], erased: [] }
  if (more === undefined && isWritten(only.kind)) {
    const version = only as WrittenVersion
    if (version.body.action === 'write' && (version.space === house || !HOUSE_ONLY.has(version.kind))) return written(version)
  }
  const { authors, erased } = separate(versions, house)
  const folded = [...authors.values()].flatMap((parts) => foldOne(parts) ?? []).sort((a, b) => (a.recordId < b.recordId ? -1 : 1))
  const cards = folded.filter((state): state is CardState => 'kind' in state)
  return { records: folded.filter((state): state is RecordState => !('kind' in state)), cards, erased }
}

/** The entries of `versions` by the organisation whose record they belong to; those of erased records only by id. `house` as in `fold`; null: no shares. */
export function separate(
  versions: readonly AnyVersion[],
  house: SpaceId | null,
): { authors: Map<OrganisationId, Parts>; erased: EntryId[] } {
  const unique = [...new Map(versions.map((version) => [version.entryId, version])).values()]
  const erasers = new Set(unique.filter(({ kind }) => kind === 'tombstone').map(({ organisation }) => organisation))
  const texts = unique.filter(({ kind }) => kind !== 'tombstone')
  const gone = texts.filter(({ kind, organisation }) => kind === 'erased' || erasers.has(organisation)).map(({ entryId }) => entryId)
  const shares = texts.filter(
    (version): version is ShareVersion => version.kind === 'share' && version.space === house && version.body.space !== house,
  )
  const isHere = ({ kind, space }: AnyVersion): boolean => house === null || space === house || !HOUSE_ONLY.has(kind)
  const written = texts.filter(
    (version): version is WrittenVersion => isWritten(version.kind) && isHere(version) && !erasers.has(version.organisation),
  )

  const writers = new Map<OrganisationId, WrittenVersion['kind']>()
  for (const { organisation, kind } of written.filter(({ body }) => body.action === 'write').sort(byClock))
    if (!writers.has(organisation)) writers.set(organisation, kind)
  const foreign = written.filter(({ organisation }) => !writers.has(organisation))
  const erased = following(foreign, gone)
  const proposals = foreign.filter(({ entryId }) => !erased.has(entryId))
  const authors = new Map<OrganisationId, Parts>()
  for (const [writer, kind] of writers) {
    const own = written.filter((version) => version.organisation === writer && version.kind === kind)
    const reached = following(
      proposals,
      own.map(({ entryId }) => entryId),
    )
    const others = proposals.filter((version) => version.kind === kind && reached.has(version.entryId))
    authors.set(writer, { kind, lineage: lineage(own), proposals: lineage(others).ordered, shares: sharesOf(writer, shares) })
  }
  return { authors, erased: [...erased].sort() }
}

function sharesOf(writer: OrganisationId, shares: readonly ShareVersion[]): Share[] {
  const own = shares.filter(({ organisation }) => organisation === writer).sort(byClock)
  const each = new Map(own.map(({ body: { space, shared } }) => [space + shared, { space, name: shared }]))
  return [...each.values()].slice(0, MAX_SHARES)
}

/** `start`, and every proposal that amends one of these, or amends one that does. */
function following(proposals: readonly WrittenVersion[], start: readonly EntryId[]): Set<EntryId> {
  const out = new Set(start)
  for (let before = -1; before !== out.size; ) {
    before = out.size
    for (const { entryId, body } of proposals) if (body.amends.some((id) => out.has(id))) out.add(entryId)
  }
  return out
}

/** What a write alone comes to: most records are that, so it is worth a short way. */
function written({ space, organisation, own, wall, entryId, kind, body: { record, fields } }: WrittenVersion): Folded {
  const state = {
    recordId: recordIdOf(space, organisation, record),
    space,
    organisation,
    own,
    name: record,
    conflicts: [],
    heads: [entryId],
    savedAt: wall,
    amendedAt: null,
    versions: 1,
    proposals: [],
    shares: [],
  }
  if (kind !== 'incident') return { records: [], cards: [{ ...state, kind, ...split(kind, fields) }], erased: [] }
  const said = standsWhole(fields) ? { fields: fields as IncidentFields, others: {} } : incidentFields(fields)
  return { records: [{ ...state, ...said }], cards: [], erased: [] }
}

function foldOne({ kind, lineage: line, proposals, shares }: Parts): RecordState | CardState | null {
  const { ordered, heads } = line
  const first = ordered.find(({ body }) => body.action === 'write')
  if (!first) return null
  const values = new Map<string, FieldValue[]>()
  for (const field of fieldNames(kind, ordered)) values.set(field, standing(field, line))
  const shown = Object.fromEntries([...values].map(([field, all]) => [field, all[0]?.value]))
  const amendments = ordered.filter(({ body }) => body.action === 'amend')
  const named = new Set(ordered.flatMap(({ body }) => body.amends))
  const state = {
    recordId: recordIdOf(first.space, first.organisation, first.body.record),
    space: first.space,
    organisation: first.organisation,
    own: first.own,
    name: first.body.record,
    conflicts: [...values].filter(([, all]) => all.length > 1).map(([field, all]) => ({ field, values: all })),
    heads: heads.map(({ entryId }) => entryId),
    savedAt: first.wall,
    amendedAt: amendments.at(-1)?.wall ?? null,
    versions: ordered.length + proposals.length,
    proposals: proposals.filter(({ entryId }) => !named.has(entryId)).map(proposal),
    shares,
  }
  return kind === 'incident' ? { ...state, ...incidentFields(shown) } : { ...state, kind, ...split(kind, shown) }
}

/** What an incident says, and what only a newer version knows. */
function incidentFields(shown: Readonly<Record<string, unknown>>): Pick<RecordState, 'fields' | 'others'> {
  const { title, types, start, area, narrative, source } = shown as IncidentFields
  const fields: IncidentFields & Record<string, unknown> = { title, types, start, area, narrative, source }
  return { fields, others: sortOut('incident', shown, fields, ALWAYS) }
}

/** Whether this version knows all that a written incident says, and nothing is taken out of a list: it stands as it is, and needs no copy. */
function standsWhole(fields: Readonly<Record<string, unknown>>): boolean {
  for (const field of Object.keys(fields)) {
    if (ALWAYS.has(field)) continue
    if (!isKnown('incident', field) || (fields[field] === null && field.includes(':'))) return false
  }
  return true
}

const NONE: ReadonlySet<string> = new Set()

/** Fields that this version knows, without what was taken out of a list, and the others. */
function split(kind: WrittenVersion['kind'], shown: Readonly<Record<string, unknown>>): Pick<CardState, 'fields' | 'others'> {
  const fields: Record<string, unknown> = {}
  return { fields, others: sortOut(kind, shown, fields, NONE) }
}

/** Adds to `fields` what this version knows, without what was taken out of a list; answers the others. `besides` are there already. */
function sortOut(
  kind: WrittenVersion['kind'],
  shown: Readonly<Record<string, unknown>>,
  fields: Record<string, unknown>,
  besides: ReadonlySet<string>,
): Record<string, unknown> {
  const others: Record<string, unknown> = {}
  for (const field of Object.keys(shown)) {
    if (besides.has(field)) continue
    const value = shown[field]
    if (!isKnown(kind, field)) others[field] = value
    else if (value !== null || !field.includes(':')) fields[field] = value
  }
  return others
}

/** Fields that a record must have first, then the others in the order in which they were first said; by name no more of them than one entry may have. */
function fieldNames(kind: WrittenVersion['kind'], versions: readonly WrittenVersion[]): string[] {
  const first = new Set<string>(kind === 'incident' ? INCIDENT_FIELDS : requiredOf(kind))
  const others = [...new Set(versions.flatMap(({ body }) => Object.keys(body.fields)).filter((field) => !first.has(field)))]
  const known = others.filter((field) => isKnown(kind, field)).sort()
  const unknown = others.filter((field) => !isKnown(kind, field)).sort()
  const kept = new Set([...known, ...unknown].slice(0, MAX_FIELDS))
  return [...first, ...others.filter((field) => kept.has(field))]
}

/** The different values of a field that stand, latest clock first; beyond MAX_VALUES the older ones are left to the history. */
function standing(field: string, { ordered, parents }: Lineage): FieldValue[] {
  const overtaken = new Set<WrittenVersion>()
  const values: FieldValue[] = []
  const setters = ordered.filter(({ body }) => body.fields[field] !== undefined)
  // Children stand after their parents, so going backwards meets whatever overtakes an entry before the entry.
  const tops: WrittenVersion[] = []
  for (const version of setters.toReversed()) {
    if (overtaken.has(version)) continue
    tops.push(version)
    if (setters.length > 1) reach(version, parents, overtaken)
  }
  for (const version of tops.sort((a, b) => byClock(b, a))) {
    if (values.length === MAX_VALUES) break
    const value = version.body.fields[field]
    if (values.some((other) => isDeepStrictEqual(other.value, value))) continue
    const { entryId, organisation, own, wall } = version
    values.push({ value, entryId, organisation, own, wall })
  }
  return values
}

/** The entry that the value of a field stands in which a record shows; null where there is none, or it says that nothing is known. */
export function entryOf(versions: readonly AnyVersion[], recordId: RecordId, field: string): EntryId | null {
  for (const [organisation, { lineage: line }] of separate(versions, null).authors) {
    const [first] = line.ordered
    if (!first || recordIdOf(first.space, organisation, first.body.record) !== recordId) continue
    const [value] = standing(field, line)
    return value && value.value !== null ? value.entryId : null
  }
  return null
}

const proposal = ({ entryId, organisation, own, wall, body }: WrittenVersion): Proposal => ({
  entryId,
  organisation,
  own,
  wall,
  changes: body.fields,
})
