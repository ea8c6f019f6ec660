import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import createTestnet from 'hyperdht/testnet.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CourierReport, SpaceId } from '../../core/engine/contract/index.ts'
import {
  type Client,
  type EngineChild,
  everyTitle,
  houseOf,
  incident,
  makePlace,
  makeVault,
  mount,
  ORGANISATION,
  type Place,
  problemOf,
  unmount,
} from '../support/engine.ts'
import { pair } from '../support/pair.ts'
import { formsOfText, scanFolder } from '../support/scan.ts'

const COALITION = 'Umoja wa Ziwa'
const KILLS = 50

let place: Place
let drive: string
let engines: [EngineChild, EngineChild]
let spaceId: SpaceId

/** Two computers of one coalition, with the network off from here on. */
beforeEach(async () => {
  place = await makePlace()
  drive = join(place.root, 'drive')
  await mkdir(drive)
  const profiles = ['a', 'b'].map((name) => join(place.root, name))
  await Promise.all(profiles.map((dir) => makeVault(dir)))
  engines = (await Promise.all(profiles.map((profile) => place.unlocked(profile)))) as [EngineChild, EngineChild]
  const [a, b] = engines
  const testnet = await createTestnet(3, { host: '127.0.0.1' })
  try {
    spaceId = await pair(a.client, b.client, testnet, COALITION)
    for (const { client } of engines) await client.network.set({ internet: false })
  } finally {
    await testnet.destroy()
  }
})
afterEach(() => place.clear())

const folder = () => join(drive, 'Parasol courier')
const write = (client: Client, title: string, narrative = '') =>
  client.records.create({ audience: spaceId, fields: incident(title, { narrative }) })

async function sync(client: Client): Promise<CourierReport> {
  let report: CourierReport | null = null
  for await (const event of await client.courier.sync({ dir: drive })) report = event.report
  if (!report) throw new Error('a sync ends with a report')
  return report
}

async function finished(events: AsyncIterable<unknown>): Promise<void> {
  for await (const _event of events) void _event
}

const counts = ({ coalitions }: CourierReport) => coalitions.map(({ gave, took }) => ({ gave, took }))
const quiet = { problems: [], passedOver: 0, stopped: null }

describe('two computers that only a drive joins', () => {
  it('give and take both ways, and the drive says no word of it', async () => {
    const [a, b] = engines.map(({ client }) => client) as [Client, Client]
    await write(a, 'Eviction on Tom Mboya Street', 'Zawadi was there.')
    await a.records.create({ audience: await houseOf(a), fields: incident('Our own notes on Kariokor') })
    expect(await sync(a)).toMatchObject({ ...quiet, coalitions: [{ name: COALITION }] })
    const [taken] = counts(await sync(b))
    expect(taken?.took).toBeGreaterThan(0)
    expect(await everyTitle(b)).toEqual(['Eviction on Tom Mboya Street'])
    await write(b, 'Extortion in Kayole')
    expect(counts(await sync(b))).toEqual([{ gave: 1, took: 0 }])
    expect((await sync(a)).coalitions).toMatchObject([{ gave: 0, behind: false }])
    expect(await everyTitle(a)).toContain('Extortion in Kayole')
    expect(counts(await sync(a))).toEqual([{ gave: 0, took: 0 }])

    const words = ['Tom Mboya', 'Zawadi', 'Kariokor', 'Kayole', ORGANISATION, COALITION, spaceId]
    const needles = new Map([...words.map((word) => [word, formsOfText(word)] as const), ['space', [Buffer.from(spaceId, 'hex')]]])
    const { hits, files } = await scanFolder(drive, needles)
    expect(hits).toEqual([])
    expect(files).toBeGreaterThanOrEqual(2)
  })

  it('have one exchange at a time, and only with a folder that is there', async () => {
    const [{ client }] = engines
    await write(client, 'Something to carry', 'x'.repeat(60_000))
    const ends = await Promise.allSettled([sync(client), sync(client)])
    expect(ends.map((end) => (end.status === 'rejected' ? (end.reason as { code: unknown }).code : end.value.stopped))).toEqual([
      null,
      'COURIER_BUSY',
    ])
    expect(await problemOf(client.courier.sync({ dir: join(drive, 'not there') }).then((events) => events.next()))).toEqual({
      code: 'COURIER_NO_FOLDER',
    })
    expect(await sync(client)).toMatchObject(quiet)
  })
})

