import { afterEach, beforeEach, expect, it } from 'vitest'
import type { SpaceId } from '../../core/engine/contract/index.ts'
import { type Client, houseOf, makePlace, makeVault, type Place, problemOf } from '../support/engine.ts'
import { encode } from '../support/letters.ts'
import { xlsx } from '../support/xlsx.ts'

let place: Place
let client: Client
let house: SpaceId

beforeEach(async () => {
  place = await makePlace()
  await makeVault(place.profile)
  client = (await place.unlocked()).client
  house = await houseOf(client)
})
afterEach(() => place.clear())

const TABLE = [
  [
    'What happened',
    'Date',
    'Time',
    'Town',
    'Incident type',
    'Survivor',
    'Injuries',
    'OB number',
    'Police station',
    'Latitude',
    'Longitude',
    'Fine paid by',
  ],
  [
    'Raid on a bar',
    '2024-05-03',
    '23:10',
    'Kisumu',
    'Arrest; Market sweep',
    'Neema|Zuri',
    'Lightly hurt|Not hurt',
    'OB 7/3',
    'Kondele',
    '-0.0917',
    '34.768',
    'A friend',
  ],
  ['Followed home', '2024-05-14', '', 'Kisumu', 'Kind unheard of', '', '', '', '', '', '', ''],
]
const csv = () => Buffer.from(TABLE.map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\r\n'))

async function open(bytes: Buffer, fileName = 'log.csv') {
  const { importId } = await client.imports.begin({ fileName, bytes: bytes.length })
  for (let at = 0; at < bytes.length; at += 500_000)
    await client.imports.chunk({ importId, data: bytes.subarray(at, at + 500_000).toString('base64') })
  const { guess: mapping, choice } = await client.imports.read({ importId })
  return { importId, mapping, choice }
}
async function run(plan: Awaited<ReturnType<typeof open>>, audience = house) {
  for await (const _ of await client.imports.run({ ...plan, audience })) void _
  return client.imports.report({ importId: plan.importId, offset: 0, limit: 200 })
}

for (const [name, bytes] of [
  ['log.csv', csv],
  ['log.xlsx', () => xlsx({ sheets: [{ name: 'Log', rows: TABLE }] })],
] as const) {
  it(`every column of ${name} finds its field, is searched, comes in once, and is taken back`, async () => {
    await client.cards.create({ audience: house, card: { kind: 'type', fields: { label: 'Market sweep', group: 'liberty' } } })
    const plan = await open(bytes(), name)
    const { rows } = await client.imports.check({ ...plan, audience: house })
    expect(rows[0]?.more).toContainEqual({ field: 'types', text: '', codes: ['arrest', expect.stringMatching(/^own:[0-9a-f]{32}$/)] })
    const report = await run(plan)
    expect(report.rows.map(({ outcome, issues }) => [outcome, issues])).toEqual([
      ['saved', []],
      ['saved-with-note', ['unknown-word']],
    ])
    const [first, second] = report.rows.map(({ recordId }) => recordId)
    if (!first || !second) throw new Error('a row was not saved')
    const { fields } = await client.records.get({ recordId: first })
    expect(fields).toMatchObject({
      title: 'Raid on a bar',
      start: { date: '2024-05-03', time: '23:10' },
      types: ['arrest', expect.stringMatching(/^own:/)],
      'harmed:00000001': { name: 'Neema', injuries: 'light' },
      'harmed:00000002': { name: 'Zuri', injuries: 'none' },
      'perpetrator:00000001': { unit: 'Kondele' },
      caseNumber: 'OB 7/3',
      source: { cells: [{ name: 'Fine paid by', value: 'A friend' }] },
    })
    // The exact place lies apart: nothing else has it, and no search finds it.
    expect(JSON.stringify(fields)).not.toContain('34.768')
    expect(await client.records.place({ recordId: first })).toMatchObject({ place: '-0.0917, 34.768' })
    expect((await client.records.count({ text: '0917' })).matching).toBe(0)
    for (const text of ['zuri', 'kondele', 'friend']) expect((await client.records.count({ text })).matching, text).toBe(1)
    expect((await client.records.count({ units: ['kondele'] })).matching).toBe(1)
    expect(await client.cards.units({ text: 'KOND' })).toEqual([{ unit: 'Kondele', people: 0, incidents: 1 }])
    expect((await client.records.get({ recordId: second })).fields.source?.cells).toEqual([
      { name: 'Incident type', value: 'Kind unheard of' },
    ])

    const again = await open(bytes(), name)
    expect((await client.imports.check({ ...again, audience: house })).issues).toMatchObject([{ issue: 'imported-before', count: 2 }])
    for await (const _ of await client.imports.takeBack({ importId: plan.importId })) void _
    expect((await client.records.count({})).all).toBe(0)
  })
}

it('what a file said before its columns had fields is recognised when they have', async () => {
  const before = await open(csv())
  await run({ ...before, mapping: { ...before.mapping, fields: [] } })
  const now = await open(csv())
  expect(now.mapping.fields.length).toBeGreaterThan(5)
  expect((await client.imports.check({ ...now, audience: house })).issues).toMatchObject([{ issue: 'imported-before', count: 2 }])
})

it('a file comes in by the letters that a person chose, of those that there are', async () => {
  const { importId, mapping, choice } = await open(Buffer.from(encode('Title,Town\nGözaltı,Şişli\n', 'windows-1254')))
  expect(choice.encoding).toBe('windows-1252')
  const other = await client.imports.read({ importId, encoding: 'windows-1254' })
  expect(other.choice).toEqual({ ...choice, encoding: 'windows-1254' })
  await run({ importId, mapping, choice: other.choice })
  expect((await client.records.count({ text: 'şişli' })).matching).toBe(1)
  for (const encoding of ['windows-1259', 'utf-16le'] as const)
    expect(await problemOf(client.imports.read({ importId, encoding: encoding as 'utf-16le' }))).toMatchObject({ code: 'BAD_INPUT' })
})

it('nobody who was harmed, and nothing that only we may read, comes into a coalition by a spreadsheet', async () => {
  const { spaceId } = await client.coalitions.found({ name: 'Umoja' })
  const plan = await open(csv())
  expect(await problemOf(client.imports.check({ ...plan, audience: spaceId }))).toMatchObject({ code: 'NOT_ALLOWED' })
  expect(await problemOf(run(plan, spaceId))).toMatchObject({ code: 'NOT_ALLOWED' })
  expect((await client.records.count({})).all).toBe(0)
})

it('of a spreadsheet a coalition gets the columns that were chosen, and nothing that was only kept beside them', async () => {
  const { spaceId } = await client.coalitions.found({ name: 'Umoja' })
  const table = [...TABLE.map((row) => row.map((cell) => `"${cell}"`).join(',')), 'Beaten,soon,,,,,,,,,,,0712 555 019']
  const plan = await open(Buffer.from(table.join('\r\n')), 'Neema and Zuri.csv')
  const chosen = { ...plan, mapping: { ...plan.mapping, fields: [], keepOthers: true } }
  const { rows, issues } = await run(chosen, spaceId).then(async (report) => ({
    rows: report.rows.map(({ recordId, outcome }) => ({ recordId, outcome })),
    issues: report.rows.map((row) => row.issues),
  }))
  expect(issues).toEqual([[], [], ['bad-date']])
  const read = await Promise.all(rows.map(async ({ recordId }) => (await client.records.get({ recordId: recordId ?? house })).fields))
  for (const word of ['Neema', 'Zuri', '34.768', 'A friend', 'OB 7/3', '0712']) expect(JSON.stringify(read)).not.toContain(word)
  // A cell of a column that was chosen is kept where its field cannot say it.
  const of = (row: number, ...cells: object[]) => ({ fileName: 'table.csv', row, cells })
  expect(read.map(({ source }) => source)).toEqual([of(2), of(3), of(4, { name: 'Date', value: 'soon' })])
})
