import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCsv } from './csv.ts'
import { cutRecord, RECORD_MAX } from './cut.ts'
import { nameColumns, Table, type TableRow } from './table.ts'

const readTable = async (pieces: string[]) => Table.of((await readCsv(pieces)).grid)

const rowsOf = async (...pieces: string[]): Promise<TableRow[]> => rowsIn(await readTable(pieces))

async function rowsIn(table: Table): Promise<TableRow[]> {
  const rows: TableRow[] = []
  for await (const batch of table.batches(7)) rows.push(...batch)
  expect(rows.map(({ index }) => index)).toEqual(rows.map((_, i) => i))
  expect(rows.map(({ row }) => row)).toEqual(rows.map((_, i) => table.header + 1 + i))
  expect(rows.map(({ row }) => row)).toEqual(rows.map((_, i) => table.numberOf(i)))
  expect(rows).toHaveLength(table.rows)
  return rows
}

const cellsOf = async (...pieces: string[]) => (await rowsOf(...pieces)).map(({ cells }) => cells)

describe('readTable', () => {
  it('reads quotes, doubled quotes, delimiters and line breaks in cells', async () => {
    expect(await cellsOf('a,b\n"x, ""y""\r\nz",2\r\n , "3" \n')).toEqual([
      ['x, "y"\r\nz', '2'],
      [' ', '3'],
    ])
  })

  it.each([
    [',', 'title,notes\nRaid,"one; two"\nArrest,"a;b;c"\n'],
    [';', 'title;cost\nRaid;1,5\nArrest;2,5\n'],
    ['\t', 'title\tnotes\nRaid\tone, two, three\nArrest\tfour\n'],
    ['|', 'title|notes\nRaid|one, two\nArrest|x\n'],
    [';', 'sep=;\ntitle;notes\na,b;c\n'],
    [';', '"sep=;"\r\ntitle;notes\r\na,b;c\r\n'],
    ['\t', 'SEP=\t\ntitle\tnotes\na,b\tc\n'],
  ])('finds the delimiter %j', async (delimiter, text) => {
    expect((await readCsv([text])).delimiter).toBe(delimiter)
    const table = await readTable([text])
    expect(table.columns).toHaveLength(2)
  })

  it('finds the delimiter below a title', async () => {
    const text = 'Our log, all of it\n\ntitle;town;notes\na,b;c;d\ne;f;g,h\n'
    expect((await readCsv([text])).delimiter).toBe(';')
    const table = await readTable([text])
    expect([table.header, table.columns.map(({ name }) => name)]).toEqual([3, ['title', 'town', 'notes']])
  })

  it('reads the line ends of every system', async () => {
    for (const end of ['\n', '\r\n', '\r'])
      expect(await cellsOf(`a,b${end}1,2${end}3,"4"`)).toEqual([
        ['1', '2'],
        ['3', '4'],
      ])
  })

  it.each(['\r', '\n', '\r\n'])('tells %j, which ends rows, from what breaks lines within cells', async (end) => {
    const text = ['a,b', '1,"2\n3"', '4,"5\r6\n7"', '8,9', ''].join(end)
    expect(await cellsOf(text)).toEqual([
      ['1', '2\n3'],
      ['4', '5\r6\n7'],
      ['8', '9'],
    ])
    expect(await cellsOf(`a,b${end}1,"2${'\n'.repeat(50)}"${end}`)).toEqual([['1', `2${'\n'.repeat(50)}`]])
  })

  it('keeps ragged rows as they are, counts empty ones between, and lets go of those at the end', async () => {
    expect(await cellsOf('\n,,\na,b,c\n1\n\n1,2,3,4\n,,\n\n\n')).toEqual([['1'], [''], ['1', '2', '3', '4']])
  })

  it('never lets an open quote swallow the rows behind it', async () => {
    const rows = await rowsOf('a,b,c\n1,"open,2\n3,"x",4\n5,6,7\n')
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['1', '"open', '2'],
      ['3', 'x', '4'],
      ['5', '6', '7'],
    ])
    expect(rows.map(({ broken }) => broken)).toEqual([true, false, false])
  })

  it('reads a quote that is open to the end of the file as text', async () => {
    expect(await cellsOf('a,b\n1,"open\n2,3\n4,5')).toEqual([
      ['1', '"open'],
      ['2', '3'],
      ['4', '5'],
    ])
  })

  it('keeps single quotes inside a cell, and quotes that nobody doubled', async () => {
    expect(await cellsOf('a,b\n5\'6" tall,"He said "stop" and ran"\n')).toEqual([['5\'6" tall', 'He said "stop" and ran']])
  })

  it('loses no row and no word however the quotes are broken', async () => {
    const cell = fc.stringMatching(/^[a-c" ]{0,6}$/)
    const line = fc.array(cell, { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 12 }), async (lines) => {
        const text = `h1,h2\nx${lines.map((cells) => cells.join(',')).join('\nx')}\n`
        // What is joined may be so wide that the first row looks like a title.
        const rows = await rowsIn(await Table.of((await readCsv([text])).grid, 1))
        const words = (source: string) => source.replace(/[^a-cx]/g, '')
        expect(rows.map(({ cells }) => words(cells.join(''))).join('')).toBe(words(text.slice(6)))
        // Every line begins with an x outside of quotes, so only a proper quoted cell may join two of them.
        if (!rows.some(({ cells }) => cells.some((value) => value.includes('\n')))) expect(rows).toHaveLength(lines.length)
      }),
    )
  })

  it('agrees with csv-parse on whatever is written by the book, wherever the pieces are cut', async () => {
    const cell = fc.oneof(fc.string({ unit: fc.constantFrom('a', 'é', '😀', '"', ',', '\n', '\r\n', "'", ';') }), fc.string())
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(rows, fc.array(fc.nat({ max: 400 }), { maxLength: 5 }), async (given, cuts) => {
        const text = `"one","two"\n${given.map((cells) => cells.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join('\n')}\n"end",""\n`
        const points = [0, ...cuts.map((point) => Math.min(point, text.length)).toSorted((a, b) => a - b), text.length]
        const pieces = points.slice(1).map((point, i) => text.slice(points[i], point))
        const expected = parse(text, { relax_column_count: true }) as string[][]
        expect(await cellsOf(...pieces)).toEqual(expected.slice(1))
      }),
    )
  })

  it('gives the same rows when they are read again from larger stretches', async () => {
    const line = (i: number) => `${i},"a ""quoted"" cell\nof two lines ${'x'.repeat(i % 300)}","${i % 97 === 0 ? 'open' : 'b"'}\n`
    const text = `n,text,more\n${Array.from({ length: 20_000 }, (_, i) => line(i)).join('')}`
    const pieces = Array.from({ length: Math.ceil(text.length / 100_000) }, (_, i) => text.slice(i * 100_000, (i + 1) * 100_000))
    // Row 0 is open to the next quote, which closes before a letter: a line of its own, like each 97th.
    const rows = await rowsOf(...pieces)
    expect(rows.filter(({ cells }) => /^\d+$/.test(cells[0] ?? '')).map(({ cells }) => cells[0])).toEqual(
      Array.from({ length: 20_000 }, (_, i) => String(i)),
    )
  })

  it('refuses too many rows, too many columns, a line without end, and a file with a header only', async () => {
    await expect(readTable(['a,b\n', 'x,\n'.repeat(250_001)])).rejects.toMatchObject({ code: 'FILE_TOO_LARGE', data: { field: 'rows' } })
    await expect(readTable([`${','.repeat(1_000)}x\n1\n`])).rejects.toMatchObject({ code: 'FILE_TOO_LARGE', data: { field: 'columns' } })
    await expect(readTable(['a,b\n', 'x'.repeat(17 * 1024 * 1024), 'y\n'])).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      data: { field: 'line' },
    })
    await expect(readTable(['a,b\n\n,\n'])).rejects.toMatchObject({ code: 'FILE_EMPTY' })
  })

  it('counts what is filled and shows different samples', async () => {
    const table = await readTable(['a,b\n1,\n1,x\n2, \n'])
    expect(table.columns).toEqual([
      { name: 'a', samples: ['1', '2'], filled: 3 },
      { name: 'b', samples: ['x'], filled: 1 },
    ])
  })
})

describe('cutRecord', () => {
  it('takes a cell of a megabyte, but not a quote that is open for longer than a record may be', () => {
    const dialect = { delimiter: ',', lineEnd: '\n' } as const
    const long = `"${'x\n'.repeat(500_000)}",2\n`
    expect(cutRecord(long, 0, true, dialect)?.cells.map(({ length }) => length)).toEqual([1_000_000, 1])
    const endless = `1,"${'x\n'.repeat(RECORD_MAX)}",2\n`
    expect(cutRecord(endless, 0, false, dialect)).toEqual({ cells: ['1', '"x'], next: 5, broken: true })
  })

  it('waits for more where the text ends inside a record', () => {
    const dialect = { delimiter: ',', lineEnd: '\n' } as const
    for (const text of ['a', 'a,"b', 'a,"b"', 'a,"b"\r', 'a,"b""']) expect(cutRecord(text, 0, false, dialect), text).toBeNull()
  })
})

describe('nameColumns', () => {
  it('gives each column a name of its own', () => {
    expect(nameColumns(['a', '', 'a', ' a ', ''])).toEqual(['a', 'Column 2', 'a (2)', 'a (3)', 'Column 5'])
  })
})
