import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ImportId, SpaceId } from '../../core/engine/contract/index.ts'
import { type Client, everyTitle, houseOf, makePlace, makeVault, type Place } from '../support/engine.ts'

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

const FILE = 'Title,When,City\nRaid,2020-06-01,Kisumu\nArrest,2020-06-02,Kisumu\nArrest,2020-06-02,Kisumu\n'

/** Opens an import and says what its check and, where it runs, its report count. */
async function bringIn(text: string, audience: SpaceId, run = true) {
  const bytes = Buffer.from(text)
  const { importId } = await client.imports.begin({ fileName: 'log.csv', bytes: bytes.length })
  await client.imports.chunk({ importId, data: bytes.toString('base64') })
  const { guess: mapping, choice } = await client.imports.read({ importId })
  const { taken, issues } = await client.imports.check({ importId, choice, mapping, audience })
  if (run) for await (const _ of await client.imports.run({ importId, choice, mapping, audience })) void _
  const { saved, skipped } = await client.imports.report({ importId, offset: 0, limit: 1 })
  return { importId, taken, issues: Object.fromEntries(issues.map(({ issue, count }) => [issue, count])), saved, skipped }
}
const all = async () => (await client.records.count({})).all
const firstRecord = async (importId: ImportId) => {
  const recordId = (await client.imports.report({ importId, offset: 0, limit: 1 })).rows[0]?.recordId
  if (!recordId) throw new Error('the row was not saved')
  return client.records.get({ recordId })
}

it('a file comes in once, and of a longer one with its rows in other order only what is new; rows that are the same stay apart', async () => {
  expect(await bringIn(FILE, house)).toMatchObject({ taken: 3, saved: 3, issues: {} })
  expect(await bringIn(FILE, house)).toMatchObject({ taken: 0, saved: 0, skipped: 3, issues: { 'imported-before': 3 } })
  // Columns in other order, a new column, semicolons, another row between, a third arrest.
  const longer =
    '\ufeffCity;Title;When;Source\r\nKisumu;Arrest;2020-06-02;\r\nNairobi;Raid;2020-06-03;x\r\nKisumu;Raid;2020-06-01;\r\n' +
    'Kisumu;Arrest;2020-06-02;\r\nKisumu;Arrest;2020-06-02;\r\n'
  expect(await bringIn(longer, house)).toMatchObject({ taken: 2, saved: 2, skipped: 3, issues: { 'imported-before': 3 } })
  expect((await everyTitle(client)).toSorted()).toEqual(['Arrest', 'Arrest', 'Arrest', 'Raid', 'Raid'])
  // Also after a new start, from the logs.
  await place.kill()
  client = (await place.unlocked()).client
  expect(await bringIn(longer, house)).toMatchObject({ taken: 0, skipped: 5 })
  expect(await all()).toBe(5)
})

it('what was amended stays so, and what was erased does not come back, for whomever the file is brought in', async () => {
  const first = await bringIn(FILE, house)
  const raid = await firstRecord(first.importId)
  await client.records.amend({ recordId: raid.recordId, heads: raid.heads, changes: { title: 'Raid, two held' } })
  expect(await bringIn(FILE, house)).toMatchObject({ saved: 0, skipped: 3, issues: { 'imported-before': 3 } })
  expect(await client.records.get({ recordId: raid.recordId })).toMatchObject({
    fields: { title: 'Raid, two held' },
    conflicts: [],
    versions: 2,
  })

  await client.records.erase({ recordId: raid.recordId })
  const { spaceId } = await client.coalitions.found({ name: 'Sisters' })
  expect(await bringIn(FILE, house)).toMatchObject({ saved: 0, issues: { 'imported-before': 2, 'erased-before': 1 } })
  expect(await bringIn(FILE, spaceId)).toMatchObject({ saved: 2, skipped: 1, issues: { 'other-audience': 2, 'erased-before': 1 } })
  expect(await bringIn(FILE, spaceId)).toMatchObject({ saved: 0, skipped: 3, issues: { 'imported-before': 2, 'erased-before': 1 } })
  expect(await everyTitle(client)).toEqual(['Arrest', 'Arrest', 'Arrest', 'Arrest'])
})
