import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BookPlan, type Cell, xlsx } from '../../../../test/support/xlsx.ts'
import { gridRows } from '../grid.ts'
import { Workbook } from './workbook.ts'

async function rowsOf(plan: BookPlan, sheet = 0): Promise<{ row: number; cells: readonly string[] }[]> {
  const grid = await (await Workbook.open(xlsx(plan))).read(sheet)
  const rows: { row: number; cells: readonly string[] }[] = []
  for await (const { row, cells } of gridRows(grid)) rows.push({ row, cells })
  return rows
}

const one = (rows: Cell[][], more: Partial<BookPlan> = {}): BookPlan => ({ sheets: [{ name: 'Log', rows }], ...more })
const cellOf = async (xml: string, more: Partial<BookPlan> = {}): Promise<string | undefined> =>
  (await rowsOf(one([['h'], [{ xml }]], more)))[1]?.cells[0]

describe('cells', () => {
  it.each([
    ['<c><v>1.0E+5</v></c>', '100000'],
    ['<c t="n"><v>0.30000000000000004</v></c>', '0.3'],
    ['<c t="b"><v>1</v></c>', 'TRUE'],
    ['<c t="b"><v>0</v></c>', 'FALSE'],
    ['<c t="e"><v>#N/A</v></c>', '#N/A'],
    ['<c t="str"><f>A1&amp;"x"</f><v>hx</v></c>', 'hx'],
    ['<c><f>1+2</f><v>3</v></c>', '3'],
    ['<c><f>SUM(A1:A9)</f></c>', '=SUM(A1:A9)'],
    ['<c t="inlineStr"><is><t>plain</t></is></c>', 'plain'],
    ['<c t="inlineStr"><is><r><t>Two </t></r><r><rPr><b/></rPr><t xml:space="preserve"> runs</t></r></is></c>', 'Two runs'],
    ['<c t="inlineStr"><is><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></is></c>', '東京'],
    ['<c t="inlineStr"><is><t xml:space="preserve"> kept </t></is></c>', ' kept '],
    ['<c t="inlineStr"><is><t>\n   let go\n  </t></is></c>', 'let go'],
    ['<c t="inlineStr"><is><t>two_x000D_\nlines _x005F_x0041_ _x0001_</t></is></c>', 'two\r\nlines _x0041_ '],
    ['<c t="inlineStr"><is><t><![CDATA[a < b]]> &amp; c&#x1F6A8;</t></is></c>', 'a < b & c🚨'],
    ['<c t="d"><v>2020-06-01T21:30:00</v></c>', '2020-06-01 21:30'],
    ['<c t="d"><v>2020-06-01T00:00:00Z</v></c>', '2020-06-01'],
    ['<c t="d"><v>2020-06-01T00:00:15.5</v></c>', '2020-06-01 00:00:15'],
  ])('reads %s as %j', async (xml, text) => {
    expect(await cellOf(xml)).toBe(text)
  })

  it('shows dates and numbers by the format of their style, built in or not, in both systems', async () => {
    const formats = [14, 22, 17, 46, '00000', 'dd"."mm"."yyyy', 31]
    const styled = (style: number, value: string) => cellOf(`<c s="${style}"><v>${value}</v></c>`, { formats })
    expect(await styled(0, '43983')).toBe('43983')
    expect(await styled(1, '43983')).toBe('2020-06-01')
    expect(await styled(2, '43983.5')).toBe('2020-06-01 12:00')
    expect(await styled(3, '43983')).toBe('2020-06')
    expect(await styled(4, '1.5')).toBe('36:00')
    expect(await styled(5, '42')).toBe('00042')
    expect(await styled(6, '43983')).toBe('2020-06-01')
    expect(await styled(7, '43983')).toBe('2020-06-01')
    expect(await styled(99, '43983')).toBe('43983')
    expect(await cellOf('<c s="1"><v>42521</v></c>', { formats, from1904: true })).toBe('2020-06-01')
  })

  it('finds what it needs whatever the prefix, the order and the references', async () => {
    const xml =
      '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c><x:c><x:v>1</x:v></x:c></x:row>' +
      '<x:row r="4"><x:c r="C4"><x:v>3</x:v></x:c><x:c r="A4"><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    expect(await rowsOf({ sheets: [{ name: 'Log', rows: [], xml }] })).toEqual([
      { row: 1, cells: ['a', '1'] },
      { row: 4, cells: ['2', '', '3'] },
    ])
  })

  it('leaves out rows and cells at the end that only look like something', async () => {
    const blank = { xml: '<c s="0"/>' }
    expect(await rowsOf(one([['a', 'b', blank, ' '], [blank], ['1'], [blank, ''], [' ']]))).toEqual([
      { row: 1, cells: ['a', 'b'] },
      { row: 3, cells: ['1'] },
    ])
  })

  it('have what they are merged with in every row that says something, and nowhere else', async () => {
    const rows = [
      ['Date', 'Place', 'What', 'Notes'],
      ['2020-06-01', 'Kariokor', 'Raid', ''],
      [null, null, 'Arrest', 'of two'],
      [null, null, 'Beaten', 'unseen: kept'],
      ['2020-06-02', null, 'Followed', ''],
      [null, 'Own', 'Robbed', ''],
    ]
    const merged = ['A2:A4', 'B2:B5', 'C2:D2', 'D3:D4', 'A5:A1048576', 'B5:B6', 'nonsense', 'A3:A4', '$A$2:$A$4']
    expect(await rowsOf({ sheets: [{ name: 'Log', rows, merged }] })).toEqual([
      { row: 1, cells: ['Date', 'Place', 'What', 'Notes'] },
      { row: 2, cells: ['2020-06-01', 'Kariokor', 'Raid'] },
      { row: 3, cells: ['2020-06-01', 'Kariokor', 'Arrest', 'of two'] },
      { row: 4, cells: ['2020-06-01', 'Kariokor', 'Beaten', 'unseen: kept'] },
      { row: 5, cells: ['2020-06-02', 'Kariokor', 'Followed'] },
      { row: 6, cells: ['2020-06-02', 'Own', 'Robbed'] },
    ])
  })

  it('reads back whatever was written, from cells and from the list that they share', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '😀', '<', '&', '"', '\n', '\r', '_x0041_', '_', ',', ';', ' ') })
    // What ends a text may not be all blank: such cells say nothing.
    const cell = fc.oneof(
      text.map((each) => `${each}.`),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }).map((n) => Number(n.toPrecision(12))),
    )
    const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 10 })
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom<'inline' | 'shared'>('inline', 'shared'), async (given, texts) => {
        const read = await rowsOf(one(given, { texts }))
        expect(read.map(({ cells }) => cells.map((each, i) => each === String(given[0]?.[i]) || each))).toHaveLength(given.length)
        for (const [y, { cells }] of read.entries())
          for (const [x, value] of (given[y] ?? []).entries())
            if (typeof value === 'number') expect(Number(cells[x])).toBe(value === 0 ? 0 : value)
            else expect(cells[x]).toBe(value)
      }),
    )
  })
})

