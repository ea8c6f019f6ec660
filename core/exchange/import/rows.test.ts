import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Mapping } from '../../engine/contract/exchange.ts'
import { IMPORT_FIELDS } from '../../engine/contract/import-fields.ts'
import { incidentFieldsSchema } from '../../engine/contract/incident.ts'
import { LIMITS } from '../../engine/contract/limits.ts'
import { encodeBody, writeBody } from '../../records/body.ts'
import { cleanIncident } from '../../records/incident.ts'
import { cleanText } from '../../records/text.ts'
import { NO_TITLE, type ReadRow, readRow } from './rows.ts'
import { cut } from './text.ts'

const MAPPING: Mapping = { title: 0, date: 1, area: [2, 3], narrative: [4, 5], fields: [], dateOrder: 'dmy', keepOthers: true }
const NAMES = ['what', 'when', 'city', 'county', 'story', 'notes', 'link']

function read(cells: string[], mapping: Partial<Mapping> = {}, isOurs = false): ReadRow {
  return readRow(
    { index: 0, row: 2, cells, broken: false, hidden: false },
    {
      fileName: 'log.csv',
      columnNames: NAMES,
      mapping: { ...MAPPING, ...mapping },
      serialDates: false,
      serialColumns: new Set<number>(),
      ownTypes: new Map(),
      abroad: false,
      isOurs,
    },
  )
}

const kept = (row: ReadRow) => Object.fromEntries((row.fields?.source?.cells ?? []).map(({ name, value }) => [name, value]))

const stringsIn = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : []

/** All fields but what is left out on purpose, and the exact place, which no test of the record's own texts can see. */
const TEXT_KEEPING = IMPORT_FIELDS.filter((field) => field !== 'none' && field !== 'place')

