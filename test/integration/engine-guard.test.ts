import { afterEach, beforeEach, expect, it } from 'vitest'
import type { RecordId, SpaceId } from '../../core/engine/contract/index.ts'
import { type Client, type EngineChild, houseOf, incident, makePlace, makeVault, type Place, problemOf } from '../support/engine.ts'

let place: Place
let engine: EngineChild
let client: Client
let house: SpaceId
let umoja: SpaceId
/** Really Grace Akinyi. */
let neema: RecordId

beforeEach(async () => {
  place = await makePlace()
  await makeVault(place.profile)
  engine = await place.unlocked()
  client = engine.client
  house = await houseOf(client)
  umoja = (await client.coalitions.found({ name: 'Umoja' })).spaceId
  neema = await person('Neema', 'Grace Akinyi')
})
afterEach(() => place.clear())

const person = async (pseudonym: string, name: string) =>
  (
    await client.cards.create({
      audience: house,
      card: { kind: 'person', fields: { pseudonym } },
      identity: { name, contact: '', notes: '' },
    })
  ).recordId
const looks = () => client.records.shown({ recordId: neema, field: 'identity' })
/** Its words are names as they are written, none twice, and nobody's. */
const dictionary = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => `Q${(from + i).toString(36).replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '')}x`)
/** What the House says of very many words: on the page of everybody, and of no record. */
const SOUGHT = { act: 'viewed', recordId: null, here: true }

/** A file of some columns, whole, and by what it is brought in. */
async function opened(lines: readonly string[], header = 'What happened') {
  const bytes = Buffer.from([header, ...lines].join('\n'))
  const { importId } = await client.imports.begin({ fileName: 'rows.csv', bytes: bytes.length })
  for (let at = 0; at < bytes.length; at += 500_000)
    await client.imports.chunk({ importId, data: bytes.subarray(at, at + 500_000).toString('base64') })
  const { choice, guess } = await client.imports.read({ importId })
  return { importId, choice, mapping: { ...guess, title: 0 } }
}

it('tells nothing of words that cannot be saved as they are', async () => {
  const long = 'Akinyi was hit. '.repeat(4_000)
  const plain = 'She was hit now. '.repeat(4_000)
  for (const narrative of [long, plain])
    expect(await problemOf(client.records.create({ audience: umoja, fields: incident('Raid', { narrative }) }))).toMatchObject({
      code: 'TEXT_TOO_LONG',
    })
  const { recordId, entryId } = await client.records.create({ audience: umoja, fields: incident('Raid') })
  const card = { kind: 'request', fields: { title: 'A lawyer' } } as const
  const request = await client.cards.create({ audience: umoja, card })
  for (const text of [long, plain]) {
    const amended = client.records.amend({ recordId, heads: [entryId], changes: { narrative: text } })
    expect(await problemOf(amended)).toMatchObject({ code: 'TEXT_TOO_LONG' })
    const asked = client.cards.create({ audience: umoja, card: { ...card, fields: { ...card.fields, details: text } } })
    expect(await problemOf(asked)).toMatchObject({ code: 'TEXT_TOO_LONG' })
    const change = { kind: 'request', changes: { details: text } } as const
    const changed = client.cards.amend({ recordId: request.recordId, heads: [request.entryId], change })
    expect(await problemOf(changed)).toMatchObject({ code: 'TEXT_TOO_LONG' })
  }
})

it('says of a dictionary that is tried as a spreadsheet that all real names were looked for, on the page of each', async () => {
  const plan = await opened([...dictionary(0, 60_000), 'Akinyi', 'Wanjiku'])
  const named = async () => (await client.imports.check({ ...plan, audience: umoja })).issues
  for (let times = 0; times < 2; times += 1) expect(await named()).toMatchObject([{ issue: 'named', count: 1 }])
  expect(await looks()).toMatchObject([SOUGHT])
  // Of whom nothing was written then, nothing was looked for.
  const later = await person('Zuri', 'Hope Wanjiku')
  expect(await client.records.shown({ recordId: later, field: 'identity' })).toEqual([])
  expect(await client.records.shown({ recordId: neema, field: 'place' })).toEqual([])
  await client.cards.reveal({ recordId: neema })
  expect(await named()).toMatchObject([{ issue: 'named', count: 2 }])
  expect(await client.records.shown({ recordId: later, field: 'identity' })).toMatchObject([SOUGHT])
  expect(await looks()).toMatchObject([SOUGHT, { act: 'viewed', recordId: neema }, SOUGHT])
})

it('counts together what is asked in small pieces, by more than one window and in every way', async () => {
  const second = engine.open().client
  const row = await client.records.create({ audience: house, fields: incident('Raid', { narrative: dictionary(0, 1_000).join(' ') }) })
  const ask: ((from: number) => Promise<unknown>)[] = [
    async (from) => client.imports.check({ ...(await opened([dictionary(from, from + 500).join(' ')])), audience: umoja }),
    (from) => {
      const narrative = `Akinyi ${dictionary(from, from + 500).join(' ')}`
      return problemOf(second.records.create({ audience: umoja, fields: incident('Raid', { narrative }) }))
    },
    (from) => client.alerts.mayName({ words: [dictionary(from, from + 100).join(' ')] }),
    () => client.records.shareable({ recordId: row.recordId, audience: umoja }),
    () => second.exports.preview({ purpose: 'public' }),
  ]
  for (let round = 0; round < 8; round += 1) for (const [i, one] of ask.entries()) await one(10_000 * (i + 1) + 500 * round)
  expect(await looks()).toMatchObject([SOUGHT])
  expect((await client.records.list({ audience: umoja })).rows).toEqual([])
})

it('does not look for a dictionary in words that are too long, so it need not say so', async () => {
  const words = dictionary(0, 20_000).join(' ')
  expect(await problemOf(client.records.create({ audience: umoja, fields: incident('Raid', { narrative: words }) }))).toMatchObject({
    code: 'TEXT_TOO_LONG',
  })
  expect(await looks()).toEqual([])
})

it('says row by row what becomes of a spreadsheet of some thousand incidents, and nothing in the House where they use the words that all use', async () => {
  const [areas, acts, places] = [dictionary(0, 40), dictionary(100, 140), dictionary(200, 300)]
  const lines = Array.from({ length: 4_000 }, (_, i) => {
    const what = `${acts[i % 40]} by the police in ${places[i % 100]}, ${i % 28} officers`
    return `${i % 1_000 === 7 ? `${what} with Akinyi` : what},${areas[i % 40]}`
  })
  const plan = await opened(lines, 'What happened,Area')
  const check = await client.imports.check({ ...plan, audience: umoja })
  expect(check).toMatchObject({ taken: 3_996, skipped: 4 })
  expect(check.issues).toMatchObject([{ issue: 'named', count: 4, firstRows: [9, 1_009, 2_009, 3_009] }])
  for await (const _ of await client.imports.run({ ...plan, audience: umoja })) void _
  expect((await client.records.count({ audience: umoja })).matching).toBe(3_996)
  expect(await looks()).toEqual([])
})
