import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { joinAs, makeCoalition, makeParty, type Party, readAll, record } from '../../test/support/spaces.ts'
import { reader } from '../../test/support/sync.ts'
import type { CourierReport } from '../engine/contract/courier.ts'
import { openSpace } from '../space/found.ts'
import type { Space } from '../space/space.ts'
import { CourierSync } from './courier.ts'
import { FOLDER_NAME } from './folder.ts'
import type { CourierPorts } from './ports.ts'

let root: string
let drive: string
let folder: string
const parties: Party[] = []

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'parasol-courier-'))
  drive = await mkdtemp(join(root, 'drive-'))
  folder = join(drive, FOLDER_NAME)
})
afterEach(async () => {
  for (const { store } of parties.splice(0)) await store.close()
  await rm(root, { recursive: true })
})

async function party(name: string): Promise<Party> {
  const made = await makeParty(root, name)
  parties.push(made)
  return made
}

async function two(): Promise<{ a: Space; b: Space }> {
  return makeCoalition(await party('asha'), await party('bella'))
}

/** The same computer's space with empty logs, as a new disk would hold it: its keys are there. */
async function again(space: Space, { identity, around }: Party): Promise<Space> {
  const fresh = await party(`fresh ${parties.length}`)
  return openSpace(space.facts, identity, { ...fresh.around, epochs: around.epochs })
}

const readers = new WeakMap<Space, () => Promise<void>>()

function portsOf(spaces: Space[], more: Partial<CourierPorts> = {}): CourierPorts {
  return {
    spaces,
    deviceSeed: spaces[0]?.device.log.publicKey ?? Buffer.alloc(32),
    nameOf: (space) => space.roster?.genesis.name ?? '',
    read: (space) => {
      const read = readers.get(space) ?? reader(space)
      readers.set(space, read)
      return read()
    },
    settle: async () => undefined,
    ...more,
  }
}

async function sync(spaces: Space[], more?: Partial<CourierPorts>, dir = drive): Promise<CourierReport> {
  let report: CourierReport | null = null
  for await (const event of new CourierSync(dir, portsOf(spaces, more)).run()) report = event.report
  if (!report) throw new Error('a sync ends with a report')
  return report
}

const counts = ({ coalitions }: CourierReport) => coalitions.map(({ gave, took }) => ({ gave, took }))
const texts = async (space: Space) => (await readAll(space)).map(({ body }) => body.toString()).sort()
const quiet = { problems: [], passedOver: 0, stopped: null }

describe('a courier drive', () => {
  it('brings two computers level that never meet, and says how many entries went each way', async () => {
    const { a, b } = await two()
    await a.write([record('one'), record('two')])
    const first = await sync([a])
    expect(first).toMatchObject(quiet)
    expect(counts(first)).toEqual([{ gave: a.own.length, took: 0 }])

    const accepted = b.own.length
    const second = await sync([b])
    expect(second).toMatchObject(quiet)
    expect(counts(second)).toEqual([{ gave: accepted, took: a.own.length }])
    await b.write([record('three')])
    expect(counts(await sync([b]))).toEqual([{ gave: 1, took: 0 }])
    expect(await texts(b)).toEqual(['one', 'three', 'two'])

    expect(counts(await sync([a]))).toEqual([{ gave: 0, took: accepted + 1 }])
    expect(await texts(a)).toEqual(['one', 'three', 'two'])
    expect(counts(await sync([b]))).toEqual([{ gave: 0, took: 0 }])
  })

  it('carries what came later on top, also to who was level by other ways up to the middle of a segment', async () => {
    const { a, b } = await two()
    await a.write(Array.from({ length: 70 }, (_, i) => record(`early ${i}`)))
    await sync([a])
    await sync([b])
    await a.write([record('late')])
    expect(counts(await sync([a]))).toEqual([{ gave: 1, took: b.own.length }])
    expect(counts(await sync([b]))).toEqual([{ gave: 0, took: 1 }])
    expect((await texts(b)).includes('late')).toBe(true)
  })

  it('brings a member in the middle what a third wrote, and the roster before it', async () => {
    const { a, b } = await two()
    await sync([a])
    await sync([b])
    await sync([a])
    const c = await joinAs(a, await party('chidi'))
    await sync([a])
    await sync([c])
    await c.write([record('from the third')])
    await sync([c])
    expect(await texts(b)).toEqual([])
    await sync([a])
    await sync([b])
    expect(await texts(b)).toEqual(['from the third'])
  })

  it('takes nothing that a removed member wrote afterwards, whatever the order of the files', async () => {
    const { a, b } = await two()
    const c = await joinAs(a, await party('chidi'))
    for (const space of [a, b, c, a, b]) await sync([space])
    await c.write([record('before')])
    for (const space of [c, a, b]) await sync([space])
    const [member] = (a.roster?.members ?? []).filter(({ name }) => name === 'chidi')
    if (!member) throw new Error('the third is a member')
    await a.remove(member.instance)
    await c.write([record('after')])
    await sync([c])
    await sync([a])
    const report = await sync([b])
    expect(report).toMatchObject(quiet)
    expect(await texts(b)).toEqual(['before'])
    const copy = (await b.openLogs()).find((log) => log.id.equals(c.own.id))
    expect(copy?.length).toBe(c.own.length - 1)
    // She learns of it from the drive too, and then neither takes nor gives.
    await sync([c])
    expect(c.me?.present).toBe(false)
    await a.write([record('not for her')])
    await sync([a])
    expect(counts(await sync([c]))).toEqual([])
    expect((await texts(c)).includes('not for her')).toBe(false)
  })

  it('keeps coalitions apart, and leaves those of others alone', async () => {
    const [asha, bella, chidi] = [await party('asha'), await party('bella'), await party('chidi')]
    const one = await makeCoalition(asha, bella)
    const other = await makeCoalition(asha, chidi)
    await one.a.write([record('for bella')])
    await other.a.write([record('for chidi')])
    const report = await sync([one.a, other.a])
    expect(report.coalitions.map(({ gave }) => gave)).toEqual([one.a.own.length, other.a.own.length])
    const files = await readdir(folder)
    expect(files).toHaveLength(2)
    expect(await sync([one.b])).toMatchObject(quiet)
    await sync([other.b])
    expect(await texts(one.b)).toEqual(['for bella'])
    expect(await texts(other.b)).toEqual(['for chidi'])
    expect(await readdir(folder)).toEqual(expect.arrayContaining(files))
  })

  it('is marked behind where the drive holds more of the own log than is here', async () => {
    const bella = await party('bella')
    const { a, b } = await makeCoalition(await party('asha'), bella)
    await sync([a])
    const old = await again(b, bella)
    expect(old.own.length).toBe(0)
    await sync([b])
    const report = await sync([old])
    expect(report.coalitions).toMatchObject([{ behind: true }])
    expect(old.own.length).toBe(0)
    expect(old.behind).toBe(true)
  })
})

