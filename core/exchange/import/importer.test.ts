import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { encode } from '../../../test/support/letters.ts'
import { xlsx } from '../../../test/support/xlsx.ts'
import { mappingCheckSchema, type Progress, rowReportSchema, tablePreviewSchema } from '../../engine/contract/exchange.ts'
import { type ImportId, importIdSchema, type RecordId, recordIdSchema } from '../../engine/contract/ids.ts'
import type { IncidentFields } from '../../engine/contract/incident.ts'
import { BATCH_ROWS, type Plan } from './import-file.ts'
import { Importer } from './importer.ts'
import { NOWHERE } from './testing.ts'
import type { NamedIncident } from './types.ts'

/** A log as organisations keep it: late columns, several date styles, quotes and line breaks in cells, a broken row, an empty one. */
function messyFile(rows: number): string {
  const dates = ['2020-06-01', '1/6/2020', 'June 1, 2020', '(Believed to be) 2020-06-01', 'Unknown Date', '']
  const lines = Array.from({ length: rows }, (_, i) => {
    if (i === 7) return ',,,,'
    if (i === 11) return `Row ${i},"open,2020-06-01,Kisumu,x`
    const title = i === 5 ? '' : `Row ${i}, "quoted"\nsecond line`
    return [
      `"${title.replaceAll('"', '""')}"`,
      '"They came, at night"',
      `"${dates[i % dates.length]}"`,
      'Kisumu',
      `https://x.example/${i}`,
    ].join(',')
  })
  return `\ufeffTitle,Notes,Date,Town,Link 1\r\n${lines.join('\r\n')}\r\n`
}

function open(importer: Importer, text: string | Uint8Array, piece = 1_000): ImportId {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  const id = importer.begin({ fileName: 'log.csv', bytes: bytes.length })
  for (let at = 0; at < bytes.length; at += piece) importer.chunk(id, bytes.slice(at, at + piece))
  return id
}

async function planOf(importer: Importer, id: ImportId): Promise<Plan> {
  const { choice, guess } = await importer.read(id)
  return { choice, mapping: guess, destination: NOWHERE }
}

