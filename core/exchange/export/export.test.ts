import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Spec } from '../../engine/contract/field-spec.ts'
import { MICRO_THESAURI } from '../../engine/contract/huridocs.ts'
import type { RecordId } from '../../engine/contract/ids.ts'
import { IMPORT_FIELDS } from '../../engine/contract/import-fields.ts'
import { INCIDENT_TYPES, type IncidentFields } from '../../engine/contract/incident.ts'
import { INCIDENT_LISTS, INCIDENT_MORE } from '../../engine/contract/record-kinds.ts'
import { guessMapping } from '../import/guess.ts'
import { Importer } from '../import/importer.ts'
import { NOWHERE } from '../import/testing.ts'
import type { NamedIncident } from '../import/types.ts'
import { COLUMNS, columnsOf, type ExportedRecord, isOurs } from './columns.ts'
import { csvLine, defuse, undefuse } from './csv.ts'
import { exportCsv } from './exporter.ts'

const RAID: IncidentFields = {
  title: 'Raid on the drop-in',
  types: ['raid-premises', 'outing', 'our-own-type'],
  start: { date: '2020-06-01', time: '02:30', about: true },
  area: 'Kondele, Kisumu',
  narrative: '- "Open up"\nThey took all.',
  source: { fileName: 'log.csv', row: 2, cells: [{ name: 'Link 1', value: 'https://x.example' }] },
}
const record = (fields: Partial<IncidentFields> = {}): ExportedRecord => ({
  recordId: '0'.repeat(32),
  fields: { ...RAID, ...fields },
  harmed: [],
  perpetrators: [],
  author: 'Bar Hostess',
  audience: 'House',
  savedAt: '2026-11-24T10:00:00.000Z',
})

async function write(records: ExportedRecord[]): Promise<string> {
  let text = ''
  for await (const piece of exportCsv(records)) text += piece.text
  return text
}

