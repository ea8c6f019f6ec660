import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Breakdown, FIGURE_MONTHS, FIGURE_ROWS, FIGURE_YEARS, type Figures, figuresSchema } from '../engine/contract/figures.ts'
import type { RecordId } from '../engine/contract/ids.ts'
import type { IncidentFields } from '../engine/contract/incident.ts'
import type { Filters } from '../engine/contract/index.ts'
import type { RecordState } from '../records/fold.ts'
import { amend, card, entry, name, organisation, share, space, tombstone, write } from '../records/testing.ts'
import { type RecordVersion, recordIdOf } from '../records/version.ts'
import type { Index } from './index.ts'
import { filters, titles, withIndexLater } from './testing.ts'

const id = (record: number): RecordId => recordIdOf(space(1), organisation(0), name(record))
const officer = (record: number, unit: string, index: number) =>
  card(record, { kind: 'perpetrator', fields: { label: `officer ${record}`, kind: 'police', unit, badge: '4417' } }, { index })
const nobody: Breakdown = { rows: [], others: 0, none: 0 }
const on = (date: string): Partial<IncidentFields> => ({ start: { date, about: false } })

/** The same, from whole records, one after the other. */
function byHand(index: Index, asked: Filters): Omit<Figures, 'months' | 'earlier' | 'later' | 'years' | 'earlierYears' | 'laterYears'> {
  const states = [...index.stream(asked)].flat()
  const broken = (namesOf: (state: RecordState) => (string | null | undefined)[]): Breakdown => {
    const named = states.map((state) => [...new Set(namesOf(state).filter((each) => typeof each === 'string' && each !== ''))] as string[])
    const names = [...new Set(named.flat())]
    const rows = names.map((each) => ({ name: each, incidents: named.filter((all) => all.includes(each)).length }))
    return {
      rows: rows.sort((a, b) => b.incidents - a.incidents || (a.name < b.name ? -1 : 1)),
      others: 0,
      none: named.filter((all) => all.length === 0).length,
    }
  }
  const doers = ({ fields }: RecordState) =>
    Object.entries(fields).flatMap(([field, value]) =>
      field.startsWith('perpetrator:') && value ? [value as { perpetrator?: RecordId; kind?: string; unit?: string }] : [],
    )
  const card = (record: RecordId | undefined) =>
    record ? (index.card(record)?.fields as { unit?: string; kind?: string } | undefined) : undefined
  return {
    incidents: states.length,
    yearOnly: states.filter(({ fields }) => fields.start?.date.length === 4).length,
    undated: states.filter(({ fields }) => !fields.start).length,
    kinds: broken(({ fields }) => fields.types),
    places: broken(({ fields }) => [fields.area]),
    perpetratorKinds: broken((state) => doers(state).map(({ kind }) => kind)),
    units: broken((state) => doers(state).flatMap(({ unit, perpetrator }) => [unit, card(perpetrator)?.unit])),
  }
}

const someFields = fc.record({
  types: fc.subarray(['arrest', 'raid-home', 'threats']),
  area: fc.constantFrom('', 'Kibera', 'Lakeside'),
  start: fc.constantFrom(
    null,
    ...['2020', '2025-11', '2026-01', '2026-01-31', '2026-02-01', '2026-03-01'].map((date) => ({ date, about: false })),
  ),
  'perpetrator:0000000a': fc.constantFrom(
    null,
    { kind: 'police' },
    { perpetrator: id(91) },
    { perpetrator: id(92), kind: 'mob' },
    { unit: 'Central' },
  ),
  'perpetrator:0000000b': fc.constantFrom(null, { kind: 'police' }, { kind: 'mob', perpetrator: id(91) }, { name: 'somebody' }),
})