class Store {
  readonly batches: IncidentFields[][] = []
  readonly save = async (batch: NamedIncident[]): Promise<RecordId[]> => {
    const first = this.saved.length
    this.batches.push(batch.map(({ fields }) => fields))
    return batch.map((_, i) => recordIdSchema.parse((first + i).toString(16).padStart(64, '0')))
  }
  get saved(): IncidentFields[] {
    return this.batches.flat()
  }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

describe('Importer', () => {
  it('says of rows that nobody sees in the sheet that they are there, and brings none of them into a coalition', async () => {
    const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`
    const rows = [
      ['', 'What happened', 'Town'],
      ['', 'Seen', 'Kisumu'],
      [' hidden="1"', 'Filtered out', ''],
      [' hidden="true" r="6"', 'Put away', 'Ahero'],
    ]
    const data = rows.map(([how, ...cells]) => `<row${how}>${cells.map(cell).join('')}</row>`).join('')
    const sheet = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${data}</sheetData><mergeCells><mergeCell ref="B2:B3"/></mergeCells></worksheet>`
    const run = async (naming: Plan['destination']['naming']) => {
      const importer = new Importer()
      const id = open(importer, xlsx({ sheets: [{ name: 'Log', rows: [], xml: sheet }] }))
      const plan = await planOf(importer, id)
      const store = new Store()
      await all(importer.run(id, { ...plan, destination: { ...NOWHERE, ...(naming ? { naming } : {}) } }, store.save))
      const report = importer.report(id, 0, 10).rows.map(({ row, outcome, issues }) => [row, outcome, ...issues])
      return { report, areas: store.saved.map(({ area }) => area) }
    }
    expect(await run(undefined)).toEqual({
      report: [
        [2, 'saved'],
        [3, 'saved-with-note', 'hidden'],
        [6, 'saved-with-note', 'hidden'],
      ],
      areas: ['Kisumu', 'Kisumu', 'Ahero'],
    })
    expect(await run({ isIn: async () => false, isRead: true })).toEqual({
      report: [
        [2, 'saved'],
        [3, 'skipped', 'hidden'],
        [6, 'skipped', 'hidden'],
      ],
      areas: ['Kisumu'],
    })
  })

  it('brings a messy file in, with every row accounted for', async () => {
    const importer = new Importer()
    const id = open(importer, messyFile(2_500))
    const preview = tablePreviewSchema.parse(await importer.read(id))
    expect(preview).toMatchObject({ encoding: 'utf-8', encodings: [], delimiter: ',', rows: 2_500 })
    expect(preview.guess).toEqual({ title: 0, date: 2, area: [3], narrative: [1], fields: [], dateOrder: 'dmy', keepOthers: true })

    const plan = { choice: preview.choice, mapping: preview.guess, destination: NOWHERE }
    const check = mappingCheckSchema.parse(await importer.check(id, plan))
    expect(check).toMatchObject({ taken: 2_499, skipped: 1 })
    const counts = Object.fromEntries(check.issues.map(({ issue, count }) => [issue, count]))
    expect(counts).toMatchObject({ 'empty-row': 1, 'no-title': 1, 'broken-quotes': 1, 'bad-date': 416 })
    expect(check.rows.map(({ row }) => row).slice(0, 3)).toEqual([2, 3, 4])

    const store = new Store()
    const events = await all(importer.run(id, plan, store.save))
    expect(events[0]).toEqual({ done: 0, total: 2_500, finished: false, cancelled: false })
    expect(events.at(-1)).toEqual({ done: 2_500, total: 2_500, finished: true, cancelled: false })
    expect(store.saved).toHaveLength(2_499)
    expect(Math.max(...store.batches.map(({ length }) => length))).toBe(BATCH_ROWS)
    expect(store.saved[0]).toEqual({
      title: 'Row 0, "quoted" second line',
      types: [],
      start: { date: '2020-06-01', about: false },
      area: 'Kisumu',
      narrative: 'They came, at night',
      source: {
        fileName: 'log.csv',
        row: 2,
        cells: [
          { name: 'Title', value: 'Row 0, "quoted"\nsecond line' },
          { name: 'Link 1', value: 'https://x.example/0' },
        ],
      },
    })

    const report = importer.report(id, 0, 200)
    for (const row of report.rows) rowReportSchema.parse(row)
    expect(report).toMatchObject({ total: 2_500, saved: 2_499, skipped: 1 })
    expect(report.rows[0]).toEqual({ row: 2, title: 'Row 0, "quoted" second line', outcome: 'saved', issues: [], recordId: '0'.repeat(64) })
    expect(report.rows[5]).toMatchObject({ row: 7, outcome: 'saved-with-note', issues: ['no-title'] })
    expect(report.rows[7]).toMatchObject({ row: 9, outcome: 'skipped', issues: ['empty-row'], recordId: null })
    expect(importer.report(id, 2_499, 200).rows).toHaveLength(1)
  })

  it('writes nothing before it runs', async () => {
    const importer = new Importer()
    const id = open(importer, messyFile(10))
    const plan = await planOf(importer, id)
    await importer.check(id, plan)
    const store = new Store()
    importer.run(id, plan, store.save)
    expect(store.batches).toEqual([])
    expect(importer.report(id, 0, 1).rows).toEqual([{ row: 2, title: '', outcome: 'not-reached', issues: [], recordId: null }])
  })

  it.each(['abort', 'leave'] as const)(
    'stops after the batch under way on %s, says what is in, and goes on from there without doubling',
    async (how) => {
      const importer = new Importer()
      const id = open(importer, messyFile(2_500))
      const plan = await planOf(importer, id)
      const store = new Store()
      const controller = new AbortController()
      let last: Progress | undefined
      for await (const event of importer.run(id, plan, store.save, controller.signal)) {
        last = event
        if (event.done > 0 && how === 'abort') controller.abort()
        if (event.done > 0 && how === 'leave') break
      }
      if (how === 'abort') expect(last).toMatchObject({ finished: true, cancelled: true })
      expect(store.batches).toHaveLength(1)
      expect(importer.report(id, 0, 1)).toMatchObject({ total: 2_500, saved: BATCH_ROWS, skipped: 1 })
      expect(importer.report(id, 1_500, 1).rows).toMatchObject([{ outcome: 'not-reached' }])

      expect((await all(importer.run(id, plan, store.save))).at(-1)).toMatchObject({
        done: 2_500,
        finished: true,
        cancelled: false,
      })
      expect(new Set(store.saved.map(({ source }) => source?.row)).size).toBe(2_499)
      expect(store.saved).toHaveLength(2_499)
      await all(importer.run(id, plan, store.save))
      expect(store.saved).toHaveLength(2_499)
    },
  )

  it('tells what was saved before saving failed', async () => {
    const importer = new Importer()
    const id = open(importer, messyFile(2_500))
    const plan = await planOf(importer, id)
    const store = new Store()
    const run = importer.run(id, plan, (batch) => (store.batches.length === 2 ? Promise.reject(new Error('disk full')) : store.save(batch)))
    await expect(all(run)).rejects.toThrow('disk full')
    expect(importer.report(id, 0, 1).saved).toBe(2 * BATCH_ROWS)
    await all(importer.run(id, plan, store.save))
    expect(store.saved).toHaveLength(2_499)
  })

  it('runs once at a time', async () => {
    const importer = new Importer()
    const id = open(importer, messyFile(10))
    const plan = await planOf(importer, id)
    const first = importer.run(id, plan, new Store().save)
    await first.next()
    await expect(importer.run(id, plan, new Store().save).next()).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })

  it('stops when it is closed while it runs, and forgets the file', async () => {
    const importer = new Importer()
    const id = open(importer, messyFile(1_000))
    const plan = await planOf(importer, id)
    const store = new Store()
    const run = importer.run(id, plan, async (batch) => {
      importer.close(id)
      return store.save(batch)
    })
    await all(run)
    expect(store.batches).toHaveLength(1)
    expect(() => importer.report(id, 0, 1)).toThrow('IMPORT_NOT_FOUND')
  })

  it('reads days as Excel counts them', async () => {
    const importer = new Importer()
    const id = open(importer, 'title;date\nRaid;43983\nArrest;43984,5\n')
    const plan = await planOf(importer, id)
    expect((await importer.check(id, plan)).rows.map(({ date }) => date)).toEqual(['2020-06-01', '2020-06-02 12:00'])
  })

  it('refuses what does not fit', async () => {
    const importer = new Importer()
    expect(() => importer.begin({ fileName: 'x', bytes: 0 })).toThrow('FILE_EMPTY')
    expect(() => importer.begin({ fileName: 'x', bytes: 256 * 1024 * 1024 + 1 })).toThrow('FILE_TOO_LARGE')
    const id = importer.begin({ fileName: 'x', bytes: 8 })
    expect(() => importer.chunk(id, new Uint8Array(9))).toThrow('BAD_INPUT')
    importer.chunk(id, Buffer.from('a,b\n'))
    await expect(importer.read(id)).rejects.toMatchObject({ code: 'BAD_INPUT' })
    importer.chunk(id, Buffer.from('1,2\n'))
    const plan = await planOf(importer, id)
    expect(() => importer.chunk(id, new Uint8Array(0))).toThrow('BAD_INPUT')
    await expect(importer.check(id, { ...plan, mapping: { ...plan.mapping, title: 2 } })).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await expect(importer.read(importIdSchema.parse('0'.repeat(32)))).rejects.toMatchObject({ code: 'IMPORT_NOT_FOUND' })
  })

  it('wipes the bytes when they are read, and keeps no more than three files open', async () => {
    const importer = new Importer()
    const bytes = Buffer.from('a,b\n1,2\n')
    const first = importer.begin({ fileName: 'x', bytes: bytes.length })
    importer.chunk(first, bytes)
    await importer.read(first)
    expect(bytes.every((byte) => byte === 0)).toBe(true)
    for (let i = 0; i < 3; i++) open(importer, 'a,b\n1,2\n')
    await expect(importer.read(first)).rejects.toMatchObject({ code: 'IMPORT_NOT_FOUND' })
  })

  it('reads another sheet, and another header, as often as is asked, and runs only the one that is named', async () => {
    const importer = new Importer()
    const book = xlsx({
      sheets: [
        { name: 'Cover', rows: [['Our log']] },
        { name: '2020', rows: [['Our log of 2020'], [], ['Title', 'Town', 'Notes'], ['Raid', 'Kisumu', 'x'], ['Arrest', 'Kisumu', 'y']] },
        { name: '2021', rows: [['Title'], ['Eviction']] },
      ],
    })
    const id = open(importer, book)
    const first = tablePreviewSchema.parse(await importer.read(id))
    expect(first).toMatchObject({
      encoding: null,
      delimiter: null,
      rows: 2,
      choice: { sheet: 1, header: 3 },
      sheets: [{ name: 'Cover' }, {}, {}],
    })
    expect(first.headers.map(({ row }) => row)).toEqual([1, 3, 4, 5])
    const plan = { choice: first.choice, mapping: first.guess, destination: NOWHERE }
    expect((await importer.check(id, plan)).rows.map(({ row, title }) => [row, title])).toEqual([
      [4, 'Raid'],
      [5, 'Arrest'],
    ])

    const other = await importer.read(id, { sheet: 2, header: null })
    expect(other).toMatchObject({ rows: 1, choice: { sheet: 2, header: 1 } })
    expect((await importer.read(id, { sheet: 1, header: 4 })).columns.map(({ name }) => name)).toEqual(['Raid', 'Kisumu', 'x'])
    await expect(importer.read(id, { sheet: 1, header: 2 })).rejects.toMatchObject({ code: 'BAD_INPUT', data: { field: 'header' } })
    await expect(importer.read(id, { sheet: 0, header: null })).rejects.toMatchObject({ code: 'FILE_EMPTY' })

    // Whatever was looked at last, the plan says which rows come in; and no others are read meanwhile.
    const store = new Store()
    const run = importer.run(id, plan, store.save)
    await run.next()
    await expect(importer.read(id, { sheet: 2, header: null })).rejects.toMatchObject({ code: 'BAD_INPUT', data: { field: 'running' } })
    await all(run)
    expect(store.saved.map(({ title, source }) => [title, source?.row])).toEqual([
      ['Raid', 4],
      ['Arrest', 5],
    ])
    expect(importer.report(id, 0, 10).rows.map(({ row, outcome }) => [row, outcome])).toEqual([
      [4, 'saved'],
      [5, 'saved'],
    ])
  })

  it('reads a file in other letters, header and mapping anew, and checks and runs it in those that the plan says', async () => {
    const importer = new Importer()
    const id = open(importer, encode('Kayıt\nNo,Ne oldu,Semt\n1,Gözaltı,Şişli\n2,Baskın,Kadıköy\n', 'windows-1254'))
    const first = tablePreviewSchema.parse(await importer.read(id))
    expect(first.choice).toEqual({ sheet: 0, header: 2, encoding: 'windows-1252' })
    expect(first.encodings).toContain('windows-1254')
    await importer.read(id, { sheet: 0, header: 3, encoding: 'windows-1252' })

    const wanted = { sheet: null, header: null, encoding: 'windows-1254' } as const
    const other = tablePreviewSchema.parse(await importer.read(id, wanted))
    expect(other).toMatchObject({ choice: { sheet: 0, header: 2, encoding: 'windows-1254' }, encoding: 'windows-1254' })
    expect(other.columns.map(({ name }) => name)).toEqual(['No', 'Ne oldu', 'Semt'])
    const mapping = { ...first.guess, title: 1, area: [2] }
    const plan = (choice: Plan['choice']): Plan => ({ choice, mapping, destination: NOWHERE })
    const areas = async (choice: Plan['choice']) => (await importer.check(id, plan(choice))).rows.map(({ area }) => area)
    expect(await areas(first.choice)).toEqual(['Þiþli', 'Kadýköy'])
    expect(await areas({ ...other.choice, encoding: null })).toEqual(['Þiþli', 'Kadýköy'])
    expect(await areas(other.choice)).toEqual(['Şişli', 'Kadıköy'])
    await expect(importer.read(id, { ...wanted, encoding: 'utf-16le' })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      data: { field: 'encoding' },
    })

    // Whatever was looked at last, and looked for meanwhile.
    await importer.read(id, first.choice)
    const store = new Store()
    const run = importer.run(id, plan(other.choice), store.save)
    await run.next()
    await expect(importer.read(id, first.choice)).rejects.toMatchObject({ code: 'BAD_INPUT', data: { field: 'running' } })
    await all(run)
    expect(store.saved.map(({ title, area }) => [title, area])).toEqual([
      ['Gözaltı', 'Şişli'],
      ['Baskın', 'Kadıköy'],
    ])
  })

  it('gives way while it reads and checks a large file', async () => {
    const importer = new Importer()
    const id = open(importer, Buffer.from(messyFile(30_000)), 512 * 1024)
    // Each look at the clock finds that it is time to give way, however fast the computer is.
    let now = performance.now()
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 1_000))
    onTestFinished(() => clock.mockRestore())
    let turns = 0
    const count = () => {
      turns++
      timer = setImmediate(count)
    }
    let timer = setImmediate(count)
    const plan = await planOf(importer, id)
    const afterRead = turns
    await importer.check(id, plan)
    clearImmediate(timer)
    expect(afterRead).toBeGreaterThan(20)
    expect(turns - afterRead).toBeGreaterThan(20)
  })
})
