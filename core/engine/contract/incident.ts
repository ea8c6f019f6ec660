import { z } from 'zod'
import { LIST_FIELD, listKeySchema, type PartialDate, partialDateSchema, SLUG_MAX, SLUGS_MAX } from './field-spec.ts'
import { FILE_FIELD, fileReferenceSchema } from './file.ts'
import { entryIdSchema, markSchema, organisationIdSchema, recordIdSchema, spaceIdSchema } from './ids.ts'
import { LIMITS } from './limits.ts'
import { mentionSchema } from './mention.ts'
import { INCIDENT_MORE, type IncidentMore } from './record-kinds.ts'
import { checkLists, groupSchema } from './record-schemas.ts'

export { type PartialDate, partialDateSchema } from './field-spec.ts'

/**
 * Incident types: our stable slug, and the HURIDOCS code where there is one.
 * What is stored is the slug; exchange formats carry the code.
 */
export const INCIDENT_TYPES = [
  { slug: 'raid-premises', group: 'premises', huridocs: 'MT4:120102' },
  { slug: 'raid-home', group: 'premises', huridocs: 'MT4:040101' },
  { slug: 'forced-closure', group: 'premises', huridocs: 'MT4:120101' },
  { slug: 'confiscation', group: 'premises', huridocs: 'MT4:130107' },
  { slug: 'seizure-health-supplies', group: 'premises', huridocs: null },
  { slug: 'arrest', group: 'liberty', huridocs: 'MT4:030101' },
  { slug: 'detention', group: 'liberty', huridocs: 'MT4:030102' },
  { slug: 'lawyer-denied', group: 'liberty', huridocs: 'MT4:350109' },
  { slug: 'coerced-statement', group: 'liberty', huridocs: 'MT4:350118' },
  { slug: 'assault', group: 'bodily', huridocs: 'MT4:020101' },
  { slug: 'sexual-assault', group: 'bodily', huridocs: 'MT4:020111' },
  { slug: 'torture', group: 'bodily', huridocs: 'MT4:02011111' },
  { slug: 'killing', group: 'bodily', huridocs: null },
  { slug: 'threats', group: 'pressure', huridocs: 'MT4:02010301' },
  { slug: 'surveillance', group: 'pressure', huridocs: 'MT4:02010303' },
  { slug: 'extortion', group: 'pressure', huridocs: 'MT4:130104' },
  { slug: 'smear', group: 'reputation', huridocs: 'MT4:140101' },
  { slug: 'outing', group: 'reputation', huridocs: null },
  { slug: 'online-attack', group: 'reputation', huridocs: null },
  { slug: 'eviction', group: 'exclusion', huridocs: 'MT4:050103' },
  { slug: 'health-refusal', group: 'exclusion', huridocs: 'MT4:530103' },
  { slug: 'state-exclusion', group: 'exclusion', huridocs: null },
  { slug: 'complaint-refused', group: 'process', huridocs: 'MT4:360102060' },
  { slug: 'reprisal', group: 'process', huridocs: null },
  { slug: 'client-robbery', group: 'client', huridocs: null },
  { slug: 'client-assault', group: 'client', huridocs: null },
  { slug: 'client-refusal-to-pay', group: 'client', huridocs: null },
  { slug: 'client-stalking', group: 'client', huridocs: null },
] as const

export type IncidentTypeSlug = (typeof INCIDENT_TYPES)[number]['slug']
export type IncidentTypeGroup = (typeof INCIDENT_TYPES)[number]['group']

/** Cells of a spreadsheet row that went to no field, kept so that an import loses nothing. */
const sourceRowSchema = z.object({
  fileName: z.string().max(255),
  /** Row of the file as a spreadsheet program counts it, from 1. */
  row: z.number().int().min(1),
  cells: z.array(z.object({ name: z.string(), value: z.string() })).max(LIMITS.importColumns),
})
export type SourceRow = z.infer<typeof sourceRowSchema>

/** What every incident says. `null` says "not known". */
const always = {
  title: z.string().trim().min(1).max(LIMITS.title),
  types: z.array(z.string().min(1).max(64)).max(40),
  start: partialDateSchema.nullable(),
  area: z.string().trim().max(LIMITS.area),
  narrative: z.string().max(LIMITS.narrative),
}
const source = sourceRowSchema.nullable().default(null)
const more = groupSchema(INCIDENT_MORE).shape
const KNOWN = new Set([...Object.keys(always), 'source', ...Object.keys(more)])

/** What an incident says; what it does not name is not known. */
export type IncidentFields = {
  title: string
  types: string[]
  start: PartialDate | null
  area: string
  narrative: string
  source: SourceRow | null
} & IncidentMore

