import type { CodeList } from '../../engine/contract/codes.ts'
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

type More = keyof typeof INCIDENT_MORE
function more(field: More, name: string): Column {
  const spec = INCIDENT_MORE[field]
  return column(
    name,
    ({ fields }) => {
      const value: unknown = fields[field]
      if (spec.is === 'date') return dateIn(value as PartialDate | null | undefined)
      if (spec.is === 'code') return codeIn(spec.of, value)
      return typeof value === 'string' ? value : ''
    },
    HOUSE_FIELDS.has(field),
  )
}

/** What is said of each in a list, in the order of the list: `|` stands between two of them, so that no column shifts. */
function parts(list: 'harmed' | 'perpetrators', field: string, name: string, codes: CodeList | null = null, own = false): Column {
  const said = (value: unknown): string => {
    if (Array.isArray(value)) return value.map((one) => (codes ? codeIn(codes, one) : String(one))).join('; ')
    if (codes) return codeIn(codes, value)
    return value === null || value === undefined ? '' : String(value).replaceAll('|', '/')
  }
  return column(
    name,
    (record) => {
      const cells = record[list].map((part) => said(part[field]))
      return cells.every((cell) => cell === '') ? '' : cells.join('|')
    },
    own,
  )
}

/** The columns of an export, in order. An import maps them by itself. */
export const COLUMNS: readonly Column[] = [
  column('record id', ({ recordId }) => recordId, true),
  column('title', ({ fields }) => fields.title),
  column('types', ({ fields }) => fields.types.join('|')),
  column('HURIDOCS codes', ({ fields }) => fields.types.flatMap((type) => HURIDOCS.get(type) ?? []).join('|')),
  column('start date', ({ fields }) => fields.start?.date ?? ''),
  column('time', ({ fields }) => fields.start?.time ?? ''),
  column('about', ({ fields }) => (fields.start?.about ? 'yes' : '')),
  more('end', 'end date'),
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
]

/** What a person is told before anything leaves. `isOwn`: for nobody else. */
export const columnsOf = (isOwn: boolean): readonly Column[] => COLUMNS.filter(({ own }) => isOwn || !own)
