import { writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { counts, quiet, Table } from '../../test/support/courier.ts'
import { joinAs, makeCoalition, meet, record, texts } from '../../test/support/spaces.ts'
import { toHex } from '../crypto/bytes.ts'
import { FILES_MAX, FOLDER_NAME } from './folder.ts'

let table: Table

beforeEach(async () => {
  table = await Table.lay()
})
afterEach(() => table.clear())

describe('a courier drive', () => {
  it('brings two computers level that never meet, and says how many entries went each way', async () => {
    const { a, b } = await table.two()
    await a.write([record('one'), record('two')])
    const first = await table.sync([a])
    expect(first).toMatchObject(quiet)
    expect(counts(first)).toEqual([{ gave: a.own.length, took: 0 }])

    const accepted = b.own.length
    const second = await table.sync([b])
    expect(second).toMatchObject(quiet)
    expect(counts(second)).toEqual([{ gave: accepted, took: a.own.length }])
    await b.write([record('three')])
    expect(counts(await table.sync([b]))).toEqual([{ gave: 1, took: 0 }])
    expect(await texts(b)).toEqual(['one', 'three', 'two'])

    expect(counts(await table.sync([a]))).toEqual([{ gave: 0, took: accepted + 1 }])
    expect(await texts(a)).toEqual(['one', 'three', 'two'])
    expect(counts(await table.sync([b]))).toEqual([{ gave: 0, took: 0 }])
  })

  it('carries what came later on top, also to who was level by other ways up to the middle of a segment', async () => {
    const { a, b } = await table.two()
    await a.write(Array.from({ length: 70 }, (_, i) => record(`early ${i}`)))
    await table.sync([a])
    await table.sync([b])
    await a.write([record('late')])
    expect(counts(await table.sync([a]))).toEqual([{ gave: 1, took: b.own.length }])
    expect(counts(await table.sync([b]))).toEqual([{ gave: 0, took: 1 }])
    expect((await texts(b)).includes('late')).toBe(true)
  })

  it('brings back who was away during more removals than partners look back for', async () => {
    const { a, b } = await table.two()
    for (const name of ['chidi', 'dora', 'esi']) await joinAs(a, await table.party(name))
    await meet(a, b)
    for (const { instance } of a.roster?.members.slice(2) ?? []) await a.remove(instance)
    const known = () => b.rosterEpochs().map(({ epochId }) => toHex(epochId))
    // Over a network, partners know each other by their last three.
    const looked = a.rosterEpochs().slice(0, 3)
    expect(looked.filter(({ epochId }) => known().includes(toHex(epochId)))).toEqual([])
    await table.sync([a])
    await table.sync([b])
    expect(known()).toEqual(a.rosterEpochs().map(({ epochId }) => toHex(epochId)))
    await b.write([record('back again')])
    await table.sync([b])
    await table.sync([a])
    expect(await texts(a)).toContain('back again')
  })

  it('brings a member in the middle what a third wrote, and the roster before it', async () => {
    const { a, b } = await table.two()
    await table.sync([a])
    await table.sync([b])
    await table.sync([a])
    const c = await joinAs(a, await table.party('chidi'))
    await table.sync([a])
    await table.sync([c])
    await c.write([record('from the third')])
    await table.sync([c])
    expect(await texts(b)).toEqual([])
    await table.sync([a])
    await table.sync([b])
    expect(await texts(b)).toEqual(['from the third'])
  })

  it('takes nothing that a removed member wrote afterwards, whatever the order of the files', async () => {
    const { a, b } = await table.two()
    const c = await joinAs(a, await table.party('chidi'))
    for (const space of [a, b, c, a, b]) await table.sync([space])
    await c.write([record('before')])
    for (const space of [c, a, b]) await table.sync([space])
    const [member] = (a.roster?.members ?? []).filter(({ name }) => name === 'chidi')
    if (!member) throw new Error('the third is a member')
    await a.remove(member.instance)
    await c.write([record('after')])
    await table.sync([c])
    await table.sync([a])
    const report = await table.sync([b])
    expect(report).toMatchObject(quiet)
    expect(await texts(b)).toEqual(['before'])
    const copy = (await b.openLogs()).find((log) => log.id.equals(c.own.id))
    expect(copy?.length).toBe(c.own.length - 1)
    // She learns of it from the drive too, and then neither takes nor gives.
    await table.sync([c])
    expect(c.me?.present).toBe(false)
    await a.write([record('not for her')])
    await table.sync([a])
    expect(counts(await table.sync([c]))).toEqual([])
    expect((await texts(c)).includes('not for her')).toBe(false)
  })

  it('keeps coalitions apart, and leaves those of others alone', async () => {
    const [asha, bella, chidi] = [await table.party('asha'), await table.party('bella'), await table.party('chidi')]
    const one = await makeCoalition(asha, bella)
    const other = await makeCoalition(asha, chidi)
    await one.a.write([record('for bella')])
    await other.a.write([record('for chidi')])
    const report = await table.sync([one.a, other.a])
    expect(report.coalitions.map(({ gave }) => gave)).toEqual([one.a.own.length, other.a.own.length])
    const files = await readdir(table.folder)
    expect(files).toHaveLength(2)
    expect(await table.sync([one.b])).toMatchObject(quiet)
    await table.sync([other.b])
    expect(await texts(one.b)).toEqual(['for bella'])
    expect(await texts(other.b)).toEqual(['for chidi'])
    expect(await readdir(table.folder)).toEqual(expect.arrayContaining(files))
  })

  it('is marked behind where the drive holds more of the own log than is here', async () => {
    const bella = await table.party('bella')
    const { a, b } = await makeCoalition(await table.party('asha'), bella)
    await table.sync([a])
    const old = await table.again(b, bella)
    expect(old.own.length).toBe(0)
    await table.sync([b])
    const report = await table.sync([old])
    expect(report.coalitions).toMatchObject([{ behind: true }])
    expect(old.own.length).toBe(0)
    expect(old.behind).toBe(true)
  })
})

describe('the folder on the drive', () => {
  it('has only files with random names and padded sizes, and nothing around it is touched', async () => {
    const { a } = await table.two()
    await writeFile(join(table.drive, 'holiday.jpg'), 'theirs')
    await table.sync([a])
    expect(await readdir(table.drive)).toEqual(expect.arrayContaining(['holiday.jpg', FOLDER_NAME]))
    const files = await readdir(table.folder)
    expect(files).toHaveLength(1)
    expect(files[0]).toMatch(/^[0-9a-f]{32}$/)
    expect((await readFile(join(table.folder, files[0] ?? ''))).length).toBe(64 * 1024)
  })

  it('may be chosen itself', async () => {
    const { a, b } = await table.two()
    await table.sync([a])
    expect(counts(await table.sync([b], { dir: table.folder }))).toEqual([{ gave: b.own.length, took: a.own.length }])
    expect(await readdir(table.folder)).not.toContain(FOLDER_NAME)
  })

  it('keeps what others have there, and what they had half written, but not what we had', async () => {
    const { a, b } = await table.two()
    await table.sync([a])
    const foreign = ['notes.txt', 'a'.repeat(32), `${'0'.repeat(32)}.part`, '._Icon']
    for (const name of foreign) await writeFile(join(table.folder, name), 'x'.repeat(100))
    await symlink('/dev/zero', join(table.folder, 'b'.repeat(32)))
    await table.sync([b])
    await a.write([record('more')])
    const report = await table.sync([a])
    expect(counts(report)).toEqual([{ gave: 1, took: b.own.length }])
    expect(await readdir(table.folder)).toEqual(expect.arrayContaining([...foreign, 'b'.repeat(32)]))
    for (const name of foreign) expect(await readFile(join(table.folder, name), 'utf8')).toBe('x'.repeat(100))
  })

  it('is not written through a link', async () => {
    const { a } = await table.two()
    const elsewhere = await mkdtemp(join(table.root, 'elsewhere-'))
    await symlink(elsewhere, table.folder)
    const report = await table.sync([a])
    expect(report.stopped).toBe('drive-gone')
    expect(await readdir(elsewhere)).toEqual([])
  })

  it('has to be on a drive that is there', async () => {
    const { a } = await table.two()
    await expect(table.sync([a], { dir: join(table.drive, 'no such') })).rejects.toMatchObject({ code: 'COURIER_NO_FOLDER' })
  })

  it('may go at any moment: what was taken and given before that stays', async () => {
    const [asha, bella, chidi] = [await table.party('asha'), await table.party('bella'), await table.party('chidi')]
    const one = await makeCoalition(asha, bella)
    const other = await makeCoalition(asha, chidi)
    const report = await table.sync([one.a, other.a], {
      heard: async ({ step }) => {
        if (step === 'giving') await rm(table.drive, { recursive: true, force: true })
      },
    })
    expect(report.stopped).toBe('drive-gone')
    expect(report.coalitions.map(({ gave }) => gave)).toEqual([one.a.own.length, 0])
    await mkdir(table.drive)
    expect(await table.sync([one.a, other.a])).toMatchObject(quiet)
  })

  it('with more files than can be looked at is left alone', async () => {
    const { a } = await table.two()
    await mkdir(table.folder)
    for (let i = 0; i <= FILES_MAX; i += 1) writeFileSync(join(table.folder, i.toString(16).padStart(32, '0')), '')
    const report = await table.sync([a])
    expect(report).toMatchObject({ stopped: 'too-many', passedOver: 0 })
    expect(counts(report)).toEqual([])
  })
})

describe('files', () => {
  it('with any byte flipped are refused, and everything else still goes', async () => {
    const { a, b } = await table.two()
    await table.sync([a])
    const [name = ''] = await readdir(table.folder)
    const good = await readFile(join(table.folder, name))
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const bad = Buffer.from(good)
        bad[at] = (bad[at] ?? 0) ^ by
        await writeFile(join(table.folder, name), bad)
        const held = (await b.openLogs()).map(({ length }) => length)
        const report = await table.sync([b])
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
    await writeFile(join(table.folder, name), good.subarray(0, 1000))
    expect((await table.sync([b])).problems).toEqual([{ file: name, fault: 'damaged' }])
    await rename(join(table.folder, name), join(table.folder, 'c'.repeat(32)))
    await table.sync([a])
    expect(counts(await table.sync([b]))).toMatchObject([{ took: a.own.length }])
  })

  it('come to the same in any order', async () => {
    const bella = await table.party('bella')
    const { a, b } = await makeCoalition(await table.party('asha'), bella)
    const c = await joinAs(a, await table.party('chidi'))
    await table.sync([a])
    await table.sync([c])
    for (let i = 0; i < 4; i += 1) {
      await a.write([record(`a ${i}`)])
      await table.sync([a])
      await c.write([record(`c ${i}`)])
      await table.sync([c])
    }
    const files = await Promise.all((await readdir(table.folder)).map((name) => readFile(join(table.folder, name))))
    const expected = await table.sync([b]).then(() => texts(b))
    expect(expected).toHaveLength(8)
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(files, { minLength: files.length }), async (order) => {
        const other = await mkdtemp(join(table.root, 'order-'))
        await mkdir(join(other, FOLDER_NAME))
        for (const [i, bytes] of order.entries()) await writeFile(join(other, FOLDER_NAME, i.toString(16).padStart(32, '0')), bytes)
        const space = await table.again(b, bella)
        await table.sync([space], { dir: other })
        const got = await texts(space)
        expect(got).toEqual(expected)
      }),
      { numRuns: 6 },
    )
  })
})