/** Fields of an incident as a person writes them. */
export const incidentFieldsSchema = z
  .looseObject({ ...always, source, ...more })
  .superRefine(checkLists('incident', KNOWN)) as unknown as z.ZodType<
  IncidentFields,
  Omit<IncidentFields, 'source'> & { source?: SourceRow | null }
>

export type IncidentChanges = Partial<Omit<IncidentFields, 'source'>>
export const incidentChangesSchema = z
  .looseObject({ ...z.object(always).partial().shape, ...more })
  .superRefine(checkLists('incident', new Set([...KNOWN].filter((field) => field !== 'source')))) as unknown as z.ZodType<
  IncidentChanges,
  IncidentChanges
>

/** A value as it stands in the form, however unfinished: text, chosen codes, or a date with the words it was read from. */
const typedDateSchema = z.object({ words: z.string().max(200), date: z.string().max(40), time: z.string().max(40), about: z.boolean() })
const typedSchema = z.union([z.string().max(1_000_000), z.array(z.string().max(SLUG_MAX)).max(SLUGS_MAX), typedDateSchema])
const typedGroupSchema = z.record(z.string().max(40), typedSchema)
export type TypedDate = z.infer<typeof typedDateSchema>
export type Typed = z.infer<typeof typedSchema>
export type TypedGroup = z.infer<typeof typedGroupSchema>

/** What a draft holds: anything, however unfinished. No rule but size. What came later has a default, so that older drafts still open. */
export const draftFieldsSchema = z.object({
  title: z.string().max(1_000_000),
  types: z.array(z.string().max(SLUG_MAX)).max(SLUGS_MAX),
  /** The date in a person's own words, and what was made of them. */
  words: z.string().max(200).default(''),
  date: z.string().max(40),
  time: z.string().max(40),
  about: z.boolean(),
  area: z.string().max(1_000_000),
  narrative: z.string().max(2_000_000),
  /** Further fields of record-kinds.ts. `place` is the exact place itself. */
  more: typedGroupSchema.default({}),
  /** Those who were harmed and who did it. */
  lists: z.record(z.string().regex(LIST_FIELD), typedGroupSchema).default({}),
  /** Whether the exact place that is kept is to be taken away. */
  noPlace: z.boolean().default(false),
})
export type DraftFields = z.infer<typeof draftFieldsSchema>

/** Who wrote something, as its space knows them. */
export const authorSchema = z.object({
  organisationId: organisationIdSchema,
  name: z.string(),
  own: z.boolean(),
})
export type Author = z.infer<typeof authorSchema>

/** One row of the log screen. */
export const recordRowSchema = z.object({
  recordId: recordIdSchema,
  spaceId: spaceIdSchema,
  /** Coalitions that have a record made from this House record: they stand in its row. */
  alsoIn: z.array(spaceIdSchema),
  title: z.string(),
  types: z.array(z.string()),
  start: partialDateSchema.nullable(),
  area: z.string(),
  author: authorSchema,
  /** ISO 8601 UTC: when the record was first saved, by its author's clock. */
  savedAt: z.string(),
  amended: z.boolean(),
  conflict: z.boolean(),
  /** `YYYY-MM-DD`: by when we owe those who were harmed a word; null where we do not. */
  feedbackDue: z.string().nullable(),
  /** Changes that partners propose to one of ours, and that nobody has settled. */
  proposals: z.number().int().min(0),
  /** Who wrote it down, as it says; empty where it does not. */
  recordedBy: z.string(),
  /** The first words that were found, with each hit between U+E000 and U+E001; null where nothing was searched. */
  snippet: z.string().nullable(),
})
export type RecordRow = z.infer<typeof recordRowSchema>

/** A place as most write it, and how many incidents happened there. */
export const placeSchema = z.object({ area: z.string(), incidents: z.number().int() })
export type Place = z.infer<typeof placeSchema>

/** A field with more than one value, none of which has seen the other. The first is the one shown. */
export const conflictSchema = z.object({
  field: z.string(),
  values: z.array(z.object({ value: z.unknown(), entryId: entryIdSchema, author: authorSchema, savedAt: z.string() })),
})
export type Conflict = z.infer<typeof conflictSchema>

