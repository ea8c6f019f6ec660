import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { xlsx, xlsxParts, type ZipPart, zip } from '../../../../test/support/xlsx.ts'
import { ParasolError } from '../../../error.ts'
import { gridRows } from '../grid.ts'
import { openSource } from '../source.ts'
import { Table } from '../table.ts'

const PLAN = {
  sheets: [
    {
      name: 'Log',
      rows: [
        ['Title', 'Date'],
        ['Raid', 43_983],
        ['Arrest', 43_984],
      ],
    },
  ],
}

/** Reads a file as an import does; answers with the number of its rows. */
async function read(bytes: Uint8Array): Promise<number> {
  const source = await openSource([Buffer.from(bytes)])
  try {
    const { grid } = await source.read(null)
    const { rows } = await Table.of(grid)
    for await (const _ of gridRows(grid)) void _
    return rows
  } finally {
    source.close()
  }
}

const withParts = (parts: Record<string, string>): Buffer => xlsx({ ...PLAN, parts })
const sheet = (xml: string): Buffer => withParts({ 'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${xml}</sheetData></worksheet>` })
const parts = (): ZipPart[] => Object.entries(xlsxParts(PLAN)).map(([name, text]) => ({ name, data: Buffer.from(text) }))
const changed = (name: string, change: Partial<ZipPart>): Buffer =>
  zip(parts().map((part) => (part.name === name ? { ...part, ...change } : part)))
const SHEET = 'xl/worksheets/sheet1.xml'
const SPACES = Buffer.alloc(40 * 1024 * 1024, ' ')

describe('a hostile workbook', () => {
  it('is one that is read where nothing is wrong with it', async () => {
    expect(await read(xlsx(PLAN))).toBe(2)
    expect(await read(zip(parts().map((part) => ({ ...part, stored: true }))))).toBe(2)
  })

  it.each<[string, () => Buffer, string, string | undefined]>([
    ['says it unpacks to less than it does', () => changed(SHEET, { lie: { size: 10 } }), 'FILE_UNREADABLE', 'damaged'],
    ['says it unpacks to more', () => changed(SHEET, { lie: { size: 100_000 } }), 'FILE_UNREADABLE', 'damaged'],
    ['says it unpacks to gigabytes', () => changed(SHEET, { lie: { size: 0xffff_fff0 } }), 'FILE_TOO_LARGE', 'unpacked'],
    ['unpacks to a thousand times its size', () => changed(SHEET, { data: SPACES }), 'FILE_TOO_LARGE', 'unpacked'],
    ['has the wrong sum', () => changed(SHEET, { lie: { sum: 1 } }), 'FILE_UNREADABLE', 'damaged'],
    ['is packed in a way that is not known', () => changed(SHEET, { lie: { method: 12 } }), 'FILE_UNREADABLE', 'damaged'],
    ['has a part under a password', () => changed(SHEET, { lie: { flags: 1 } }), 'FILE_UNREADABLE', 'password'],
    [
      'has two parts of one name',
      () => zip([...parts(), { name: SHEET.toUpperCase(), data: Buffer.from('x') }]),
      'FILE_UNREADABLE',
      'damaged',
    ],
    ['has a part outside of it', () => zip([...parts(), { name: '../../evil', data: Buffer.from('x') }]), 'FILE_UNREADABLE', 'damaged'],
    [
      'has parts without end',
      () => zip([...parts(), ...Array.from({ length: 10_001 }, (_, i) => ({ name: `x${i}`, data: Buffer.alloc(0) }))]),
      'FILE_TOO_LARGE',
      'parts',
    ],
    ['lacks its sheet', () => zip(parts().filter(({ name }) => name !== SHEET)), 'FILE_UNREADABLE', 'damaged'],
    [
      'names an entity of its own',
      () => withParts({ [SHEET]: '<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>' }),
      'FILE_UNREADABLE',
      'damaged',
    ],
    [
      'names a file outside',
      () => withParts({ [SHEET]: '<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet/>' }),
      'FILE_UNREADABLE',
      'damaged',
    ],
    ['uses an entity that is none', () => sheet('<row><c t="str"><v>&constructor;</v></c></row>'), 'FILE_UNREADABLE', 'damaged'],
    ['ends in the middle', () => withParts({ [SHEET]: '<worksheet><sheetData><row>' }), 'FILE_UNREADABLE', 'damaged'],
    ['is nested without end', () => sheet('<row>'.repeat(100_000)), 'FILE_UNREADABLE', 'damaged'],
    [
      'has a tag of a mile',
      () => changed(SHEET, { data: Buffer.from(`<worksheet a="${'x y'.repeat(6 * 1024 * 1024)}"/>`), stored: true }),
      'FILE_UNREADABLE',
      'damaged',
    ],
    ['is not text', () => changed(SHEET, { data: Buffer.from([0x3c, 0x61, 0xff, 0xfe]) }), 'FILE_UNREADABLE', 'damaged'],
    ['refers to a text that is not there', () => sheet('<row><c t="s"><v>99</v></c></row>'), 'FILE_UNREADABLE', 'damaged'],
    ['refers to a text by a word', () => sheet('<row><c t="s"><v>constructor</v></c></row>'), 'FILE_UNREADABLE', 'damaged'],
    ['counts its rows backwards', () => sheet('<row r="2"/><row r="1"/>'), 'FILE_UNREADABLE', 'damaged'],
    ['has a row past the last', () => sheet('<row r="1048577"/>'), 'FILE_UNREADABLE', 'damaged'],
    ['has a column past the last', () => sheet('<row><c r="ZZZ1"><v>1</v></c></row>'), 'FILE_UNREADABLE', 'damaged'],
    ['has a cell without a column', () => sheet('<row><c r="77"><v>1</v></c></row>'), 'FILE_UNREADABLE', 'damaged'],
    ['has a cell in a thousand and first column', () => sheet('<row><c r="ALM1"><v>1</v></c></row>'), 'FILE_TOO_LARGE', 'columns'],
    [
      'has too many rows',
      () =>
        changed(SHEET, {
          data: Buffer.from(`<worksheet><sheetData>${'<row><c><v>1</v></c></row>'.repeat(250_102)}</sheetData></worksheet>`),
        }),
      'FILE_TOO_LARGE',
      'rows',
    ],
    [
      'says one long text over and over',
      () =>
        zip([
          ...parts().filter(({ name }) => name !== SHEET && !name.includes('shared')),
          { name: 'xl/sharedStrings.xml', data: Buffer.from(`<sst><si><t>${'long '.repeat(200_000)}</t></si></sst>`) },
          {
            name: SHEET,
            data: Buffer.from(`<worksheet><sheetData>${'<row><c t="s"><v>0</v></c></row>'.repeat(300)}</sheetData></worksheet>`),
          },
        ]),
      'FILE_TOO_LARGE',
      'bytes',
    ],
    ['merges more cells than it has rows', () => merging('<row r="1"><c><v>1</v></c></row>', 'A1:A9', 250_001), 'FILE_TOO_LARGE', 'merged'],
    [
      'merges one long text over all of its rows',
      () =>
        merging(
          `<row r="1"><c t="str"><v>${'long '.repeat(4_000)}</v></c></row>${'<row><c r="B1"><v>1</v></c></row>'.repeat(4_000)}`,
          'A1:A1048576',
          1,
        ),
      'FILE_TOO_LARGE',
      'bytes',
    ],
    ['has no sheet at all', () => withParts({ 'xl/workbook.xml': '<workbook><sheets/></workbook>' }), 'FILE_UNREADABLE', 'damaged'],
    ['has sheets that lead nowhere', () => withParts({ 'xl/_rels/workbook.xml.rels': '<Relationships/>' }), 'FILE_EMPTY', undefined],
    ['is a binary workbook', () => withParts({ '_rels/.rels': relation('xl/workbook.bin') }), 'FILE_UNREADABLE', 'xlsb'],
    ['is a letter', () => withParts({ '_rels/.rels': relation('word/document.xml') }), 'FILE_UNREADABLE', 'zip'],
    [
      'is of another program',
      () => zip([{ name: 'mimetype', data: Buffer.from('application/vnd.oasis.opendocument.spreadsheet'), stored: true }]),
      'FILE_UNREADABLE',
      'ods',
    ],
    ['is of a Mac', () => zip([{ name: 'Index/Document.iwa', data: Buffer.from('x') }]), 'FILE_UNREADABLE', 'numbers'],
    ['is a zip file of something else', () => zip([{ name: 'photo.jpg', data: Buffer.from('x') }]), 'FILE_UNREADABLE', 'zip'],
    ['is only the beginning of one', () => xlsx(PLAN).subarray(0, 500), 'FILE_UNREADABLE', 'damaged'],
    ['is under a password', () => ole('EncryptedPackage'), 'FILE_UNREADABLE', 'password'],
    ['is an old one', () => ole('Workbook'), 'FILE_UNREADABLE', 'xls'],
  ])('is refused that %s', async (_, make, code, field) => {
    const error = await read(make()).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ParasolError)
    expect(error).toMatchObject({ code, ...(field === undefined ? {} : { data: { field } }) })
  })

  it('costs no more for ranges over all rows and columns than its rows do', async () => {
    const rows = '<row><c r="B1"><v>1</v></c></row>'.repeat(1_000)
    expect(await read(merging(`<row r="1"><c><v>7</v></c></row>${rows}`, 'A1:XFD1048576', 50_000))).toBe(1_000)
  })

  it('is a table or an error with a code, wherever its bytes are cut or turned', async () => {
    const whole = xlsx(PLAN)
    const flips = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(flips, fc.option(fc.nat(whole.length), { nil: whole.length }), async (turned, length) => {
        const bytes = Buffer.from(whole.subarray(0, length))
        for (const [at, value] of turned) if (at < length) bytes[at] = value
        const rows = await read(bytes).catch((error: unknown) => {
          expect(error).toBeInstanceOf(ParasolError)
          return 0
        })
        expect(rows).toBeLessThan(10)
      }),
      { numRuns: 250 },
    )
  })

  it('is a table or an error with a code, whatever stands in the place of its parts', async () => {
    const names = Object.keys(xlsxParts(PLAN))
    const xml = fc.string({
      unit: fc.constantFrom('<row>', '</row>', '<c>', '</c>', '<v>', '</v>', '<c t="s">', '<', '>', '&', '1', 'x', ' ', '"', '=', '/'),
    })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), xml, async (name, text) => {
        await read(withParts({ [name]: text })).catch((error: unknown) => expect(error).toBeInstanceOf(ParasolError))
      }),
    )
  })
})

const merging = (rows: string, ref: string, times: number): Buffer =>
  withParts({
    [SHEET]: `<worksheet><sheetData>${rows}</sheetData><mergeCells>${`<mergeCell ref="${ref}"/>`.repeat(times)}</mergeCells></worksheet>`,
  })
const relation = (target: string): string =>
  `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="${target}"/></Relationships>`
const ole = (stream: string): Buffer =>
  Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(2_000), Buffer.from(stream, 'utf16le')])
