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

describe('the further fields', () => {
  const fields = (header: string[], ...rows: string[][]) =>
    Object.fromEntries(guessMapping(header, rows).fields.map(({ column, field }) => [header[column], field]))

  it('are guessed from their headers in four languages', () => {
    const english = {
      'Incident Type': ['types', 'arrest'],
      'Time of incident': ['time', '23:10'],
      'Released on': ['released', '2024-05-06'],
      'OB Number': ['caseNumber', 'OB 3'],
      'Held at': ['heldAt', 'Central'],
      Latitude: ['place', '-1.29'],
      Longitude: ['place', '36.82'],
      'Number of victims': ['harmed.people', '3'],
      "Victim's name": ['harmed.name', 'N'],
      'Badge No.': ['perpetrator.badge', '77'],
      'Police station': ['perpetrator.unit', 'Central'],
      'Action taken': ['response', 'Called a lawyer'],
    }
    const others = {
      'Aina ya tukio': ['types', 'Kukamatwa'],
      Mwathirika: ['harmed.name', 'N'],
      'Motif invoqué': ['reason', 'x'],
      'Numéro de dossier': ['caseNumber', '4'],
      'Fecha de liberación': ['released', '3 de mayo de 2024'],
      Comisaría: ['perpetrator.unit', 'x'],
    }
    for (const each of [english, others]) {
      const header = ['What happened', 'Date', ...Object.keys(each)]
      const cells = Object.values(each).map(([, cell]) => cell ?? '')
      expect(fields(header, ['Raid on a bar', '2024-05-03', ...cells])).toEqual(
        Object.fromEntries(Object.entries(each).map(([name, [field]]) => [name, field])),
      )
    }
  })

  it('say that a day is about right where the cells are yes or no, and not what something is about', () => {
    expect(fields(['Title', 'Date', 'About'], ['Raid', '2024-05-03', 'yes'], ['Theft', '2024-05-04', ''])).toEqual({ About: 'about' })
    expect(fields(['Titre', 'Date', 'Date approximative'], ['Descente', '2024-05-03', 'oui'])).toEqual({ 'Date approximative': 'about' })
    expect(fields(['Title', 'Date', 'About'], ['Raid', '2024-05-03', 'the bar'])).toEqual({})
  })

  it('are left open where the cells are not what the name says', () => {
    const header = ['Title', 'Date', 'Type', 'Source', 'How many', 'Released on']
    expect(fields(header, ['Raid', '2024-05-03', 'urgent', 'https://x.example', 'a few', 'next week'])).toEqual({})
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
