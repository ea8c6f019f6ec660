import { crc32, deflateRawSync } from 'node:zlib'

/** A cell: text, a number, nothing, or XML of a `c` element without its reference: `{ xml: '<c t="b"><v>1</v></c>' }`. */
export type Cell = string | number | null | { xml: string }

export interface SheetPlan {
  name: string
  rows: readonly (readonly Cell[])[]
  hidden?: boolean
  /** Ranges of cells that are one: `A2:A4`. */
  merged?: readonly string[]
  /** XML of the sheet in place of rows. */
  xml?: string
}

export interface BookPlan {
  sheets: readonly SheetPlan[]
  /** Where texts stand: in the cells, or in a list that they share. */
  texts?: 'inline' | 'shared'
  from1904?: boolean
  /** Codes of number formats; style n + 1 has the n-th. A number is the id of one that is built in. */
  formats?: readonly (string | number)[]
  /** More parts, or others in the place of those that are made. */
  parts?: Readonly<Record<string, string>>
}

export interface ZipPart {
  name: string
  data: Buffer
  /** What the directory says in place of the truth. */
  lie?: { size?: number; sum?: number; flags?: number; method?: number }
  stored?: boolean
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll('\r', '_x000D_')

const columnName = (index: number): string =>
  (index >= 26 ? columnName(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26))

/** A small but whole .xlsx, as spreadsheet programs write them. */
export function xlsx(plan: BookPlan): Buffer {
  return zip(Object.entries(xlsxParts(plan)).map(([name, text]) => ({ name, data: Buffer.from(text) })))
}

/** The parts of it, by their names. */
export function xlsxParts({ sheets, texts = 'shared', from1904 = false, formats = [], parts = {} }: BookPlan): Record<string, string> {
  const shared = new Map<string, number>()
  const textOf = (text: string): string => `<t xml:space="preserve">${escapeXml(text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_'))}</t>`
  const cellOf = (cell: Cell, reference: string): string => {
    if (cell === null) return ''
    if (typeof cell === 'number') return `<c r="${reference}"><v>${cell}</v></c>`
    if (typeof cell === 'object') return cell.xml.replace('<c', `<c r="${reference}"`)
    if (texts === 'inline') return `<c r="${reference}" t="inlineStr"><is>${textOf(cell)}</is></c>`
    const number = shared.get(cell) ?? shared.size
    shared.set(cell, number)
    return `<c r="${reference}" t="s"><v>${number}</v></c>`
  }
  const mergesOf = (merged: readonly string[]): string =>
    merged.length === 0
      ? ''
      : `<mergeCells count="${merged.length}">${merged.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`
  const sheetOf = ({ rows, merged = [], xml }: SheetPlan): string =>
    xml ??
    `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${rows
      .map((cells, y) => `<row r="${y + 1}">${cells.map((cell, x) => cellOf(cell, `${columnName(x)}${y + 1}`)).join('')}</row>`)
      .join('')}</sheetData>${mergesOf(merged)}</worksheet>`
  const relation = (id: string, type: string, target: string) => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`
  const relations = (list: string[]) => `${HEAD}<Relationships xmlns="${RELATIONS}">${list.join('')}</Relationships>`
  const sheetParts = Object.fromEntries(sheets.map((sheet, i) => [`xl/worksheets/sheet${i + 1}.xml`, sheetOf(sheet)]))
  const custom = formats.map((format, i) => ({ id: typeof format === 'number' ? format : 164 + i, format }))
  return {
    '[Content_Types].xml': `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    '_rels/.rels': relations([relation('rId1', 'officeDocument', 'xl/workbook.xml')]),
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr${from1904 ? ' date1904="1"' : ''}/><sheets>${sheets
      .map(
        ({ name, hidden }, i) =>
          `<sheet name="${escapeXml(name)}" sheetId="${i + 1}"${hidden ? ' state="hidden"' : ''} r:id="rId${i + 1}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ...sheets.map((_, i) => relation(`rId${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`)),
      relation('rIdStyles', 'styles', 'styles.xml'),
      relation('rIdStrings', 'sharedStrings', '/xl/sharedStrings.xml'),
    ]),
    'xl/styles.xml': `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts>${custom
      .map(({ id, format }) => (typeof format === 'string' ? `<numFmt numFmtId="${id}" formatCode="${escapeXml(format)}"/>` : ''))
      .join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${custom
      .map(({ id }) => `<xf numFmtId="${id}"/>`)
      .join('')}</cellXfs></styleSheet>`,
    ...sheetParts,
    'xl/sharedStrings.xml': `${HEAD}<sst xmlns="${MAIN}">${[...shared.keys()].map((text) => `<si>${textOf(text)}</si>`).join('')}</sst>`,
    ...parts,
  }
}

/** A zip file of these parts. */
export function zip(parts: readonly ZipPart[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, data, lie = {}, stored = false } of parts) {
    const packed = stored ? data : deflateRawSync(data)
    const bytes = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(lie.flags ?? 0x800, 2)
    common.writeUInt16LE(lie.method ?? (stored ? 0 : 8), 4)
    common.writeUInt32LE(lie.sum ?? crc32(data), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(lie.size ?? data.length, 18)
    common.writeUInt16LE(bytes.length, 22)
    const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), common, bytes, packed])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), common, rest, bytes]))
    files.push(local)
    offset += local.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...files, listed, end])
}