/** A drive of so many bytes; where this user may not mount one, the engine may write no file that long. */
async function limited(engine: EngineChild, bytes: number, task: () => Promise<void>): Promise<void> {
  if (mount('-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', drive)) {
    try {
      await task()
      expect(mount('-o', 'remount,size=64m', drive)).toBe(true)
      expect(await sync(engine.client)).toMatchObject(quiet)
    } finally {
      unmount(drive)
    }
    return
  }
  const limit = (to: string) => expect(spawnSync('prlimit', ['--pid', `${engine.pid}`, `--fsize=${to}`]).status).toBe(0)
  limit(`${bytes}:unlimited`)
  await task()
  limit('unlimited:unlimited')
  expect(await sync(engine.client)).toMatchObject(quiet)
}

describe('a drive that cannot take more', () => {
  it('is called full, has nothing half written, and takes the rest when there is room', async () => {
    const [a] = engines
    await write(a.client, 'More than fits', 'x'.repeat(60_000))
    await write(a.client, 'And more', 'y'.repeat(60_000))
    await limited(a, 80 * 1024, async () => {
      const report = await sync(a.client)
      expect(report).toMatchObject({ stopped: 'drive-full', passedOver: 0, coalitions: [{ gave: 0 }] })
      expect(await readdir(folder())).toEqual([])
      expect(await everyTitle(a.client)).toHaveLength(2)
    })
  })
})

describe('a drive that cannot be written', () => {
  it('is taken from all the same, and the person is told', async () => {
    const [a, b] = engines
    const mounted = mount('-t', 'tmpfs', 'tmpfs', drive)
    try {
      for (const { client } of engines) await sync(client)
      await write(b.client, 'Of the other side')
      await write(a.client, 'On a locked drive')
      await sync(a.client)
      if (mounted) expect(mount('-o', 'remount,ro', drive)).toBe(true)
      else await chmod(folder(), 0o555)
      const report = await sync(b.client)
      expect(report).toMatchObject({ stopped: 'drive-read-only', passedOver: 0, coalitions: [{ gave: 0 }] })
      expect(await everyTitle(b.client)).toContain('On a locked drive')
    } finally {
      if (mounted) unmount(drive)
      else await chmod(folder(), 0o755)
    }
  })
})

describe('an engine that is killed in the middle of an exchange, 50 times', () => {
  it('loses nothing on either side, and the drive stays of use', async () => {
    const titles: string[] = []
    await mkdir(folder())
    const foreign = new Map([
      ['photo.jpg', 'theirs'],
      [`${'0'.repeat(32)}.part`, 'of another computer'],
    ])
    for (const [name, text] of foreign) await writeFile(join(folder(), name), text)
    // Whether a newcomer has what makes her one yet is up to how long the two were connected.
    for (const { client } of engines) await sync(client)
    let cut = 0
    // The one that was killed comes back while the other has its turn.
    const running = engines.map((engine) => Promise.resolve(engine))
    for (let round = 0; round < KILLS; round += 1) {
      const side = round % 2
      const engine = (await running[side]) as EngineChild
      const { client } = engine
      for (let n = 0; n < 4; n += 1) {
        const title = `round ${round} number ${n}`
        await write(client, title, 'z'.repeat(30_000))
        titles.push(title)
      }
      // At a random moment after its first word: while files are looked at, taken from, or written.
      const events = await client.courier.sync({ dir: drive })
      await events.next()
      setTimeout(() => void engine.kill(), randomInt(30))
      cut += await finished(events).then(
        () => 0,
        () => 1,
      )
      await engine.kill()
      running[side] = place.unlocked(join(place.root, side === 0 ? 'a' : 'b'))
    }
    engines = (await Promise.all(running)) as [EngineChild, EngineChild]
    expect(cut).toBeGreaterThan(KILLS / 2)
    const [a, b] = engines.map(({ client }) => client) as [Client, Client]
    for (const client of [a, b, a, b]) expect(await sync(client)).toMatchObject(quiet)
    expect(counts(await sync(a))).toEqual([{ gave: 0, took: 0 }])
    const expected = titles.toSorted()
    expect((await everyTitle(a)).toSorted()).toEqual(expected)
    expect((await everyTitle(b)).toSorted()).toEqual(expected)
    for (const [name, text] of foreign) expect(await readFile(join(folder(), name), 'utf8')).toBe(text)
    const left = (await readdir(folder())).filter((name) => !foreign.has(name) && !/^[0-9a-f]{32}$/.test(name))
    expect(left).toEqual([])
  }, 400_000)
})
