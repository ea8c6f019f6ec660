import { LIMITS } from '../../engine/contract/limits.ts'
import { ParasolError } from '../../error.ts'
import { Pacer } from '../../pacer.ts'
import { cutRecord, type Dialect } from './cut.ts'
import { detectDialect } from './dialect.ts'
import { type Grid, STRETCH_CHARS, type Stretch } from './grid.ts'
import { ROWS_ABOVE } from './header.ts'

/** Longest line that is read at all, in characters. */
const LINE_MAX = 16 * 1024 * 1024

/**
 * Cuts CSV text into stretches of whole rows.
 * @param pieces the text in order; the list is emptied while it is read, so that the text is not in memory twice
 * @throws ParasolError FILE_TOO_LARGE with `field` rows; FILE_UNREADABLE with `field` line
 */
export async function readCsv(pieces: string[]): Promise<{ grid: Grid; delimiter: string }> {
  let start = ''
  while (pieces.length > 0 && start.length < 64 * 1024) start += pieces.shift()
  const { dialect, skip } = detectDialect(start)
  const builder = new Builder(dialect)
  await builder.push(start.slice(skip), pieces.length === 0)
  while (pieces.length > 0) {
    const piece = pieces.shift() ?? ''
    await builder.push(piece, pieces.length === 0)
  }
  const grid: Grid = { stretches: builder.stretches, cutRow: (text, at) => (at < text.length ? cutRecord(text, at, true, dialect) : null) }
  return { grid, delimiter: dialect.delimiter }
}

class Builder {
  readonly stretches: Stretch[] = []
  readonly #dialect: Dialect
  #rows = 0
  #rest = ''
  readonly #pacer = new Pacer()

  constructor(dialect: Dialect) {
    this.#dialect = dialect
  }

  async push(piece: string, final: boolean): Promise<void> {
    const text = this.#rest + piece
    if (!final && text.length < STRETCH_CHARS && this.stretches.length > 0) {
      this.#rest = text
      return
    }
    let at = 0
    let rows = 0
    while (at < text.length) {
      const record = cutRecord(text, at, final, this.#dialect)
      if (!record) break
      at = record.next
      rows++
      if (this.#rows + rows > LIMITS.importRows + ROWS_ABOVE)
        throw new ParasolError('FILE_TOO_LARGE', { field: 'rows', limit: LIMITS.importRows })
      if (this.#pacer.due) await this.#pacer.breathe()
    }
    if (rows > 0) this.stretches.push({ text: text.slice(0, at), rows })
    this.#rows += rows
    this.#rest = text.slice(at)
    if (this.#rest.length > LINE_MAX) throw new ParasolError('FILE_UNREADABLE', { field: 'line' })
  }
}
