import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ImportId, SpaceId } from '../../core/engine/contract/index.ts'
import { type Client, everyTitle, houseOf, makePlace, makeVault, type Place, problemOf } from '../support/engine.ts'

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

const titles = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => `Raid ${from + i}`)
const fileOf = (rows: readonly string[]): string => `Title,When\n${rows.map((title) => `${title},2020-06-01`).join('\n')}\n`
const FILE = fileOf(titles(0, 10))

async function begin(text: string, audience: SpaceId) {
  const bytes = Buffer.from(text)
  const { importId } = await client.imports.begin({ fileName: 'log.csv', bytes: bytes.length })
  await client.imports.chunk({ importId, data: bytes.toString('base64') })
  const { guess: mapping, choice } = await client.imports.read({ importId })
  return { importId, choice, mapping, audience }
}

async function bringIn(text: string, audience = house) {
  const input = await begin(text, audience)
  for await (const _ of await client.imports.run(input)) void _
  const { importId } = input
  const { saved, skipped, rows } = await client.imports.report({ importId, offset: 0, limit: 200 })
  return { importId, saved, skipped, rows }
}

async function takeBack(importId: ImportId): Promise<void> {
  let last = { finished: false, cancelled: true }
  for await (const event of await client.imports.takeBack({ importId })) last = event
  expect(last).toMatchObject({ finished: true, cancelled: false })
}

const recordOf = (rows: { title: string; recordId: unknown }[], title: string) => {
  const id = rows.find((row) => row.title === title)?.recordId
  if (!id) throw new Error('the row was not saved')
  return client.records.get({ recordId: id as never })
}

it('what an import wrote goes, and the file comes in again as often as one likes, also after a new start from the logs', async () => {
  for (let times = 0; times < 3; times++) {
    const { importId, saved } = await bringIn(FILE)
    expect(saved).toBe(10)
    expect(await client.imports.recent()).toMatchObject([{ importId, fileName: 'log.csv', incidents: 10, audiences: [house] }])
    expect(await client.imports.takeable({ importId })).toMatchObject({ incidents: 10, kept: 0, keptFirst: [], gone: 0 })
    if (times === 1) {
      await place.kill()
      client = (await place.unlocked()).client
    }
    await takeBack(importId)
    expect(await everyTitle(client)).toEqual([])
    expect(await client.imports.recent()).toEqual([])
    expect(await problemOf(client.imports.takeable({ importId }))).toEqual({ code: 'IMPORT_NOT_FOUND' })
  }
  expect((await bringIn(FILE)).saved).toBe(10)
  expect(await bringIn(FILE)).toMatchObject({ saved: 0, skipped: 10 })
})

it('what was changed, shared or erased since stays as it is, and only that', async () => {
  const { spaceId } = await client.coalitions.found({ name: 'Sisters' })
  const { importId, rows } = await bringIn(FILE)
  const [amended, shared, erased] = await Promise.all(['Raid 1', 'Raid 2', 'Raid 3'].map((title) => recordOf(rows, title)))
  if (!amended || !shared || !erased) throw new Error('three rows were saved')
  await client.records.amend({ recordId: amended.recordId, heads: amended.heads, changes: { area: 'Kisumu' } })
  await client.records.share({ recordId: shared.recordId, heads: shared.heads, audience: spaceId })
  await client.records.erase({ recordId: erased.recordId })
  // Another import, which is not taken back, brings in one row more.
  expect(await bringIn(fileOf(titles(0, 11)))).toMatchObject({ saved: 1, skipped: 10 })

  expect(await client.imports.takeable({ importId })).toEqual({
    fileName: 'log.csv',
    audiences: [house],
    incidents: 7,
    kept: 2,
    keptFirst: [
      { recordId: amended.recordId, title: 'Raid 1', why: 'amended' },
      { recordId: shared.recordId, title: 'Raid 2', why: 'shared' },
    ],
    gone: 1,
  })
  await takeBack(importId)
  expect((await everyTitle(client)).toSorted()).toEqual(['Raid 1', 'Raid 10', 'Raid 2'])
  // The one that was erased on purpose does not come back.
  const again = await bringIn(FILE)
  expect(again).toMatchObject({ saved: 7, skipped: 3 })
  expect(again.rows.filter(({ issues }) => issues.includes('erased-before')).map(({ title }) => title)).toEqual(['Raid 3'])
})

it('an import into a coalition is taken back there, and comes in again there or for us only', async () => {
  const { spaceId } = await client.coalitions.found({ name: 'Sisters' })
  const { importId } = await bringIn(FILE, spaceId)
  expect(await client.imports.takeable({ importId })).toMatchObject({ incidents: 10, audiences: [spaceId] })
  await takeBack(importId)
  expect(await bringIn(FILE, house)).toMatchObject({ saved: 10 })
  expect((await bringIn(FILE, spaceId)).rows.map(({ issues }) => issues)).toEqual(titles(0, 10).map(() => ['other-audience']))
})

it('an import that was cut short by a kill is taken back as far as it came, and no record of it is forgotten', async () => {
  const input = await begin(fileOf(titles(0, 3_000)), house)
  for await (const { done } of await client.imports.run(input)) if (done >= 600) break
  await place.kill()
  client = (await place.unlocked()).client
  const all = (await client.records.count({})).all
  expect(all).toBeGreaterThanOrEqual(600)
  const [found] = await client.imports.recent()
  expect(found).toMatchObject({ importId: input.importId, incidents: all })
  // Brought in whole by another import, each takes back its own.
  const { importId, saved } = await bringIn(fileOf(titles(0, 3_000)))
  expect(saved).toBe(3_000 - all)
  await takeBack(input.importId)
  expect((await client.records.count({})).all).toBe(saved)

  // A take-back that is killed goes on where it was.
  for await (const { done } of await client.imports.takeBack({ importId })) if (done >= 300) break
  await place.kill()
  client = (await place.unlocked()).client
  const left = (await client.records.count({})).all
  expect(left).toBeLessThan(saved)
  expect(await client.imports.takeable({ importId })).toMatchObject({ incidents: left, gone: saved - left })
  await takeBack(importId)
  expect((await client.records.count({})).all).toBe(0)
})