describe('sheets', () => {
  it('are offered by name, hidden ones too, and the first in sight with rows comes first', async () => {
    const rows = [['a'], ['1']]
    const book = await Workbook.open(
      xlsx({
        sheets: [
          { name: 'Put away', rows, hidden: true },
          { name: 'Cover', rows: [['Our log']] },
          { name: 'Log & more', rows },
          { name: 'Old', rows },
        ],
      }),
    )
    expect(book.sheets).toEqual([
      { name: 'Put away', hidden: true },
      { name: 'Cover', hidden: false },
      { name: 'Log & more', hidden: false },
      { name: 'Old', hidden: false },
    ])
    expect((await book.first()).sheet).toBe(2)
    await expect(book.read(4)).rejects.toMatchObject({ code: 'BAD_INPUT', data: { field: 'sheet' } })
  })

  it('are read when hidden where no other has rows, and refused where none has', async () => {
    const hidden = await Workbook.open(
      xlsx({
        sheets: [
          { name: 'a', rows: [] },
          { name: 'b', rows: [['x'], ['y']], hidden: true },
        ],
      }),
    )
    expect((await hidden.first()).sheet).toBe(1)
    const none = await Workbook.open(xlsx({ sheets: [{ name: 'a', rows: [['only a title']] }] }))
    await expect(none.first()).rejects.toMatchObject({ code: 'FILE_EMPTY' })
  })
})
