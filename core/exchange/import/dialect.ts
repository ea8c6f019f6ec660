import { cutRecord, type Dialect } from './cut.ts'

const DELIMITERS = [',', ';', '\t', '|'] as const
const SAMPLE_CHARS = 64 * 1024
const SAMPLE_RECORDS = 100

/**
 * Finds out what separates the cells and the lines of a file, from its first 64 Ki characters: the delimiter that gives the most even rows.
 * `skip` is the length of a first line `sep=;`, with which Excel names its delimiter.
 */
export function detectDialect(text: string): { dialect: Dialect; skip: number } {
  const sample = text.slice(0, SAMPLE_CHARS)
  const lineEnd = sample.includes('\n') || !sample.includes('\r') ? '\n' : '\r'
  const named = /^(?:sep=(.)|"sep=(.)")(\r\n|\n|\r)/i.exec(sample)
  const delimiter = named?.[1] ?? named?.[2]
  if (named && delimiter) return { dialect: { delimiter, lineEnd }, skip: named[0].length }
  let best: { delimiter: string; score: number; columns: number } = { delimiter: ',', score: 0, columns: 1 }
  for (const delimiter of DELIMITERS) {
    const { score, columns } = evenness(sample, { delimiter, lineEnd }, sample.length === text.length)
    if (score > best.score + 0.02 || (score > best.score - 0.02 && columns > best.columns)) best = { delimiter, score, columns }
  }
  return { dialect: { delimiter: best.delimiter, lineEnd }, skip: 0 }
}

/** How well the rows agree with the header in their number of cells: 1 is always, 0 is a header of one cell. */
function evenness(sample: string, dialect: Dialect, whole: boolean): { score: number; columns: number } {
  let at = 0
  let columns = 0
  let rows = 0
  let sum = 0
  while (at < sample.length && rows < SAMPLE_RECORDS) {
    const record = cutRecord(sample, at, whole, dialect)
    // The sample may end in the middle of a record.
    if (!record) break
    at = record.next
    const cells = record.cells.length
    if (cells === 1 && record.cells[0]?.trim() === '') continue
    if (columns === 0) columns = cells
    else sum += Math.min(cells, columns) / Math.max(cells, columns)
    rows++
  }
  if (columns < 2) return { score: 0, columns }
  return { score: rows === 1 ? 1 : sum / (rows - 1), columns }
}
