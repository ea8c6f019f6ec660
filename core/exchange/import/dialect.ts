import { cutRecord, type Dialect } from './cut.ts'

const DELIMITERS = [',', ';', '\t', '|'] as const
const SAMPLE_CHARS = 64 * 1024
const SAMPLE_RECORDS = 100
/** Lines of a title, and how even the rows below one must be. */
const ABOVE_MAX = 10
const EVEN = 0.9
/** What such a reading counts for beside one without a title. */
const TITLED = 0.9

/**
 * Finds out what separates the cells and the lines of a file, from its first 64 Ki characters: the delimiter that gives the most even rows.
 * `skip` is the length of a first line `sep=;`, with which Excel names its delimiter.
 */
export function detectDialect(text: string): { dialect: Dialect; skip: number } {
  const sample = text.slice(0, SAMPLE_CHARS)
  const lineEnd = lineEndOf(sample)
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

/**
 * What ends most lines, where a line feed behind a carriage return counts as one with it. Excel on a Mac ends rows with carriage returns alone and breaks
 * lines within a cell with line feeds, so cells in quotes are not looked at.
 */
function lineEndOf(sample: string): Dialect['lineEnd'] {
  if (!sample.includes('\r')) return '\n'
  if (!sample.includes('\n')) return '\r'
  const bare = sample.replace(/"[^"]*"?/g, '')
  const returns = bare.match(/\r(?!\n)/g)?.length ?? 0
  const feeds = bare.match(/\n/g)?.length ?? 0
  return returns > feeds ? '\r' : '\n'
}

/** How well the rows agree with the header in their number of cells: 1 is always, 0 is a header of one cell. A title may stand above the header. */
function evenness(sample: string, dialect: Dialect, whole: boolean): { score: number; columns: number } {
  let at = 0
  let columns = 0
  let above = 0
  let rows = 0
  let sum = 0
  while (at < sample.length && rows < SAMPLE_RECORDS) {
    const record = cutRecord(sample, at, whole, dialect)
    // The sample may end in the middle of a record.
    if (!record) break
    at = record.next
    const cells = record.cells.length
    if (cells === 1 && record.cells[0]?.trim() === '') continue
    if (columns < 2) {
      columns = cells
      above = rows
    } else sum += Math.min(cells, columns) / Math.max(cells, columns)
    rows++
  }
  if (columns < 2) return { score: 0, columns }
  const below = rows - above - 1
  const score = below === 0 ? 1 : sum / below
  // Text that has no columns has a line with such a sign in it now and then.
  if (above > 0 && (below === 0 || above > ABOVE_MAX || score < EVEN)) return { score: 0, columns }
  return { score: above > 0 ? score * TITLED : score, columns }
}