describe('readRow', () => {
  it('puts each cell into its field and keeps the others', () => {
    expect(read([' Raid ', '2020-06-01', 'Kisumu', 'Kisumu County', 'They came.', 'At night.', 'https://x.example'])).toEqual({
      index: 0,
      row: 2,
      cells: [
        ['what', 'Raid'],
        ['when', '2020-06-01'],
        ['city', 'Kisumu'],
        ['county', 'Kisumu County'],
        ['story', 'They came.'],
        ['notes', 'At night.'],
        ['link', 'https://x.example'],
      ],
      title: 'Raid',
      place: null,
      more: [],
      issues: [],
      fields: {
        title: 'Raid',
        types: [],
        start: { date: '2020-06-01', about: false },
        area: 'Kisumu, Kisumu County',
        narrative: 'They came.\n\nAt night.',
        source: { fileName: 'log.csv', row: 2, cells: [{ name: 'link', value: 'https://x.example' }] },
      },
    })
  })

  it('knows a row by its filled cells, whatever becomes of them; cells without a column by what no column is called', () => {
    const mapping = { title: 4, keepOthers: false, narrative: [] }
    const cells = read(['  Raid', '', '', '', '', '', '\u0065\u0301', 'more'], mapping).cells
    expect(cells).toEqual([
      ['what', 'Raid'],
      ['link', '\u00e9'],
      ['\n8', 'more'],
    ])
  })

  it('drops the others only when told to', () => {
    expect(read(['Raid', '', '', '', '', '', 'x'], { keepOthers: false }).fields?.source?.cells).toEqual([])
  })

  it('keeps what a date said when it was not written as one', () => {
    const bad = read(['Raid', 'some day', '', '', '', '', ''])
    expect(bad).toMatchObject({ issues: ['bad-date'], fields: { start: null } })
    expect(kept(bad)).toEqual({ when: 'some day' })
    const read3 = read(['Raid', 'about 3/4/2020', '', '', '', '', ''], { keepOthers: false })
    expect(read3).toMatchObject({ issues: [], fields: { start: { date: '2020-04-03', about: true } } })
    expect(kept(read3)).toEqual({ when: 'about 3/4/2020' })
    expect(read(['Raid', '0001-01-01']).issues).toEqual(['bad-date'])
    expect(read(['Raid', '9999-12-31']).issues).toEqual(['bad-date'])
  })

  it('cuts a long title and puts it whole at the head of the narrative', () => {
    const title = 'word '.repeat(200).trim()
    const row = read([title, '', '', '', 'More.'])
    expect(row.issues).toEqual(['title-cut'])
    expect(row.fields?.title).toHaveLength(LIMITS.title)
    expect(row.fields?.title.endsWith('…')).toBe(true)
    expect(row.fields?.narrative).toBe(`${title}\n\nMore.`)
  })

  it('cuts a long area and a long narrative, and keeps the cells whole', () => {
    const [area, story] = ['a'.repeat(301), 's'.repeat(60_001)]
    const row = read(['Raid', '', area, '', story, 'end'])
    expect(row.issues).toEqual(['area-cut', 'narrative-cut'])
    expect(row.fields?.narrative).toHaveLength(LIMITS.narrative)
    expect(kept(row)).toEqual({ city: area, story, notes: 'end' })
  })

  it('does not take a row that no block can hold, or an empty one, and says which', () => {
    expect(read(['Raid', '', '', '', 's'.repeat(1_000_000)])).toMatchObject({
      fields: null,
      title: 'Raid',
      issues: ['too-large'],
    })
    const broken = { index: 0, row: 2, cells: ['Raid', '', '', '', 's'.repeat(1_000_000)], broken: true, hidden: false }
    const context = {
      fileName: 'log.csv',
      columnNames: NAMES,
      mapping: MAPPING,
      serialDates: false,
      serialColumns: new Set<number>(),
      ownTypes: new Map(),
      abroad: false,
      isOurs: false,
    }
    expect(readRow(broken, context).issues).toEqual(['broken-quotes', 'too-large'])
    expect(read(['', ' ', '', '\t', ''])).toMatchObject({ fields: null, issues: ['empty-row'] })
  })

  it('takes the first words of the narrative where there is no title', () => {
    expect(read(['', '', '', '', 'They came.\nAt night.'])).toMatchObject({
      issues: ['no-title'],
      fields: { title: 'They came. At night.' },
    })
    const long = read(['', '', '', '', 'several words '.repeat(20)]).fields?.title ?? ''
    expect(long).toMatch(/^several words .*…$/)
    expect(long.length).toBeLessThanOrEqual(80)
    expect(read(['', '2020', '', '', ''])).toMatchObject({ issues: ['no-title'], fields: { title: NO_TITLE, start: { date: '2020' } } })
    expect(read(['', '2020', '', '', ''], { noTitle: '(bila kichwa)' })).toMatchObject({
      title: '(bila kichwa)',
      fields: { title: '(bila kichwa)' },
    })
  })

  it('keeps cells to the right of the last column', () => {
    const row = read(['Raid', '', '', '', '', '', '', '', 'more', 'and more'], { keepOthers: false })
    expect(row.issues).toEqual(['extra-cells'])
    expect(kept(row)).toEqual({ 'Column 9': 'more', 'Column 10': 'and more' })
    const wide = read(['Raid', ...new Array<string>(3_000).fill('x')])
    expect(wide.fields?.source?.cells.map(({ name }) => name)).toEqual(['when', 'link', 'Column 8'])
    expect(kept(wide)['Column 8']?.replace(/\s/g, '')).toHaveLength(3_001 - 7)
  })

  it('never cuts a surrogate pair in half', () => {
    expect(cut('a😀b', 3)).toBe('a…')
    expect(cut('a😀bc', 4)).toBe('a😀…')
  })

  it('measures texts as a record will keep them', () => {
    // One character that becomes three when it is normalised.
    const row = read(['\ufb2c'.repeat(400), '', '\ufb2c'.repeat(200), '', '\ufb2c'.repeat(50_000)])
    expect(row.issues).toEqual(['too-large'])
    expect(read(['\ufb2c'.repeat(400), '', '\ufb2c'.repeat(200)]).issues).toEqual(['title-cut', 'area-cut'])
    expect(read(['\u0007\u0000', '', '', '', ''])).toMatchObject({ fields: null, issues: ['empty-row'] })
    expect(read(['a\u0007\tb', '', 'c\u2028d', '', '']).fields).toMatchObject({ title: 'a b', area: 'c d' })
  })

  it('makes valid fields of any row and loses no cell of it', () => {
    const cell = fc.oneof(
      fc.constantFrom(
        '',
        ' ',
        '2020-06-01',
        '1/2/2020',
        '14:30',
        'ca. June 2020',
        'Police|client',
        'arrest; raid; what',
        'a|b | |c',
        '7',
        '1 000',
        '=1+1',
        '\u202eabc',
        '<script>',
        'a\r\nb',
      ),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme', minLength: 290, maxLength: 700, size: 'max' }),
    )
    const column = fc.nat({ max: 6 })
    const mapping = fc.record({
      title: fc.option(column),
      date: fc.option(column),
      area: fc.uniqueArray(column, { maxLength: 4 }),
      narrative: fc.uniqueArray(column, { maxLength: 7 }),
      fields: fc.array(fc.record({ column, field: fc.constantFrom(...TEXT_KEEPING) }), { maxLength: 7 }),
      dateOrder: fc.constantFrom('dmy' as const, 'mdy' as const),
      keepOthers: fc.constant(true),
    })
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 9 }), mapping, (cells, chosen) => {
        // A column goes to one place: what the first said counts, as the window has it.
        const taken = new Set([chosen.title, chosen.date, ...chosen.area, ...chosen.narrative])
        const further = chosen.fields.filter(
          ({ column: at }, i) => !taken.has(at) && chosen.fields.findIndex((one) => one.column === at) === i,
        )
        const { fields, more } = read(cells, { ...chosen, fields: further })
        if (fields === null) {
          expect(cells.every((value) => cleanText(value).trim() === '')).toBe(true)
          return
        }
        const parsed = incidentFieldsSchema.parse(fields)
        // Neither the contract nor the record may change anything, or what is stored would differ from what the report says.
        expect(parsed).toEqual(fields)
        expect(cleanIncident(fields)).toEqual(fields)
        encodeBody(writeBody('0'.repeat(32), fields))
        const all = stringsIn(fields)
        for (const [at, value] of cells.entries()) {
          const text = cleanText(value).trim()
          if (text === '') continue
          const inDate = fields.start?.time !== undefined && text.replace('T', ' ') === `${fields.start.date} ${fields.start.time}`
          const field = further.find((one) => one.column === at)?.field
          // Of the words of a list, numbers and dates it is what they mean that is kept.
          const isMeant = (part: string): boolean =>
            more.some((told) => told.field === field && (told.codes.length > 0 || told.text === part.replace('T', ' ')))
          const parts = field === undefined ? [text] : text.split('|').map((part) => part.trim())
          const isThere = (part: string): boolean => all.some((one) => one.includes(part)) || isMeant(part)
          expect(inDate || isThere(text) || parts.every(isThere), JSON.stringify({ value, field })).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('a row of a file that we wrote', () => {
  const cells = ["'=SUM(1)", '2020-06-01', "'quoted'", '', "'- they came\n'-", "'+254 700", "''@x"]

  it('loses the apostrophes that kept a spreadsheet from running its cells, and no other', () => {
    const { fields } = read(cells, {}, true)
    expect(fields).toMatchObject({ title: '=SUM(1)', narrative: "- they came\n'-\n\n+254 700" })
    expect(fields?.area).toContain("'quoted'")
    expect(fields?.source?.cells).toContainEqual({ name: 'link', value: "'@x" })
  })

  it('is known by its cells as they stand in the file, as it was before', () => {
    expect(read(cells, {}, true).cells).toEqual(read(cells).cells)
    expect(read(cells).fields).toMatchObject({ title: "'=SUM(1)", narrative: "'- they came\n'-\n\n'+254 700" })
  })
})
