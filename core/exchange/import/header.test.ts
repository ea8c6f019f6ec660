import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guessHeader, headerOffers } from './header.ts'

const rows = (...cells: string[][]) => cells.map((each, i) => ({ row: i + 1, cells: each, broken: false, hidden: false }))

describe('guessHeader', () => {
  it('takes the first row of a table that begins with its header, full or not', () => {
    expect(guessHeader(rows(['Date', 'City', 'What'], ['2020', 'Kisumu', 'Raid'], ['2021', '', 'Raid']))).toBe(1)
    expect(guessHeader(rows(['Date', '', 'What', ''], ['2020', 'Kisumu', 'Raid', 'x'], ['2021', 'Kisumu', 'Raid', 'x']))).toBe(1)
    expect(guessHeader(rows(['What'], ['Raid'], ['Arrest']))).toBe(1)
    expect(guessHeader(rows(['', 'What'], ['2020', 'Raid'], ['2021', 'Raid']))).toBe(1)
    expect(guessHeader(rows(['Date', 'What']))).toBe(1)
    expect(guessHeader(rows(['Date', 'What'], ['2020', 'Raid', 'x', 'y', 'z'], ['2021', 'Raid', 'x', 'y', 'z']))).toBe(1)
    expect(guessHeader(rows(['What'], ['Raid'], ['Arrest', 'at night', 'again'], ['Raid']))).toBe(1)
    // The last row has nothing to name, however wide it is.
    expect(guessHeader(rows(['Date', 'What'], ['2020', 'Raid', 'x', 'y', 'z', 'w']))).toBe(1)
    expect(guessHeader([])).toBeNull()
  })

  it('goes past a title, an address and notes above', () => {
    const table = [
      ['Date', 'City', 'What', 'Notes', 'Officer', 'Unit'],
      ['2020-06-01', 'Kisumu', 'Raid', '', 'x', 'y'],
      ['2020-06-02', 'Kisumu', 'Raid', 'y', 'x', 'y'],
      ['2020-06-03', 'Kisumu', 'Raid', 'y', 'x', 'y'],
    ]
    expect(guessHeader(rows(['Incident log 2020'], ...table))).toBe(2)
    expect(guessHeader(rows(['Incident log 2020'], ['Date', 'City', 'What', 'Notes'], ['2020', '', 'Raid'], ['', 'Kisumu', 'Raid']))).toBe(
      2,
    )
    expect(guessHeader(rows(['Incident log 2020'], ['Period', 'June'], ...table))).toBe(3)
  })

  it('always names one of the rows that are offered', () => {
    const cell = fc.constantFrom('', ' ', 'a', 'b')
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 8 }), { maxLength: 30 }), (cells) => {
        const all = rows(...cells).filter((row) => row.cells.some((each) => each.trim() !== ''))
        const found = guessHeader(all)
        expect(found === null ? all.length : headerOffers(all).filter(({ row }) => row === found).length).toBe(found === null ? 0 : 1)
      }),
    )
  })
})
