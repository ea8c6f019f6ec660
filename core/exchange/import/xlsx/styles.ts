import { GENERAL, type NumberFormat, parseFormat } from './number-format.ts'
import { attributeOf, readXml } from './xml.ts'

/** Formats that need no code in the file (ECMA-376 part 1, 18.8.30); those of 27 to 58 are dates of East Asian versions. */
const BUILT_IN: Readonly<Record<number, string>> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  12: '# ?/?',
  13: '# ??/??',
  14: 'm/d/yyyy',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'm/d/yyyy h:mm',
  37: '#,##0',
  38: '#,##0',
  39: '#,##0.00',
  40: '#,##0.00',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss.0',
  48: '##0.0E+0',
  49: '@',
}
const EAST_ASIAN_DATES = new Set([27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58])
const EAST_ASIAN_TIMES = new Set([32, 33, 34, 35, 55, 56])

/** How cells show their numbers, by the number of their style. */
export class Styles {
  readonly #formats: readonly NumberFormat[]

  private constructor(formats: readonly NumberFormat[]) {
    this.#formats = formats
  }

  /** Styles of a workbook that has none. */
  static readonly none = new Styles([])

  /** Throws as `readXml`. */
  static async read(pieces: AsyncIterable<Buffer>): Promise<Styles> {
    const codes = new Map<number, string>()
    const ids: number[] = []
    let isWithin = false
    await readXml(pieces, {
      open: (name, attributes) => {
        if (name === 'cellXfs') isWithin = true
        if (name === 'numFmt') codes.set(Number(attributeOf(attributes, 'numFmtId')), attributeOf(attributes, 'formatCode') ?? '')
        if (name === 'xf' && isWithin) ids.push(Number(attributeOf(attributes, 'numFmtId') ?? 0))
      },
      close: (name) => {
        if (name === 'cellXfs') isWithin = false
      },
    })
    const known = new Map<number, NumberFormat>()
    const formatOf = (id: number): NumberFormat => {
      const format = known.get(id) ?? parseFormat(codes.get(id) ?? builtIn(id))
      known.set(id, format)
      return format
    }
    return new Styles(ids.map(formatOf))
  }

  /** `style`: the attribute `s` of a cell. */
  formatOf(style: string | undefined): NumberFormat {
    return style === undefined ? (this.#formats[0] ?? GENERAL) : (this.#formats[Number(style)] ?? GENERAL)
  }
}

function builtIn(id: number): string {
  if (EAST_ASIAN_DATES.has(id)) return 'yyyy-mm-dd'
  return EAST_ASIAN_TIMES.has(id) ? 'h:mm' : (BUILT_IN[id] ?? 'General')
}
