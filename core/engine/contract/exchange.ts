import { z } from 'zod'
import { encodingSchema } from './encodings.ts'
import { partialDateSchema } from './field-spec.ts'
import { filtersSchema } from './filters.ts'
import { importIdSchema, markSchema, recordIdSchema, spaceIdSchema } from './ids.ts'
import { IMPORT_FIELDS } from './import-fields.ts'
import { LIMITS } from './limits.ts'

const column = z
  .number()
  .int()
  .min(0)
  .max(LIMITS.importColumns - 1)

/** Which column goes where. Several columns for area are joined by ", ", for the narrative by an empty line. */
export const mappingSchema = z.object({
  title: column.nullable(),
  date: column.nullable(),
  area: z.array(column).max(4),
  narrative: z.array(column).max(20),
  /** Which columns fill further fields. */
  fields: z.array(z.object({ column, field: z.enum(IMPORT_FIELDS) })).max(LIMITS.importColumns),
  /** How a date like 03/04/2020 is read. */
  dateOrder: z.enum(['dmy', 'mdy']),
  /** Keep the cells of every other column with the record. */
  keepOthers: z.boolean(),
  /** What a row without a title and without a word of a text is called, in the language of whoever imports; in English where it is not said. */
  noTitle: z.string().trim().min(1).max(100).optional(),
})
export type Mapping = z.infer<typeof mappingSchema>

/** Which rows of a file: of which sheet (0 where a file has but one table), below which row, and in which letters. */
export const tableChoiceSchema = z.object({
  sheet: z
    .number()
    .int()
    .min(0)
    .max(LIMITS.importSheets - 1),
  /** Number of the row that names the columns. */
  header: z.number().int().min(1),
  /** How a file of text is read; null: as its bytes look. */
  encoding: encodingSchema.nullable().default(null),
})
export type TableChoice = z.infer<typeof tableChoiceSchema>

export const tablePreviewSchema = z.object({
  importId: importIdSchema,
  fileName: z.string(),
  /** Of a file of text; null for a workbook. */
  encoding: encodingSchema.nullable(),
  /** How else the letters of the file may be read, this way included; none where its bytes leave no choice. */
  encodings: z.array(encodingSchema),
  delimiter: z.string().nullable(),
  choice: tableChoiceSchema,
  /** Sheets of a workbook, hidden ones too. */
  sheets: z.array(z.object({ name: z.string(), hidden: z.boolean() })).max(LIMITS.importSheets),
  /** Rows that may name the columns, and the beginnings of their first cells. */
  headers: z.array(z.object({ row: z.number().int().min(1), cells: z.array(z.string()) })).max(20),
  rows: z.number().int().min(0),
  columns: z.array(z.object({ index: column, name: z.string(), samples: z.array(z.string()).max(5), filled: z.number().int() })),
  guess: mappingSchema,
})
export type TablePreview = z.infer<typeof tablePreviewSchema>

/**
 * What a person should know about a row. `empty-row`, `too-large`, `imported-before` (our record of it is there) and `erased-before` (we erased it) are
 * never taken, `named` (its words may name somebody who is not to be named in the coalition) not before somebody has read it; with all the others the row is
 * taken and no text is lost. `other-audience`: our record of it is in the log for others.
 * `hidden`: nobody sees the row where the sheet is opened; it goes into no coalition. `broken-quotes`: the quotes of the row do not pair up, so it was read as one line. `unknown-word`: a cell says none of the words of its list, and
 * `value-cut`: more than its field holds; such a cell is kept whole with the row.
 */
const rowIssueSchema = z.enum([
  'empty-row',
  'no-title',
  'bad-date',
  'title-cut',
  'area-cut',
  'narrative-cut',
  'unknown-word',
  'value-cut',
  'too-large',
  'extra-cells',
  'broken-quotes',
  'hidden',
  'imported-before',
  'erased-before',
  'other-audience',
  'named',
])
export type RowIssue = z.infer<typeof rowIssueSchema>

/**
 * Which rows become incidents, and where. `named`: the mark of rows that may name somebody who is not to be named in the coalition, of MappingCheck, where a
 * person has read them and lets them go; it is for just these rows.
 */
export const importPlanSchema = z.object({
  importId: importIdSchema,
  choice: tableChoiceSchema,
  mapping: mappingSchema,
  audience: spaceIdSchema,
  named: markSchema.nullable().default(null),
})