describe('exportCsv', () => {
  it('writes a table that a spreadsheet opens', async () => {
    const text = await write([record()])
    expect(text.startsWith('\ufeffrecord id,title,types,')).toBe(true)
    expect(text.endsWith('\r\n')).toBe(true)
    const [row] = parse(text, { bom: true, columns: true }) as Record<string, string>[]
    expect([Object.fromEntries(Object.entries(row ?? {}).filter(([, cell]) => cell !== ''))]).toEqual([
      {
        'record id': '0'.repeat(32),
        title: 'Raid on the drop-in',
        types: 'raid-premises|outing|our-own-type',
        'HURIDOCS codes': 'MT4:120102',
        'start date': '2020-06-01',
        time: '02:30',
        about: 'yes',
        'HURIDOCS MT48': 'MT48:01',
        area: 'Kondele, Kisumu',
        narrative: '\'- "Open up"\nThey took all.',
        organisation: 'Bar Hostess',
        audience: 'House',
        'saved at': '2026-11-24T10:00:00.000Z',
        'other cells': 'Link 1: https://x.example',
      },
    ])
  })

  it('has a column for all that an incident can say in a cell, which an import maps by itself', () => {
    // The mark of the exact place, and what only ids could say, are for no spreadsheet.
    const inNoCell = (spec: Spec): boolean => ['mark', 'ref'].includes(spec.is)
    const single = Object.entries(INCIDENT_MORE).flatMap(([field, spec]) => (inNoCell(spec) ? [] : [field]))
    const parts = (['harmed', 'perpetrator'] as const).flatMap((list) =>
      Object.entries(INCIDENT_LISTS[list]).flatMap(([part, spec]) => (inNoCell(spec) ? [] : [`${list}.${part}`])),
    )
    const mapping = guessMapping(
      COLUMNS.map(({ name }) => name),
      [],
    )
    const mapped = mapping.fields.map(({ field }) => field)
    expect(mapped).toEqual([...new Set(mapped)])
    expect(new Set(mapped)).toEqual(new Set(['types', 'time', 'about', ...single, ...parts]))
    expect(new Set(IMPORT_FIELDS)).toEqual(new Set([...mapped, 'place', 'none']))
  })

  it('writes nothing but the header for no records', async () => {
    expect(await write([])).toBe(`\ufeff${COLUMNS.map(({ name }) => name).join(',')}\r\n`)
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1', '\u00a0=1', '＝1+1', '＋1', '－1', '＠x'])(
    'defuses %j',
    (cell) => {
      expect(defuse(cell)).toBe(`'${cell}`)
    },
  )

  it('leaves other cells alone, and takes the apostrophe off those alone that it gave one', () => {
    for (const cell of ['', 'a=1', "it's", "'quoted'", '1-2', '2020-06-01', '–1', "'", "''x"]) {
      expect(defuse(cell)).toBe(cell)
      expect(undefuse(cell)).toBe(cell)
    }
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", '=', '-', '＝', ' ', '\n', 'a', '\ufeff') }), (cell) => {
        expect(undefuse(defuse(cell))).toBe(cell)
      }),
    )
  })

  it('knows its own files by their header', () => {
    for (const isOwn of [true, false]) expect(isOurs(columnsOf(isOwn).map(({ name }) => name))).toBe(true)
    // A later version may have more columns, a person may have added some.
    expect(isOurs(['Our no', ...columnsOf(false).map(({ name }) => name), 'checked'])).toBe(true)
    expect(isOurs(['title', 'types', 'start date', 'time', 'about', 'area', 'narrative'])).toBe(false)
    expect(isOurs([])).toBe(false)
  })

  it('gives back what any cells were, but for the defusing, and no cell that a spreadsheet would run', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', ';', '\t', ' ', '=', '-', '＝', 'a', "'") }),
    )
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1 }), (rows) => {
        const read = parse(rows.map(csvLine).join(''), { record_delimiter: '\r\n' }) as string[][]
        expect(read).toEqual(rows.map((cells) => cells.map(defuse)))
        for (const value of read.flat()) expect(value).not.toMatch(/^\s*[=+\-@＝＋－＠]/)
      }),
      { numRuns: 500 },
    )
  })

  it('asks for records only as its pieces are taken, and stops when told to', async () => {
    let asked = 0
    const controller = new AbortController()
    async function* source() {
      for (;;) {
        asked++
        yield record()
      }
    }
    const pieces = exportCsv(source(), controller.signal)
    const first = await pieces.next()
    expect(first.value?.done).toBe(asked)
    expect(first.value?.text.length).toBeLessThan(70_000)
    controller.abort()
    expect(await pieces.next()).toEqual({ value: undefined, done: true })
    expect(asked).toBeLessThan(1_000)
  })

  it('is mapped by itself and comes back the same when it is imported', async () => {
    const text = async (fields: Partial<IncidentFields>) => {
      const importer = new Importer()
      const bytes = Buffer.from(await write([record(fields), record({ ...fields, start: { date: '2020-06-25', about: false } })]))
      const id = importer.begin({ fileName: 'parasol.csv', bytes: bytes.length })
      importer.chunk(id, bytes)
      const { guess, choice } = await importer.read(id)
      return { guess, check: await importer.check(id, { choice, mapping: guess, destination: NOWHERE }) }
    }
    const { guess, check } = await text({})
    const column = (called: string) => COLUMNS.findIndex(({ name }) => name === called)
    expect(guess).toEqual({
      title: column('title'),
      date: column('start date'),
      area: [column('area')],
      narrative: [column('narrative')],
      fields: expect.arrayContaining([
        { column: column('types'), field: 'types' },
        { column: column('time'), field: 'time' },
        { column: column('about'), field: 'about' },
      ]),
      dateOrder: 'dmy',
      keepOthers: true,
    })
    // A kind of somebody's own that nobody here has: its cell stays with the row.
    expect(check.issues.map(({ issue }) => issue)).toEqual(['unknown-word'])
    expect(check.rows[1]).toMatchObject({ title: RAID.title, date: '2020-06-25', area: RAID.area, narrative: RAID.narrative })
  })

  it('gives every field of an incident back to an import of the file', async () => {
    const day = (date: string) => ({ date, about: false })
    const more: Partial<IncidentFields> = {
      types: ['raid-premises', 'arrest'],
      end: day('2020-06-03'),
      summary: 'Short',
      method: 'By night',
      reason: 'Loitering',
      certainty: 'likely',
      placeKind: 'drop-in',
      recordedBy: 'A. O.',
      knownBy: 'witness',
      reliability: 'mostly',
      language: 'Dholuo',
      received: day('2020-06-04'),
      interviewedBy: 'Nobody',
      feedbackDue: day('2020-07-01'),
      feedbackDone: day('2020-07-02'),
      response: 'A lawyer went there',
      outcome: 'Let go',
      detention: 'cell',
      heldAt: 'Central',
      custody: 'no',
      contactOutside: 'yes',
      lawyer: 'refused',
      statement: 'forced',
      statementExplained: 'Not at all',
      medical: 'late',
      caseNumber: 'OB 7',
      bail: '5,000',
      released: day('2020-06-05'),
    }
    const harmed = [
      { name: 'Neema', role: 'sex-worker', injuries: 'light', needs: ['lawyer', 'bail'], what: 'Slapped' },
      { name: 'Zuri', role: 'peer', people: 2 },
    ]
    const perpetrators = [
      {
        ...{ name: 'Tall one', kind: 'police', degree: 'ordered', people: 3 },
        ...{ unit: 'Kilimani', rank: 'Sergeant', badge: '77', vehicle: 'KDA 123X' },
      },
    ]
    const bytes = Buffer.from(await write([{ ...record({ ...more, source: null }), harmed, perpetrators }]))
    const importer = new Importer()
    const id = importer.begin({ fileName: 'parasol.csv', bytes: bytes.length })
    importer.chunk(id, bytes)
    const { guess: mapping, choice } = await importer.read(id)
    let back: IncidentFields | undefined
    const save = async (rows: readonly NamedIncident[]) => {
      back = rows[0]?.fields
      return rows.map(() => '0'.repeat(64) as RecordId)
    }
    for await (const _ of importer.run(id, { choice, mapping, destination: NOWHERE }, save)) void _
    expect(back).toMatchObject({ ...more, start: RAID.start, 'harmed:00000001': harmed[0], 'harmed:00000002': harmed[1] })
    expect(back?.['perpetrator:00000001']).toEqual(perpetrators[0])
  })

  it('has nothing for others of whom it names, of what stays with us, and of who can read it', () => {
    const own = COLUMNS.filter((column) => !columnsOf(false).includes(column)).map(({ name }) => name)
    expect(own).toEqual([
      'record id',
      'harmed',
      'date received',
      'recorded by',
      'interviewed by',
      'response',
      'feedback due',
      'feedback done',
      'audience',
      'other cells',
    ])
  })

  it('says in HURIDOCS codes what is picked from their lists, of each in the order of the words', async () => {
    const harmed = [
      { name: 'Neema', injuries: 'serious' },
      { name: 'Zuri', injuries: 'none' },
    ]
    const perpetrators = [{ kind: 'police', degree: 'ordered' }, { kind: 'client' }, { kind: 'our-own-word', degree: 'present' }]
    const fields: Partial<IncidentFields> = {
      ...{ types: ['arrest'], start: { date: '2020-06', about: false }, end: { date: '2020', about: true } },
      ...{ certainty: 'confirmed', placeKind: 'police', knownBy: 'media', reliability: 'mostly' },
      ...{ detention: 'cell', custody: 'no', lawyer: 'refused', statement: 'forced', medical: 'late' },
    }
    const [row] = parse(await write([{ ...record(fields), harmed, perpetrators }]), { bom: true, columns: true }) as Record<
      string,
      string
    >[]
    expect(Object.fromEntries(Object.entries(row ?? {}).filter(([name]) => name.startsWith('HURIDOCS')))).toEqual({
      'HURIDOCS codes': 'MT4:030101',
      'HURIDOCS MT48': 'MT48:02',
      'HURIDOCS MT48 end': 'MT48:01|MT48:03',
      'HURIDOCS MT17': 'MT17:0305',
      'HURIDOCS MT41': 'MT41:01',
      'HURIDOCS MT25': 'MT25:0102|',
      'HURIDOCS MT24': 'MT24:010104||',
      'HURIDOCS MT18': 'MT18:0102||MT18:0104',
      'HURIDOCS MT31': '',
      'HURIDOCS MT36': 'MT36:01',
      'HURIDOCS MT37': 'MT37:02',
      'HURIDOCS MT19': 'MT19:03',
      'HURIDOCS MT42': 'MT42:02',
    })
  })

  it('has codes behind the words that they are of, and for the same readers', () => {
    const coded = Object.entries(INCIDENT_MORE).flatMap(([field, spec]) => (spec.is === 'code' && MICRO_THESAURI[spec.of] ? [field] : []))
    expect(coded.length).toBeGreaterThan(0)
    const names = COLUMNS.map(({ name }) => name)
    expect(names).toEqual([...new Set(names)])
    const pairs = COLUMNS.flatMap((column, i) => {
      const before = COLUMNS[i - 1]
      return before && /^HURIDOCS MT\d+$/.test(column.name) ? [{ column, before }] : []
    })
    expect(pairs.length).toBe(coded.length + 4)
    for (const { column, before } of pairs) {
      expect(column.own).toBe(before.own)
      const cells = (one: ExportedRecord) => [column.cell(one), before.cell(one)]
      // Where the words say nothing, as where they were taken out for who reads it, the code says nothing.
      expect(cells({ ...record({ start: null }), harmed: [{}], perpetrators: [{}] })).toEqual(['', ''])
    }
  })

  it('knows a code for each type that has one', () => {
    const codes = COLUMNS.find(({ name }) => name === 'HURIDOCS codes')?.cell(record({ types: INCIDENT_TYPES.map(({ slug }) => slug) }))
    expect(codes?.split('|')).toEqual(INCIDENT_TYPES.flatMap(({ huridocs }) => huridocs ?? []))
  })
})
