import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guessDateOrder, readDate } from './dates.ts'

describe('readDate', () => {
  it.each([
    ['2020-06-01', '2020-06-01'],
    ['2020/6/1', '2020-06-01'],
    ['2020.06.01', '2020-06-01'],
    ['20200601', '2020-06-01'],
    ['2020-06', '2020-06'],
    ['06/2020', '2020-06'],
    ['2020', '2020'],
    ['3.4.2020', '2020-04-03'],
    ['03/04/2020', '2020-04-03'],
    ['13/04/20', '2020-04-13'],
    ['04/13/2020', '2020-04-13'],
    ['3-4-99', '1999-04-03'],
    ['June 1, 2020', '2020-06-01'],
    ['Jun. 1st 2020', '2020-06-01'],
    ['1 June 2020', '2020-06-01'],
    ['1st of June, 2020', '2020-06-01'],
    ['1-Jun-20', '2020-06-01'],
    ['Monday, June 1, 2020', '2020-06-01'],
    ['Jun 2020', '2020-06'],
    ['2020 June 1', '2020-06-01'],
    ["June '20", '2020-06'],
    ['1er juin 2020', '2020-06-01'],
    ['le 14 août 2020', '2020-08-14'],
    ['lundi 1 février 2021', '2021-02-01'],
    ['1 de junio de 2020', '2020-06-01'],
    ['15 de setiembre del 2020', '2020-09-15'],
    ['tarehe 3 Machi 2020', '2020-03-03'],
    ['Jumatatu 1 Juni 2020', '2020-06-01'],
    ['29/02/2020', '2020-02-29'],
  ])('%s', (text, date) => {
    expect(readDate(text, 'dmy')).toEqual({ date, about: false })
  })

  it.each([
    ['2020-06-01T14:30:00Z', '14:30'],
    ['2020-06-01T14:30:00.123+03:00', '14:30'],
    ['2020-06-01 14:30', '14:30'],
    ['1/6/2020 2:30 PM', '14:30'],
    ['June 1, 2020 at 2.30pm', '14:30'],
    ['1 juin 2020 à 14h30', '14:30'],
    ['1 June 2020, 12 am', '00:00'],
    ['1 June 2020, 12:05 p.m.', '12:05'],
    ['Mon Jun 01 2020 14:30:00 GMT+0300 (East Africa Time)', '14:30'],
  ])('reads the time of %s', (text, time) => {
    expect(readDate(text, 'dmy')).toEqual({ date: '2020-06-01', about: false, time })
  })

  it.each([
    'about June 2020',
    'c. June 2020',
    'ca June 2020',
    'circa 2020-06',
    '~2020-06',
    'vers juin 2020',
    'hacia junio de 2020',
    'karibu Juni 2020',
    '(Believed to be) 2020-06',
    'June 2020?',
  ])('knows an estimate: %s', (text) => {
    expect(readDate(text, 'dmy')).toEqual({ date: '2020-06', about: true })
  })

  it('reads day and month by the order given', () => {
    expect(readDate('03/04/2020', 'mdy')?.date).toBe('2020-03-04')
    expect(readDate('3.4.2020', 'mdy')?.date).toBe('2020-04-03')
  })

  it.each([
    '',
    'Unknown Date',
    'yesterday',
    '31/02/2020',
    '0001-01-01',
    '9999-12-31',
    '1899',
    '2201',
    '2020-13-01',
    '32 June 2020',
    'June 12',
    '1 June 2020 25:00',
    'June 1-3, 2020',
    '12',
    '1/2',
    '2020-06-01 to 2020-06-03',
    '+254 712 345678',
    '<b>2020</b>',
    '2020\u202e06',
    '9'.repeat(200_000),
  ])('says that this is none: %.40s', (text) => {
    expect(readDate(text, 'dmy')).toBeNull()
  })

  it('counts days as Excel does, only when told to', () => {
    expect(readDate('43983', 'dmy', true)).toEqual({ date: '2020-06-01', about: false })
    expect(readDate('43983.604166667', 'dmy', true)).toEqual({ date: '2020-06-01', about: false, time: '14:30' })
    expect(readDate('43983', 'dmy')).toBeNull()
  })

  it('gives back what any day was, in every style, and never a day that is none', () => {
    const day = fc.date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2200-12-31T00:00:00Z'), noInvalidDate: true })
    fc.assert(
      fc.property(day, (value) => {
        const iso = value.toISOString().slice(0, 10)
        const [year, month, date] = iso.split('-')
        const named = value.toLocaleDateString('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' })
        for (const locale of ['en-US', 'fr-FR', 'es-ES', 'sw-KE'])
          expect(readDate(value.toLocaleDateString(locale, { timeZone: 'UTC', dateStyle: 'long' }), 'dmy')?.date).toBe(iso)
        for (const text of [iso, `${date}/${month}/${year}`, `${date}.${month}.${year}`, named])
          expect(readDate(text, 'dmy')?.date).toBe(iso)
        expect(readDate(`${month}/${date}/${year}`, 'mdy')?.date).toBe(iso)
      }),
    )
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('0', '1', '2', '3', '-', '/', '.', ' ', 'june', 'T', ':', 'z'), maxLength: 12 }),
        (text) => {
          const read = readDate(text, 'dmy')
          if (read?.date.length === 10) expect(new Date(`${read.date}T00:00:00Z`).toISOString().slice(0, 10)).toBe(read.date)
        },
      ),
    )
  })
})

describe('guessDateOrder', () => {
  it('believes the days that can only be days', () => {
    expect(guessDateOrder(['03/04/2020', '25/04/2020'])).toBe('dmy')
    expect(guessDateOrder(['03/04/2020', '04/25/2020'])).toBe('mdy')
    expect(guessDateOrder(['03/04/2020', '2020-04-25', ''])).toBeNull()
  })
})
