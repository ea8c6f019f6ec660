import type { CodeList } from '../../engine/contract/codes.ts'
import { huridocsOf, huridocsOfDate, MICRO_THESAURI } from '../../engine/contract/huridocs.ts'
import { INCIDENT_TYPES, type IncidentFields, type PartialDate } from '../../engine/contract/incident.ts'
import { HOUSE_FIELDS } from '../../engine/contract/leaving.ts'
import { INCIDENT_MORE } from '../../engine/contract/record-kinds.ts'
import { labelsOf } from '../../records/code-words.ts'

/** Somebody harmed, or who did it, with what their own record says. */
export type ExportedPart = Readonly<Record<string, unknown>>

/** A record as it leaves: its fields as they stand, and who wrote it for whom. */
export interface ExportedRecord {
  recordId: string
  fields: IncidentFields
  harmed: readonly ExportedPart[]
  perpetrators: readonly ExportedPart[]
  /** Name of the organisation that wrote it. */
  author: string
  /** Names of the spaces whose members can read it, its own first, with | between them. */
  audience: string
  /** ISO 8601 UTC. */
  savedAt: string
}

interface Column {
  name: string
  /** A file for others has nothing of it: it tells who is in which coalition or who was harmed, or was never meant to leave. */
  own: boolean
  cell(record: ExportedRecord): string
}

const HURIDOCS = new Map<string, string | null>(INCIDENT_TYPES.map(({ slug, huridocs }) => [slug, huridocs]))

const column = (name: string, cell: Column['cell'], own = false): Column => ({ name, own, cell })

/** A code in words, which an import reads again; one that is not known here is its own word. */
const codeIn = (list: CodeList, code: unknown): string => (typeof code === 'string' ? (labelsOf(list)[code]?.[0] ?? code) : '')

const dateIn = (date: PartialDate | null | undefined): string =>
  date ? (date.about ? 'about ' : '') + date.date + (date.time === undefined ? '' : ` ${date.time}`) : ''

/**
 * The column of a list, and behind it that of its HURIDOCS codes where it follows a micro-thesaurus: both from one cell, which is told what is said of a code,
 * and both for the same readers, so that no code leaves where its word does not.
 */
function coded(
  name: string,
  list: CodeList,
  own: boolean,
  cell: (record: ExportedRecord, of: (code: unknown) => string) => string,
): Column[] {
  const words = column(name, (record) => cell(record, (code) => codeIn(list, code)), own)
  const follows = MICRO_THESAURI[list]
  if (follows === null) return [words]
  const term = (code: unknown): string => (typeof code === 'string' ? (huridocsOf(list, code) ?? '') : '')
  return [words, column(`HURIDOCS MT${follows.mt}`, (record) => cell(record, term), own)]
}

type More = keyof typeof INCIDENT_MORE
function more(field: More, name: string): Column[] {
  const spec = INCIDENT_MORE[field]
  const own = HOUSE_FIELDS.has(field)
  if (spec.is === 'code') return coded(name, spec.of, own, ({ fields }, of) => of(fields[field]))
  const said = (value: unknown): string => {
    if (spec.is === 'date') return dateIn(value as PartialDate | null | undefined)
    return typeof value === 'string' ? value : ''
  }
  return [column(name, ({ fields }) => said(fields[field]), own)]
}

/** What is said of each in a list, in the order of the list: `|` stands between two of them, so that no column shifts. */
function parts(list: 'harmed' | 'perpetrators', field: string, name: string, codes: CodeList | null = null, own = false): Column[] {
  const each = (record: ExportedRecord, said: (value: unknown) => string): string => {
    const cells = record[list].map((part) => said(part[field]))
    return cells.every((cell) => cell === '') ? '' : cells.join('|')
  }
  if (codes === null) return [column(name, (record) => each(record, plain), own)]
  return coded(name, codes, own, (record, of) => each(record, (value) => (Array.isArray(value) ? value.map(of).join('; ') : of(value))))
}