/** What will become of one row. */
const rowPreviewSchema = z.object({
  /** As a spreadsheet program counts the rows of the file. */
  row: z.number().int().min(1),
  title: z.string(),
  date: z.string().nullable(),
  area: z.string(),
  narrative: z.string(),
  /** What its further fields will say: the beginning of a text, or codes of a list. An exact place is not repeated. */
  more: z.array(z.object({ field: z.enum(IMPORT_FIELDS), text: z.string(), codes: z.array(z.string()) })).max(LIMITS.importColumns),
  issues: z.array(rowIssueSchema),
  taken: z.boolean(),
})
export type RowPreview = z.infer<typeof rowPreviewSchema>

export const mappingCheckSchema = z.object({
  rows: z.array(rowPreviewSchema).max(50),
  taken: z.number().int(),
  skipped: z.number().int(),
  issues: z.array(z.object({ issue: rowIssueSchema, count: z.number().int(), firstRows: z.array(z.number().int()).max(10) })),
  /** The mark of the rows that are `named`, as they would go; null where there are none. */
  named: markSchema.nullable().default(null),
})
export type MappingCheck = z.infer<typeof mappingCheckSchema>

export const rowReportSchema = z.object({
  row: z.number().int().min(1),
  title: z.string(),
  outcome: z.enum(['saved', 'saved-with-note', 'skipped', 'not-reached']),
  issues: z.array(rowIssueSchema),
  recordId: recordIdSchema.nullable(),
})
export type RowReport = z.infer<typeof rowReportSchema>

/** An import that this computer made in the last days, and can take back. */
export const broughtInSchema = z.object({
  importId: importIdSchema,
  fileName: z.string(),
  at: z.string(),
  /** Incidents that it wrote, those that are gone since included. */
  incidents: z.number().int().min(0),
  audiences: z.array(spaceIdSchema),
})
export type BroughtIn = z.infer<typeof broughtInSchema>

/** What taking an import back would erase. */
export const takeableSchema = z.object({
  fileName: z.string(),
  audiences: z.array(spaceIdSchema),
  /** Incidents that would go. */
  incidents: z.number().int().min(0),
  /** Incidents that would stay, because of what was done with them since, and the first of them. */
  kept: z.number().int().min(0),
  keptFirst: z
    .array(z.object({ recordId: recordIdSchema, title: z.string(), why: z.enum(['amended', 'shared', 'linked']) }))
    .max(LIMITS.pageSize),
  /** Incidents that were erased one by one since. */
  gone: z.number().int().min(0),
})
export type Takeable = z.infer<typeof takeableSchema>

/** Progress of an import or an export. The last event has `finished`. */
export const progressSchema = z.object({
  done: z.number().int().min(0),
  total: z.number().int().min(0),
  finished: z.boolean(),
  cancelled: z.boolean(),
})
export type Progress = z.infer<typeof progressSchema>

const hashSchema = z.string().regex(/^[0-9a-f]{64}$/)

/** What a file is for: consent is asked for each. `authority`: which one; a consent that names one is for that one only. */
export const EXPORT_PURPOSES = ['own', 'authority', 'public'] as const
export const readerSchema = z.object({
  purpose: z.enum(EXPORT_PURPOSES).default('own'),
  authority: z.string().trim().max(200).default(''),
})
export const exportSchema = filtersSchema.extend(readerSchema.shape)
export type ExportInput = z.infer<typeof exportSchema>
/**
 * Whether a file for others holds incidents too that name nobody who was harmed, of whom nobody was asked (`unnamed`), and those whose words say what
 * somebody is called who is not to be named: `named` is the `namedMark` of those that a person has read and lets go, as they stood.
 */
export const csvSchema = exportSchema.extend({ unnamed: z.boolean().default(true), named: hashSchema.nullable().default(null) })
export type CsvInput = z.infer<typeof csvSchema>
const leftFirst = z
  .array(z.object({ recordId: recordIdSchema, title: z.string(), start: partialDateSchema.nullable() }))
  .max(LIMITS.leftFirst)

/** What would leave by a file. */
export const exportPreviewSchema = z.object({
  records: z.number().int(),
  columns: z.array(z.string()),
  partnerRecords: z.number().int(),
  /** Stay here: those of partners who have not been asked, and those in which somebody was harmed who has not agreed to this; the first of them. */
  withheld: z.number().int(),
  withheldFirst: leftFirst,
  /** Of those that leave to others: they name nobody who was harmed, so nobody was asked; the first of them. */
  unnamed: z.number().int(),
  unnamedFirst: leftFirst,
  /** Of those too: their words say what somebody is called who is not to be named; the first of them. */
  named: z.number().int(),
  /** Stands for all of them as they stand now. */
  namedMark: hashSchema,
  namedFirst: z.array(z.object({ recordId: recordIdSchema, title: z.string() })).max(LIMITS.namedFirst),
})
export type ExportPreview = z.infer<typeof exportPreviewSchema>
