import { Pacer } from '../../pacer.ts'
import { columnsOf, type ExportedRecord } from './columns.ts'
import { csvLine } from './csv.ts'

/** A piece of the file. `done`: records written so far. */
export interface CsvPiece {
  text: string
  done: number
}

const BYTE_ORDER_MARK = '\ufeff'
/** Characters after which a piece is handed on. */
const PIECE_CHARS = 64 * 1024

/**
 * Writes records as CSV: RFC 4180, UTF-8 with a byte order mark for Excel, CRLF, formulas defused. Streams:
 * no more than one piece is in memory, and the records are asked for as the pieces are. `isOwn`: for nobody else, so with the columns that never leave.
 */
export async function* exportCsv(
  records: AsyncIterable<ExportedRecord> | Iterable<ExportedRecord>,
  signal?: AbortSignal,
  isOwn = true,
): AsyncGenerator<CsvPiece, void, void> {
  const pacer = new Pacer()
  const columns = columnsOf(isOwn)
  let text = BYTE_ORDER_MARK + csvLine(columns.map(({ name }) => name))
  let done = 0
  for await (const record of records) {
    if (signal?.aborted) return
    text += csvLine(columns.map(({ cell }) => cell(record)))
    done++
    if (text.length < PIECE_CHARS) continue
    yield { text, done }
    text = ''
    if (pacer.due) await pacer.breathe()
  }
  yield { text, done }
}
