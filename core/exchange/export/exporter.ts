import { INCIDENT_TYPES, type IncidentFields } from '../../engine/contract/incident.ts'
import { Pacer } from '../../pacer.ts'
import { csvLine } from './csv.ts'

/** A record as it leaves: its fields as they stand, and who wrote it for whom. */
export interface ExportedRecord {
  recordId: string
  fields: IncidentFields
  /** Name of the organisation that wrote it. */
  author: string
  /** Names of the spaces whose members can read it, its own first, with | between them. */
  audience: string
  /** ISO 8601 UTC. */
  savedAt: string
}

/** The columns of an export, in order: what a person is told before anything leaves. Importing such a file again maps them by itself. */
export const EXPORT_COLUMNS = [
  'record id',
  'title',
  'types',
  'HURIDOCS codes',
  'start date',
  'time',
  'about',
  'area',
  'narrative',
  'organisation',
  'audience',
  'saved at',
  'other cells',
] as const

/** Of these a file for others has nothing: they tell who is in which coalition, and what was never meant to leave. */
export const OWN_COLUMNS: ReadonlySet<string> = new Set(['record id', 'audience', 'other cells'])

/** A piece of the file. `done`: records written so far. */
export interface CsvPiece {
  text: string
  done: number
}

const BYTE_ORDER_MARK = '\ufeff'
/** Characters after which a piece is handed on. */
const PIECE_CHARS = 64 * 1024
const HURIDOCS = new Map<string, string | null>(INCIDENT_TYPES.map(({ slug, huridocs }) => [slug, huridocs]))

/**
 * Writes records as CSV: RFC 4180, UTF-8 with a byte order mark for Excel, CRLF, formulas defused. Streams:
 * no more than one piece is in memory, and the records are asked for as the pieces are. `isOwn`: for nobody else, so with OWN_COLUMNS.
 */
export async function* exportCsv(
  records: AsyncIterable<ExportedRecord> | Iterable<ExportedRecord>,
  signal?: AbortSignal,
  isOwn = true,
): AsyncGenerator<CsvPiece, void, void> {
  const pacer = new Pacer()
  const kept = <T>(cells: readonly T[]): T[] => cells.filter((_, at) => isOwn || !OWN_COLUMNS.has(EXPORT_COLUMNS[at] ?? ''))
  let text = BYTE_ORDER_MARK + csvLine(kept(EXPORT_COLUMNS))
  let done = 0
  for await (const record of records) {
    if (signal?.aborted) return
    text += csvLine(kept(exportCells(record)))
    done++
    if (text.length < PIECE_CHARS) continue
    yield { text, done }
    text = ''
    if (pacer.due) await pacer.breathe()
  }
  yield { text, done }
}

/** The cells of one record, in the order of `EXPORT_COLUMNS`. */
export function exportCells({ recordId, fields, author, audience, savedAt }: ExportedRecord): string[] {
  const { title, types, start, area, narrative, source } = fields
  return [
    recordId,
    title,
    types.join('|'),
    types.flatMap((type) => HURIDOCS.get(type) ?? []).join('|'),
    start?.date ?? '',
    start?.time ?? '',
    start?.about ? 'yes' : '',
    area,
    narrative,
    author,
    audience,
    savedAt,
    (source?.cells ?? []).map(({ name, value }) => `${name}: ${value}`).join('\n'),
  ]
}
