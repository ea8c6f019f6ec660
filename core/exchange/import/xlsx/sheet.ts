import type { Grid } from '../grid.ts'
import { damaged } from './damaged.ts'
import { Merges } from './merges.ts'
import { numberText } from './number-format.ts'
import { COLUMNS_MAX, columnOf, ROWS_MAX } from './reference.ts'
import { momentText } from './serial-date.ts'
import { SheetGrid } from './sheet-grid.ts'
import type { Styles } from './styles.ts'
import { TextRuns, unescaped } from './text.ts'
import { type Attributes, readXml } from './xml.ts'

/** What the cells of a sheet refer to. */
export interface SheetContext {
  strings: readonly string[]
  styles: Styles
  /** Days are counted from 1904, not from 1900. */
  from1904: boolean
}

/**
 * Reads the cells of a sheet as people see them (ECMA-376 part 1, 18.3.1). What is merged over several rows stands in each; a formula whose result
 * the file lacks is given itself, so that nothing is lost unseen.
 * @throws ParasolError FILE_UNREADABLE with `field` damaged, FILE_TOO_LARGE with `field` rows, columns, merged or bytes
 */
export async function readSheet(pieces: AsyncIterable<Buffer>, context: SheetContext): Promise<Grid> {
  const reader = new SheetReader(context)
  await readXml(pieces, reader)
  return reader.merges.fill(reader.grid.end())
}

class SheetReader {
  readonly grid = new SheetGrid()
  readonly merges = new Merges()
  readonly #context: SheetContext
  readonly #runs = new TextRuns()
  #row = 0
  #isHidden = false
  #cells: string[] = []
  /** Of the cell that is read: where it stands, its attributes, and what its elements say. */
  #column = -1
  #type = ''
  #style: string | undefined
  #value: string | null = null
  #formula: string | null = null
  /** The element whose text is wanted. */
  #in: 'v' | 'f' | null = null

  constructor(context: SheetContext) {
    this.#context = context
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'row') this.#openRow(attributes)
    else if (name === 'c') this.#openCell(attributes)
    else if (name === 'mergeCell') this.merges.add(attributes['ref'])
    else if (name === 'v') {
      this.#in = 'v'
      this.#value = ''
    } else if (name === 'f') {
      this.#in = 'f'
      this.#formula = ''
    } else this.#runs.open(name, attributes)
  }

  text(text: string): void {
    if (this.#in === 'v') this.#value += text
    else if (this.#in === 'f') this.#formula += text
    else this.#runs.add(text)
  }

  close(name: string): void {
    if (name === 'v' || name === 'f') this.#in = null
    else if (name === 'c') this.#cells[this.#column] = this.#cellText()
    else if (name === 'row')
      this.grid.add(
        this.#row,
        Array.from(this.#cells, (cell) => cell ?? ''),
        this.#isHidden,
      )
    else this.#runs.close(name)
  }

  #openRow(attributes: Attributes): void {
    const named = attributes['r']
    const row = named === undefined ? this.#row + 1 : Number(named)
    if (!Number.isInteger(row) || row <= this.#row || row > ROWS_MAX) throw damaged()
    this.#row = row
    this.#isHidden = ['1', 'true'].includes(attributes['hidden']?.trim() ?? '')
    this.#cells = []
    this.#column = -1
  }

  #openCell(attributes: Attributes): void {
    const named = attributes['r']
    this.#column = named === undefined ? this.#column + 1 : columnOf(named)
    if (this.#column >= COLUMNS_MAX) throw damaged()
    this.#type = attributes['t'] ?? 'n'
    this.#style = attributes['s']
    this.#value = null
    this.#formula = null
    this.#runs.clear()
  }

  #cellText(): string {
    if (this.#type === 'inlineStr') return this.#runs.text
    const value = this.#value
    if (value === null || (value === '' && this.#type !== 'str')) return this.#formula ? `=${unescaped(this.#formula)}` : ''
    switch (this.#type) {
      case 's': {
        const text = this.#context.strings[Number(value)]
        if (text === undefined) throw damaged()
        return text
      }
      case 'b':
        return value.trim() === '0' || value === 'false' ? 'FALSE' : 'TRUE'
      case 'n':
        return this.#numberText(value)
      case 'd':
        return isoText(value)
      default:
        return unescaped(value)
    }
  }

  #numberText(value: string): string {
    const format = this.#context.styles.formatOf(this.#style)
    const moment = format.kind === 'date' ? momentText(Number(value), format.parts, this.#context.from1904) : null
    return moment ?? numberText(value.trim(), format)
  }
}

/** A moment that stands in the file as ISO 8601: `2020-06-01T21:30:00` is `2020-06-01 21:30`. */
function isoText(value: string): string {
  const [, date, time] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?Z?)?$/.exec(value.trim()) ?? []
  if (date === undefined) return unescaped(value)
  const clock = time?.replace(/:00$/, (seconds, at) => (at === 5 ? '' : seconds))
  return clock === undefined || clock === '00:00' ? date : `${date} ${clock}`
}