/** One incident as it stands. */
export const incidentSchema = z.object({
  recordId: recordIdSchema,
  spaceId: spaceIdSchema,
  fields: incidentFieldsSchema,
  author: authorSchema,
  savedAt: z.string(),
  amendedAt: z.string().nullable(),
  conflicts: z.array(conflictSchema),
  /** Entries that no later one amends: what an amendment written now names. */
  heads: z.array(entryIdSchema),
  versions: z.number().int().min(1),
  /** What the records are called that it names, as far as they are here. */
  names: z.record(recordIdSchema, z.string()),
  /** What names it, or what was made from it: requests, complaints, links. */
  mentions: z.array(mentionSchema),
  /** Records in coalitions that were made from this House record by sharing it, as far as they are there. */
  sharedAs: z.array(z.object({ spaceId: spaceIdSchema, recordId: recordIdSchema })),
  /** Coalitions that had it and have it no more: we erased it there, or a consent ended. `until`: ISO 8601 UTC, by the clock of ours that did it. */
  takenBack: z.array(z.object({ spaceId: spaceIdSchema, until: z.string() })),
  /** The House record that this one was made from. */
  madeFrom: recordIdSchema.nullable(),
  /** Whether some of it stands where two versions of a computer’s log are proven: elsewhere it may read differently. */
  disputed: z.boolean(),
})
export type Incident = z.infer<typeof incidentSchema>

/**
 * Somebody who was harmed and has not agreed: a person of ours, or one of an incident's list `harmed` (`item`) of whom there is no page and whose
 * word a consent says that names the incident and the item. `name` may be empty.
 */
export const missingSchema = z.object({
  recordId: recordIdSchema.nullable(),
  item: listKeySchema.optional(),
  name: z.string(),
  /** Somebody has agreed who stood in that place of the list under another name. */
  anew: z.boolean().optional(),
})
export type Missing = z.infer<typeof missingSchema>

/** What stands in the way of handing a complaint in, or of that under the name of those it is about. */
export const unnamableSchema = z.object({
  /** How many its incidents say were harmed: where that is nobody, nobody can have agreed. */
  harmed: z.number().int().min(0),
  /** Who of them has not agreed to that, each with an incident that names them. */
  people: z.array(missingSchema.extend({ incident: recordIdSchema })),
  /** How many of its incidents are not here, or not any more: whom they were about nobody can be asked. */
  gone: z.number().int().min(0),
})
export type Unnamable = z.infer<typeof unnamableSchema>

/** Who has not agreed that a file of a record goes to somebody; `incident`: which names them, null where the record itself is about them. */
export const disagreedSchema = z.object({
  people: z.array(missingSchema.extend({ incident: recordIdSchema.nullable() })),
  /** How many people and incidents the record names that are not here, or not any more: whom they were about nobody can be asked. */
  gone: z.number().int().min(0),
})
export type Disagreed = z.infer<typeof disagreedSchema>

/** A file of a House record, and the copy of it that a coalition is to get: made by `files.copy`, or handed in for that coalition. */
export const sharedFileSchema = z.object({ field: z.string().regex(FILE_FIELD), copy: fileReferenceSchema })
export type SharedFile = z.infer<typeof sharedFileSchema>

/** What would leave if a House record were shared, said before it does, and to whom it can go. */
export const shareableSchema = z.object({
  /** What the record stands on: `share` names it, so that exactly this leaves. */
  heads: z.array(entryIdSchema),
  /** As partners will read it, those of `audience` if one was named; `source` is null. */
  fields: incidentFieldsSchema,
  /**
   * The mark of its words where they may say what somebody is or was called, a real name, or what another of our people is called: which, goes to no window.
   * `share` is told it once somebody has read them. Null where they do not, and where no `audience` is named.
   */
  named: markSchema.nullable(),
  /** The same where its spreadsheet row goes along; null where it has none. */
  namedWithSource: markSchema.nullable(),
  /** The spreadsheet row it was made from, which stays here unless the person says otherwise; null where there is none. */
  source: sourceRowSchema.nullable(),
  /** Its files, of which nothing leaves but copies that are made for that. `shared`: `audience` has one. */
  files: z.array(z.object({ field: z.string(), file: fileReferenceSchema, shared: z.boolean() })),
  /** `shared`: it has this record already. `missing`: who was harmed and has not agreed that it gets this. */
  coalitions: z.array(
    z.object({
      spaceId: spaceIdSchema,
      writable: z.boolean(),
      shared: z.boolean(),
      missing: z.array(missingSchema),
    }),
  ),
})
export type Shareable = z.infer<typeof shareableSchema>

/** One step of a record's history, oldest first. */
export const versionSchema = z.object({
  entryId: entryIdSchema,
  author: authorSchema,
  savedAt: z.string(),
  action: z.enum(['written', 'amended']),
  /** `before` and `after` are left out where there was no value: `undefined` does not cross the port. */
  changes: z.array(z.object({ field: z.string(), before: z.unknown().optional(), after: z.unknown().optional() })),
})
export type Version = z.infer<typeof versionSchema>