describe('figures of the log', () => {
  test('of an empty log are nothing', async () => {
    await withFigures([], {}, (figures) => {
      expect(figures).toEqual({
        ...{ incidents: 0, months: [], earlier: 0, later: 0, years: [], earlierYears: 0, laterYears: 0, yearOnly: 0, undated: 0 },
        ...{ kinds: nobody, places: nobody, perpetratorKinds: nobody, units: nobody },
      })
    })
  })

  test('say what a count of the records one by one says, whatever the filters and whatever was amended, shared and erased', async () => {
    const step = fc.record({ record: fc.nat(5), act: fc.constantFrom('write', 'amend', 'share', 'erase'), fields: someFields })
    const asked = fc.constantFrom<Partial<Filters>>(
      {},
      { audience: 'house' },
      { audience: space(2) },
      { types: ['arrest'] },
      { from: '2025-12-01', to: '2026-01-31' },
      { area: 'kibera', perpetratorKinds: ['police'] },
      { text: 'raid', perpetrators: [id(91)] },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), asked, async (steps, question) => {
        const entries: RecordVersion[] = [officer(91, 'Central Station', 0), officer(92, '', 1)]
        for (const { record, act, fields } of steps) {
          const index = entries.length
          if (act === 'write') entries.push(write(record, { index }, fields as Partial<IncidentFields>))
          else if (act === 'amend') entries.push(amend(record, [entry(0, index - 1)], fields as Partial<IncidentFields>, { index }))
          else if (act === 'erase') entries.push(tombstone(record, { index }))
          else
            entries.push(
              share(record, 2, 50 + index, { index }),
              write(50 + index, { space: 2, device: 2, index }, fields as Partial<IncidentFields>),
            )
        }
        await withFigures(entries, question, (figures, index) => {
          expect(figuresSchema.parse(figures)).toEqual(figures)
          const { months, earlier, later, years, earlierYears, laterYears, ...rest } = figures
          expect(rest).toEqual(byHand(index, filters(question)))
          expect(figures.incidents).toBe(index.count(filters(question)).matching)
          const dated = months.reduce((sum, { incidents }) => sum + incidents, earlier + later)
          expect(dated + figures.yearOnly + figures.undated).toBe(figures.incidents)
          const inYears = years.reduce((sum, { incidents }) => sum + incidents, earlierYears + laterYears)
          expect(inYears + figures.undated).toBe(figures.incidents)
        })
      }),
      { numRuns: 60 },
    )
  })

  test('go month by month to the newest that is not still to come, and say how many lie before and after', async () => {
    const dates = ['1999-05-05', '2023-02-28', '2023-03-01', '2025-12', '2026-01-31', '2026-01', '2026-03-01', '2150-01-01', '2026']
    const entries = [...dates.map((date, index) => write(index, { index }, on(date))), write(20, { index: 20 }, { start: null })]
    await withFigures(entries, {}, ({ months, earlier, later, yearOnly, undated }) => {
      expect(months).toHaveLength(FIGURE_MONTHS)
      expect([months[0]?.month, months.at(-1)?.month]).toEqual(['2023-02', '2026-01'])
      expect(months.filter(({ incidents }) => incidents > 0)).toEqual([
        { month: '2023-02', incidents: 1 },
        { month: '2023-03', incidents: 1 },
        { month: '2025-12', incidents: 1 },
        { month: '2026-01', incidents: 2 },
      ])
      expect({ earlier, later, yearOnly, undated }).toEqual({ earlier: 1, later: 2, yearOnly: 1, undated: 1 })
    })
    await withFigures(entries, {}, ({ years, earlierYears, laterYears }) => {
      expect([years[0]?.year, years.at(-1)?.year, years.length]).toEqual(['1999', '2026', 28])
      expect(years.filter(({ incidents }) => incidents > 0)).toEqual([
        { year: '1999', incidents: 1 },
        { year: '2023', incidents: 2 },
        { year: '2025', incidents: 1 },
        { year: '2026', incidents: 4 },
      ])
      expect({ earlierYears, laterYears }).toEqual({ earlierYears: 0, laterYears: 1 })
    })
    await withFigures([write(1, { index: 1 }, on('1950')), ...entries.slice(1, 3)], {}, ({ years, earlierYears }) => {
      expect([years[0]?.year, years.length, earlierYears]).toEqual(['1988', FIGURE_YEARS, 1])
    })
  })

  test('have the largest rows; an incident that also has one of the others counts there once', async () => {
    const many = Array.from({ length: FIGURE_ROWS + 3 }, (_, at) => `kind-${String(at).padStart(2, '0')}`)
    const entries = many.map((kind, index) => write(index, { index }, { types: [kind, many[0] ?? ''] }))
    entries.push(write(40, { index: 40 }, { types: many.slice(-2) }), write(41, { index: 41 }, { types: [] }))
    await withFigures(entries, {}, ({ kinds }) => {
      expect(kinds.rows).toHaveLength(FIGURE_ROWS)
      expect(kinds.rows.slice(0, 4)).toEqual([
        { name: 'kind-00', incidents: FIGURE_ROWS + 3 },
        { name: 'kind-21', incidents: 2 },
        { name: 'kind-22', incidents: 2 },
        { name: 'kind-01', incidents: 1 },
      ])
      expect(kinds).toMatchObject({ others: 3, none: 1 })
    })
  })

  test('take a place and a unit for one however it is written, and call it what most call it', async () => {
    const places = ['kibera', 'Kibera', 'Kibera', 'KIBÉRA']
    const entries = places.map((area, index) => write(index, { index }, { area, 'perpetrator:0000000a': { perpetrator: id(90 + index) } }))
    entries.push(...['central station', 'Central Station', 'Central Station', 'Harbour'].map((unit, at) => officer(90 + at, unit, 10 + at)))
    await withFigures(entries, {}, (figures) => {
      expect(figures.places.rows).toEqual([{ name: 'Kibera', incidents: 4 }])
      expect(figures.units.rows).toEqual([
        { name: 'Central Station', incidents: 3 },
        { name: 'Harbour', incidents: 1 },
      ])
    })
  })

  test('are of every row, however many batches they come in, and end where nobody waits any more', async () => {
    const entries = Array.from({ length: 1_250 }, (_, index) => write(index, { index }, { area: index % 3 === 0 ? 'Kibera' : '' }))
    await withIndexLater(async (index) => {
      index.apply(entries)
      expect(await index.figures(filters())).toMatchObject({
        incidents: 1_250,
        places: { rows: [{ name: 'Kibera', incidents: 417 }], none: 833 },
      })
      expect(await index.figures(filters({ text: 'raid' }))).toMatchObject({ incidents: 1_250 })
      expect(titles(index, { area: 'nowhere' })).toEqual([])
      expect(await index.figures(filters({ area: 'nowhere' }))).toMatchObject({ incidents: 0 })
      await expect(index.figures(filters(), AbortSignal.abort())).rejects.toThrow('aborted')
    })
  })
})

async function withFigures(
  entries: readonly RecordVersion[],
  question: Partial<Filters>,
  check: (figures: Figures, index: Index) => void,
): Promise<void> {
  await withIndexLater(async (index) => {
    index.apply(entries)
    check(await index.figures(filters(question)), index)
  })
}
