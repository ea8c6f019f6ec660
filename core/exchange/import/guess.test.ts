import { describe, expect, it } from 'vitest'
import { guessMapping, isSerialColumn } from './guess.ts'

function guess(header: string[], ...rows: string[][]) {
  const mapping = guessMapping(header, rows)
  const name = (column: number | null) => (column === null ? null : header[column])
  return {
    title: name(mapping.title),
    date: name(mapping.date),
    area: mapping.area.map(name),
    narrative: mapping.narrative.map(name),
    order: mapping.dateOrder,
  }
}

describe('guessMapping', () => {
  it('reads English headers, and puts the near before the far', () => {
    expect(
      guess(
        ['ID', 'Reported on', 'Date of Incident', 'County', 'Town', 'Incident type', 'What happened', 'Notes', 'Officer name'],
        ['1', '2020-07-01', '25/06/2020', 'Kisumu', 'Kondele', 'raid', 'Raid on the drop-in', 'x', 'y'],
      ),
    ).toEqual({ title: 'What happened', date: 'Date of Incident', area: ['Town', 'County'], narrative: ['Notes'], order: 'dmy' })
  })

  it('reads Kiswahili headers', () => {
    expect(
      guess(
        ['Namba', 'Tarehe', 'Mahali', 'Kaunti', 'Tukio', 'Maelezo'],
        ['1', '3 Machi 2020', 'Soko', 'Nairobi', 'Uvamizi', 'Walikuja usiku'],
      ),
    ).toEqual({
      title: 'Tukio',
      date: 'Tarehe',
      area: ['Mahali', 'Kaunti'],
      narrative: ['Maelezo'],
      order: 'dmy',
    })
  })

  it('reads French headers', () => {
    expect(
      guess(
        ['Numéro', 'Date des faits', 'Date de saisie', 'Ville', 'Département', 'Titre', 'Récit', 'Nom de la victime'],
        ['1', '1er juin 2020', '2 juin 2020', 'Lyon', 'Rhône', 'Descente', 'Ils', 'A'],
      ),
    ).toEqual({ title: 'Titre', date: 'Date des faits', area: ['Ville', 'Département'], narrative: ['Récit'], order: 'dmy' })
  })

  it('reads Spanish headers, and the order of the dates from the cells', () => {
    expect(
      guess(
        ['Qué pasó', 'Fecha', 'Fecha de registro', 'Municipio', 'Estado', 'Observaciones'],
        ['Redada', '06/25/2020', '2020-07-01', 'Puebla', 'Puebla', 'x'],
      ),
    ).toEqual({
      title: 'Qué pasó',
      date: 'Fecha',
      area: ['Municipio', 'Estado'],
      narrative: ['Observaciones'],
      order: 'mdy',
    })
  })

  it('takes a long telling for the narrative and leaves the title open', () => {
    expect(guess(['Date', 'What happened'], ['2020-06-01', 'They came at night. '.repeat(20)])).toMatchObject({
      title: null,
      narrative: ['What happened'],
    })
  })

  it('goes by the cells where the names say nothing', () => {
    expect(
      guess(
        ['A', 'B', 'C', 'D'],
        ['1', 'https://x.example/a b c', '01/06/2020', 'Police beat two people'],
        ['2', 'https://x.example/d', '02/06/2020', 'Raid on a bar downtown'],
      ),
    ).toMatchObject({ title: 'D', date: 'C' })
  })

  it('does not believe a column that is called date and holds none', () => {
    expect(guess(['Date', 'When'], ['see notes', '2020-06-01'], ['n/a', '2020-06-02'])).toMatchObject({ date: 'When' })
  })

  it('survives a thousand columns, an empty header and cells without end', () => {
    const header = Array.from({ length: 1_000 }, (_, i) => `x${i}`)
    const rows = Array.from({ length: 500 }, () => header.map(() => '1 June 2020 '.repeat(5)))
    expect(guess(header, ...rows)).toMatchObject({ date: null })
    expect(guessMapping([], [])).toMatchObject({ title: null, date: null, area: [], narrative: [] })
    expect(guess(['date'.repeat(100_000)], ['2020'])).toMatchObject({ title: null })
  })
})

describe('isSerialColumn', () => {
  it('wants most of the filled cells to be such days', () => {
    expect(isSerialColumn(['43983', '43984.5', '', '43990', '43991', 'x'])).toBe(true)
    expect(isSerialColumn(['43983', '2020-06-01'])).toBe(false)
    expect(isSerialColumn(['12', '99999'])).toBe(false)
    expect(isSerialColumn([])).toBe(false)
  })
})