const plain = (value: unknown): string => (value === null || value === undefined ? '' : String(value).replaceAll('|', '/'))

/** The columns of an export, in order. An import maps them by itself. */
export const COLUMNS: readonly Column[] = [
  column('record id', ({ recordId }) => recordId, true),
  column('title', ({ fields }) => fields.title),
  column('types', ({ fields }) => fields.types.join('|')),
  column('HURIDOCS codes', ({ fields }) => fields.types.flatMap((type) => HURIDOCS.get(type) ?? []).join('|')),
  column('start date', ({ fields }) => fields.start?.date ?? ''),
  column('time', ({ fields }) => fields.start?.time ?? ''),
  column('about', ({ fields }) => (fields.start?.about ? 'yes' : '')),
  column('HURIDOCS MT48', ({ fields }) => huridocsOfDate(fields.start).join('|')),
  more('end', 'end date'),
  column('HURIDOCS MT48 end', ({ fields }) => huridocsOfDate(fields.end).join('|')),
  column('area', ({ fields }) => fields.area),
  more('placeKind', 'kind of place'),
  more('summary', 'short summary'),
  column('narrative', ({ fields }) => fields.narrative),
  more('method', 'method'),
  more('reason', 'stated reason'),
  more('certainty', 'certainty'),
  parts('harmed', 'name', 'harmed', null, true),
  parts('harmed', 'role', 'harmed role', 'role'),
  parts('harmed', 'people', 'harmed people'),
  parts('harmed', 'injuries', 'harmed injuries', 'injuries'),
  parts('harmed', 'what', 'harmed what'),
  parts('harmed', 'needs', 'harmed needs', 'need'),
  parts('perpetrators', 'name', 'perpetrator'),
  parts('perpetrators', 'kind', 'perpetrator kind', 'perpetratorKind'),
  parts('perpetrators', 'degree', 'perpetrator degree', 'degree'),
  parts('perpetrators', 'people', 'perpetrator people'),
  parts('perpetrators', 'unit', 'perpetrator unit'),
  parts('perpetrators', 'rank', 'perpetrator rank'),
  parts('perpetrators', 'badge', 'perpetrator badge'),
  parts('perpetrators', 'vehicle', 'perpetrator vehicle'),
  parts('perpetrators', 'note', 'perpetrator note'),
  more('detention', 'kind of detention'),
  more('heldAt', 'held at'),
  more('custody', 'custody acknowledged'),
  more('contactOutside', 'contact with outside'),
  more('lawyer', 'lawyer'),
  more('statement', 'statement signed'),
  more('statementExplained', 'how it was explained'),
  more('medical', 'medical attention'),
  more('caseNumber', 'case number'),
  more('bail', 'bail'),
  more('released', 'released'),
  more('knownBy', 'how known'),
  more('reliability', 'reliability'),
  more('language', 'language'),
  more('received', 'date received'),
  more('recordedBy', 'recorded by'),
  more('interviewedBy', 'interviewed by'),
  more('response', 'response'),
  more('feedbackDue', 'feedback due'),
  more('feedbackDone', 'feedback done'),
  more('outcome', 'outcome'),
  column('organisation', ({ author }) => author),
  column('audience', ({ audience }) => audience, true),
  column('saved at', ({ savedAt }) => savedAt),
  column('other cells', ({ fields }) => (fields.source?.cells ?? []).map(({ name, value }) => `${name}: ${value}`).join('\n'), true),
].flat()

/** What a person is told before anything leaves. `isOwn`: for nobody else. */
export const columnsOf = (isOwn: boolean): readonly Column[] => COLUMNS.filter(({ own }) => isOwn || !own)

/** Columns side by side that no other program writes, in a file for whomever. */
const SIGNATURE = ['title', 'types', 'HURIDOCS codes', 'start date', 'time', 'about']

/** Whether a file with these columns is an export of ours, to which somebody may have added some. */
export const isOurs = (columns: readonly string[]): boolean => `\n${columns.join('\n')}\n`.includes(`\n${SIGNATURE.join('\n')}\n`)