describe('the folder on the drive', () => {
  it('has only files with random names and padded sizes, and nothing around it is touched', async () => {
    const { a } = await two()
    await writeFile(join(drive, 'holiday.jpg'), 'theirs')
    await sync([a])
    expect(await readdir(drive)).toEqual(expect.arrayContaining(['holiday.jpg', FOLDER_NAME]))
    const files = await readdir(folder)
    expect(files).toHaveLength(1)
    expect(files[0]).toMatch(/^[0-9a-f]{32}$/)
    expect((await readFile(join(folder, files[0] ?? ''))).length).toBe(64 * 1024)
  })

  it('may be chosen itself', async () => {
    const { a, b } = await two()
    await sync([a])
    expect(counts(await sync([b], {}, folder))).toEqual([{ gave: b.own.length, took: a.own.length }])
    expect(await readdir(folder)).not.toContain(FOLDER_NAME)
  })

  it('keeps what others have there, and what they had half written, but not what we had', async () => {
    const { a, b } = await two()
    await sync([a])
    const foreign = ['notes.txt', 'a'.repeat(32), `${'0'.repeat(32)}.part`, '._Icon']
    for (const name of foreign) await writeFile(join(folder, name), 'x'.repeat(100))
    await symlink('/dev/zero', join(folder, 'b'.repeat(32)))
    await sync([b])
    await a.write([record('more')])
    const report = await sync([a])
    expect(counts(report)).toEqual([{ gave: 1, took: b.own.length }])
    expect(await readdir(folder)).toEqual(expect.arrayContaining([...foreign, 'b'.repeat(32)]))
    for (const name of foreign) expect(await readFile(join(folder, name), 'utf8')).toBe('x'.repeat(100))
  })

  it('is not written through a link', async () => {
    const { a } = await two()
    const elsewhere = await mkdtemp(join(root, 'elsewhere-'))
    await symlink(elsewhere, folder)
    const report = await sync([a])
    expect(report.stopped).toBe('drive-gone')
    expect(await readdir(elsewhere)).toEqual([])
  })

  it('has to be on a drive that is there', async () => {
    const { a } = await two()
    await expect(sync([a], {}, join(drive, 'no such'))).rejects.toMatchObject({ code: 'COURIER_NO_FOLDER' })
  })
})

describe('hostile files', () => {
  it('with any byte flipped are refused, and everything else still goes', async () => {
    const { a, b } = await two()
    await sync([a])
    const [name = ''] = await readdir(folder)
    const good = await readFile(join(folder, name))
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const bad = Buffer.from(good)
        bad[at] = (bad[at] ?? 0) ^ by
        await writeFile(join(folder, name), bad)
        const held = (await b.openLogs()).map(({ length }) => length)
        const report = await sync([b])
        expect((await b.openLogs()).map(({ length }) => length)).toEqual(held)
        // Whose beginning is damaged cannot be told from a file of others.
        expect(report.problems).toEqual(at < 64 ? [] : [{ file: name, fault: 'damaged' }])
      }),
      {
        numRuns: 60,
        examples: [
          [0, 1],
          [63, 1],
          [64, 1],
          [good.length - 1, 255],
        ],
      },
    )
    await writeFile(join(folder, name), good.subarray(0, 1000))
    expect((await sync([b])).problems).toEqual([{ file: name, fault: 'damaged' }])
    await rename(join(folder, name), join(folder, 'c'.repeat(32)))
    await sync([a])
    expect(counts(await sync([b]))).toMatchObject([{ took: a.own.length }])
  })

  it('come to the same in any order', async () => {
    const bella = await party('bella')
    const { a, b } = await makeCoalition(await party('asha'), bella)
    const c = await joinAs(a, await party('chidi'))
    await sync([a])
    await sync([c])
    for (let i = 0; i < 4; i += 1) {
      await a.write([record(`a ${i}`)])
      await sync([a])
      await c.write([record(`c ${i}`)])
      await sync([c])
    }
    const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name))))
    const expected = await sync([b]).then(() => texts(b))
    expect(expected).toHaveLength(8)
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(files, { minLength: files.length }), async (order) => {
        const other = await mkdtemp(join(root, 'order-'))
        await mkdir(join(other, FOLDER_NAME))
        for (const [i, bytes] of order.entries()) await writeFile(join(other, FOLDER_NAME, i.toString(16).padStart(32, '0')), bytes)
        const space = await again(b, bella)
        await sync([space], {}, other)
        const got = await texts(space)
        expect(got).toEqual(expected)
      }),
      { numRuns: 6 },
    )
  })
})
