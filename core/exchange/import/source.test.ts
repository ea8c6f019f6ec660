import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encode } from '../../../test/support/letters.ts'
import { xlsx } from '../../../test/support/xlsx.ts'
import { Recogniser } from './recognise.ts'
import { readRow } from './rows.ts'
import { openSource } from './source.ts'
import { Table } from './table.ts'
import { NOWHERE } from './testing.ts'

/** The names that the rows of a file get. */
async function namesIn(bytes: Buffer): Promise<string[]> {
  const { grid } = await (await openSource([bytes])).read(null)
  const table = await Table.of(grid)
  const columnNames = table.columns.map(({ name }) => name)
  const mapping = { title: 0, date: null, area: [], narrative: [], fields: [], dateOrder: 'dmy' as const, keepOthers: true }
  const recogniser = new Recogniser(NOWHERE.audience, [])
  const names: string[] = []
  for await (const rows of table.batches(100))
    for (const row of rows) {
      const { cells } = readRow(row, {
        fileName: '',
        columnNames,
        mapping,
        serialDates: false,
        serialColumns: new Set<number>(),
        ownTypes: new Map(),
        abroad: false,
        isOurs: false,
      })
      if (cells.length > 0) names.push(recogniser.look(cells).name)
    }
  return names
}

const csv = (rows: readonly string[][], delimiter: string): string =>
  rows.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter)).join('\r\n')

describe('a file', () => {
  it('gives its rows the same names however it is saved, with a title above or without', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', 'é', 'e\u0301', '😀', '"', ',', ';', '\n', '\r\n', '_x0041_', ' ', '7'),
      maxLength: 5,
    })
    const rows = fc.array(fc.tuple(cell, cell, cell, cell), { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(rows, fc.boolean(), async (given, isTitled) => {
        const filled = given.map(([first, ...rest], i) => [`${first}.`, ...rest, `row ${i % 3}`])
        const all = [...(isTitled ? [['Our log']] : []), ['What', 'When', 'Where', 'Notes', 'Number'], ...filled]
        const expected = await namesIn(Buffer.from(csv(all, ',')))
        expect(new Set(expected).size).toBe(given.length)
        expect(await namesIn(Buffer.from(`\ufeff${csv(all, ';')}`))).toEqual(expected)
        expect(await namesIn(Buffer.from(`\ufeff${csv(all, '\t')}`, 'utf16le'))).toEqual(expected)
        for (const texts of ['inline', 'shared'] as const)
          expect(await namesIn(xlsx({ sheets: [{ name: 'Log', rows: all }], texts }))).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  })

  it('of text has one table only', async () => {
    const source = await openSource([Buffer.from('a,b\n1,2\n')])
    expect(source.sheets).toEqual([])
    expect((await source.read(0)).sheet).toBe(0)
    await expect(source.read(1)).rejects.toMatchObject({ code: 'BAD_INPUT', data: { field: 'sheet' } })
  })

  it('of text is read again in other letters, until it is closed; a workbook is not', async () => {
    const bytes = encode('Semt\nŞişli, gözaltı\n', 'windows-1254')
    const source = await openSource([bytes])
    const textIn = async (...of: Parameters<typeof source.read>) => {
      const { grid, encoding } = await source.read(...of)
      return [encoding, grid.stretches.map(({ text }) => text).join('')]
    }
    expect(await textIn(0, 'windows-1254')).toEqual(['windows-1254', 'Semt\nŞişli, gözaltı\n'])
    expect(await textIn(null)).toEqual(['windows-1252', 'Semt\nÞiþli, gözaltý\n'])
    expect(await textIn(0, 'windows-1254')).toEqual(['windows-1254', 'Semt\nŞişli, gözaltı\n'])
    await expect(source.read(0, 'utf-8')).rejects.toMatchObject({ code: 'BAD_INPUT', data: { field: 'encoding' } })
    source.close()
    expect(bytes.every((byte) => byte === 0)).toBe(true)

    const book = await openSource([xlsx({ sheets: [{ name: 'Log', rows: [['a'], ['1']] }] })])
    expect([book.encoding, book.encodings]).toEqual([null, []])
    await expect(book.read(0, 'utf-8')).rejects.toMatchObject({ code: 'BAD_INPUT', data: { field: 'encoding' } })
  })

  it('has its bytes wiped once it is read, or cannot be', async () => {
    const [text, book, broken] = [
      Buffer.from('a,b\n1,2\n'),
      xlsx({ sheets: [{ name: 'Log', rows: [['a'], ['1']] }] }),
      Buffer.from('PK broken'),
    ]
    await openSource([text])
    await openSource([book])
    await expect(openSource([broken])).rejects.toMatchObject({ code: 'FILE_UNREADABLE', data: { field: 'damaged' } })
    for (const bytes of [text, book, broken]) expect(bytes.every((byte) => byte === 0)).toBe(true)
  })
})
