import { describe, expect, it } from 'vitest'
import { type ImportField, LIMITS } from '../../engine/contract/index.ts'
import { type ReadRow, readRow } from './rows.ts'

/** Reads one row whose columns are called like the fields that they fill, behind a title and a date. */
function read(given: Partial<Record<ImportField, string>>, date = '2024-05-03', keepOthers = false): ReadRow {
  const named = Object.entries(given) as [ImportField, string][]
  return readRow(
    { index: 0, row: 2, cells: ['Raid', date, ...named.map(([, cell]) => cell)], broken: false, hidden: false },
    {
      fileName: 'log.csv',
      columnNames: ['what', 'when', ...named.map(([field]) => `the ${field}`)],
      mapping: {
        title: 0,
        date: 1,
        area: [],
        narrative: [],
        fields: named.map(([field], i) => ({ column: i + 2, field })),
        dateOrder: 'dmy',
        keepOthers,
      },
      serialDates: false,
      serialColumns: new Set(),
      ownTypes: new Map([['market sweep', 'own:0a']]),
      abroad: false,
      isOurs: false,
    },
  )
}
const kept = (row: ReadRow) => Object.fromEntries((row.fields?.source?.cells ?? []).map(({ name, value }) => [name, value]))

describe('a column that says whether the day is about right', () => {
  it('makes it so, and is kept where there is no day, or the day itself says otherwise', () => {
    for (const yes of ['yes', 'Oui', 'ndiyo', 'x']) {
      const row = read({ about: yes })
      expect([row.fields?.start, kept(row), row.issues]).toEqual([{ date: '2024-05-03', about: true }, {}, []])
    }
    expect(read({ about: 'yes' }, '2024').fields?.start).toEqual({ date: '2024', about: true })
    expect(read({ about: 'yes' }, 'about 3 May 2024').fields?.start).toMatchObject({ about: true })
    const no = read({ about: 'no' })
    expect([no.fields?.start?.about, kept(no)]).toEqual([false, {}])
    const doubt = read({ about: 'no' }, 'about 2024-05')
    expect([doubt.fields?.start?.about, kept(doubt)]).toEqual([true, { when: 'about 2024-05', 'the about': 'no' }])
    expect(kept(read({ about: 'yes' }, ''))).toEqual({ 'the about': 'yes' })
    const odd = read({ about: 'the bar' })
    expect([odd.fields?.start?.about, kept(odd), odd.issues]).toEqual([false, { 'the about': 'the bar' }, ['unknown-word']])
  })
})

describe('a column for a further field', () => {
  it('fills it, whatever of the four languages and code lists the cell speaks', () => {
    const row = read({
      types: 'Arrestation | MT4:020101, own kind; Market sweep',
      certainty: 'Confirmado',
      placeKind: 'Kituo cha polisi',
      custody: 'Oui',
      end: '04/05/2024',
      released: '6 mai 2024',
      reason: 'Loitering',
      caseNumber: 'OB 12/3/5/2024',
    })
    expect(row.fields).toMatchObject({
      types: ['arrest', 'assault', 'own:0a'],
      certainty: 'confirmed',
      custody: 'yes',
      end: { date: '2024-05-04', about: false },
      released: { date: '2024-05-06', about: false },
      reason: 'Loitering',
      caseNumber: 'OB 12/3/5/2024',
    })
    expect([row.fields?.placeKind, row.issues]).toEqual(['police', ['unknown-word']])
    expect(kept(row)).toMatchObject({ 'the types': 'Arrestation | MT4:020101, own kind; Market sweep' })
    expect(row.more).toContainEqual({ field: 'certainty', text: '', codes: ['confirmed'] })
  })

  it('keeps the cell of a word that no list has, of a date that is none, and of a text that is too long', () => {
    const long = 'x'.repeat(600)
    const row = read({ certainty: 'perhaps', end: 'some day', heldAt: long, 'harmed.people': 'many' })
    expect(row.issues).toEqual(['bad-date', 'unknown-word', 'value-cut'])
    expect(kept(row)).toEqual({ 'the certainty': 'perhaps', 'the end': 'some day', 'the heldAt': long, 'the harmed.people': 'many' })
    expect(row.fields?.heldAt).toHaveLength(500)
    expect(row.fields).not.toHaveProperty('certainty')
  })

  it('puts a time of day to its date, and keeps it where there is none', () => {
    expect(read({ time: '11:30 pm' }).fields?.start).toEqual({ date: '2024-05-03', time: '23:30', about: false })
    expect(read({ time: '0.979166666666667' }).fields?.start).toMatchObject({ time: '23:30' })
    const dateless = read({ time: '23:30' }, '')
    expect([dateless.fields?.start, kept(dateless)]).toEqual([null, { 'the time': '23:30' }])
  })

  it('makes people of what stands between bars, each with what the other columns say of her', () => {
    const row = read({
      'harmed.name': 'Neema | Zuri',
      'harmed.role': 'Sex worker|Peer educator or outreach worker',
      'harmed.people': '|2',
      'harmed.needs': 'Lawyer; Bail money',
      'perpetrator.rank': 'Sergeant',
      'perpetrator.kind': 'Polisi',
      'perpetrator.unit': 'Kilimani',
      'perpetrator.note': 'Tall',
    })
    expect(row.fields).toMatchObject({
      'harmed:00000001': { name: 'Neema', role: 'sex-worker', needs: ['lawyer', 'bail'] },
      'harmed:00000002': { name: 'Zuri', role: 'peer', people: 2 },
      'perpetrator:00000001': { kind: 'police', rank: 'Sergeant', unit: 'Kilimani', note: 'Tall' },
    })
    expect([row.issues, kept(row)]).toEqual([[], {}])
  })

  it('hands an exact place over apart, and keeps it nowhere else', () => {
    const row = read({ place: '-1.2921' }, '2024', true)
    expect(row.place).toBe('-1.2921')
    expect(JSON.stringify([row.fields, row.more])).not.toContain('1.2921')
    expect(read({ place: 'p'.repeat(LIMITS.place + 1) })).toMatchObject({ fields: null, issues: ['too-large'] })
  })

  it('is left out where the person says so', () => {
    expect(kept(read({ none: '0700 000 000' }, '2024', true))).toEqual({})
  })
})
