import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GENERAL, numberText, parseFormat } from './number-format.ts'
import { momentText } from './serial-date.ts'

const shown = (raw: string, code: string): string => numberText(raw, parseFormat(code))
const moment = (value: number, code: string, from1904 = false): string | null => {
  const format = parseFormat(code)
  return format.kind === 'date' ? momentText(value, format.parts, from1904) : `no date: ${numberText(String(value), format)}`
}

describe('numberText', () => {
  it.each([
    ['1.0E+5', '100000'],
    ['100000', '100000'],
    ['0.30000000000000004', '0.3'],
    ['4.0999999999999996', '4.1'],
    ['1.2345678901234568E+17', '123456789012346000'],
    ['12345678901234567', '12345678901234567'],
    ['1E-7', '0.0000001'],
    ['-1.5E-9', '-0.0000000015'],
    ['1E300', '1e+300'],
    ['-0', '0'],
    ['Infinity', 'Infinity'],
    ['12 apples', '12 apples'],
  ])('shows %s as %s where no format says more', (raw, text) => {
    expect(numberText(raw, GENERAL)).toBe(text)
  })

  it.each([
    ['42', '00000', '00042'],
    ['1234567', '00000', '1234567'],
    ['123456789', '000-00-0000', '123-45-6789'],
    ['254712345678', '000\\ 000\\ 000000', '254 712 345678'],
    ['7', '"CR "0000"/20"', 'CR 0007/20'],
    ['5000', '[$KSh-409]\\ #,##0', 'KSh 5000'],
    ['-5000.5', '_("$"* #,##0.00_);_("$"* \\(#,##0.00\\)', '-$5000.50'],
    ['0.455', '0%', '45.5%'],
    ['0.45', '0.00%', '45.00%'],
    ['3.14159', '0.00', '3.14159'],
    ['3', '0.00', '3.00'],
    ['0.5', '# ?/?', '0.5'],
    ['100000', '0.00E+00', '100000'],
    ['7', ';;;', '7'],
    ['7', '"Yes";"No"', '7'],
    ['7', 'General" km"', '7'],
    ['1234567', '#,##0', '1234567'],
    ['12', '@', '12'],
  ])('shows %s under %s as %s', (raw, code, text) => {
    expect(shown(raw, code)).toBe(text)
  })

  it('never loses a digit of a number that a spreadsheet keeps, under any format, and never hangs', () => {
    const code = fc.oneof(fc.string({ unit: fc.constantFrom(...'0#?.,%E+-/;[]"\\_*@ dmyhs$KGeneral') }), fc.string())
    fc.assert(
      fc.property(fc.integer({ min: -999_999_999, max: 999_999_999 }), code, (value, text) => {
        const format = parseFormat(text)
        if (format.kind === 'number' && (format.percent || /\d/.test(text.replace(/0/g, '')))) return
        const digits = numberText(String(value), format).replace(/\D/g, '')
        expect(digits).toContain(String(Math.abs(value)).replace(/\D/g, ''))
      }),
    )
  })
})

describe('moments', () => {
  it.each([
    [43_983, 'm/d/yyyy', '2020-06-01'],
    [43_983.896, 'm/d/yyyy h:mm', '2020-06-01 21:30:14'],
    [43_983.5, 'dd.mm.yyyy', '2020-06-01 12:00'],
    [43_983, 'yyyy-mm-dd hh:mm', '2020-06-01 00:00'],
    [43_983, '[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', '2020-06-01'],
    [43_983, 'mmm-yy', '2020-06'],
    [43_984, 'mmm-yy', '2020-06-02'],
    [43_831, 'yyyy', '2020'],
    [43_983, 'd-mmm', '2020-06-01'],
    [0.25, 'h:mm AM/PM', '06:00'],
    [0, 'h:mm', '00:00'],
    [43_983.25, 'h:mm', '2020-06-01 06:00'],
    [1.5, '[h]:mm:ss', '36:00'],
    [0.003_819_444, 'mm:ss', '00:05:30'],
    [0.999_999_999, 'h:mm', '1900-01-01 00:00'],
    [1, 'd/m/yyyy', '1900-01-01'],
    [59, 'd/m/yyyy', '1900-02-28'],
    [60, 'd/m/yyyy', '1900-02-29'],
    [61, 'd/m/yyyy', '1900-03-01'],
    [0, 'd/m/yyyy', null],
    [-1, 'd/m/yyyy', null],
    [2_958_465, 'd/m/yyyy', '9999-12-31'],
    [2_958_466, 'd/m/yyyy', null],
  ])('reads %d under %s as %s', (value, code, text) => {
    expect(moment(value, code)).toBe(text)
  })

  it.each([
    [0, 'd/m/yyyy', '1904-01-01'],
    [42_521, 'd/m/yyyy', '2020-06-01'],
    [0.5, 'h:mm', '12:00'],
  ])('counts %d from 1904 under %s as %s', (value, code, text) => {
    expect(moment(value, code, true)).toBe(text)
  })

  it.each(['0.00', '"days" 0', '[Red]0', '\\d0', '_d0', '0.00E+00', 'General', '[$Dkr-406] 0'])('takes %s for no date', (code) => {
    expect(moment(43_983, code)).toContain('no date')
  })

  it('agrees with the calendar on every day since March 1900, in both systems', () => {
    fc.assert(
      fc.property(fc.integer({ min: 61, max: 2_958_465 }), (day) => {
        const expected = new Date(Date.UTC(1899, 11, 30 + day)).toISOString().slice(0, 10)
        expect(moment(day, 'yyyy-mm-dd')).toBe(expected)
        if (day > 1462) expect(moment(day - 1462, 'yyyy-mm-dd', true)).toBe(expected)
      }),
    )
  })
})
