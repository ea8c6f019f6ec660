import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sealChunk, sealList } from '../../core/blobs/format.ts'
import type { KeyedFile } from '../../core/blobs/reference.ts'
import { bringIn, bytesOf, endScene, openScene, type Scene } from '../../core/blobs/testing/scene.ts'
import { DriveChunks } from '../../core/courier/drive-chunks.ts'
import { CourierFolder } from '../../core/courier/folder.ts'
import { takeFiles } from '../../core/courier/take-files.ts'
import { fromHex, randomBytes, toHex } from '../../core/crypto/bytes.ts'
import { LIMITS } from '../../core/engine/contract/index.ts'
import { ParasolError } from '../../core/error.ts'
import type { Space } from '../../core/space/space.ts'
import { DeskScene, naming } from '../support/desk.ts'
import { makeCoalition, meet } from '../support/spaces.ts'
import { Stage } from '../support/stage.ts'

const stage = Stage.forThisFile()
const passedOver: string[] = []
let dir: string
let a: Space
let b: Space
/** Alma's computer. */
let alma: DeskScene
/** Where Bosko keeps his files. */
let his: Scene

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'parasol-drive-'))
  ;({ a, b } = await makeCoalition(await stage.party('Alma'), await stage.party('Bosko')))
  await meet(a, b)
  alma = new DeskScene(a)
  his = openScene()
  passedOver.length = 0
})
afterEach(async () => {
  await alma.close()
  await endScene(his)
  rmSync(dir, { recursive: true })
})

const carry = (): Buffer => a.roster?.genesis.carrySecret ?? Buffer.alloc(0)
const drive = async (): Promise<DriveChunks> =>
  DriveChunks.of(await CourierFolder.open(dir, randomBytes(32)), (file) => void passedOver.push(file))

/** A record of a partner's names files, and Alma reads it. */
async function named(files: readonly KeyedFile[], record: string): Promise<void> {
  await b.write([naming(files, record)])
  await meet(a, b)
  await alma.level()
}

/** Puts a file that Bosko has on the drive. */
async function given(file: KeyedFile): Promise<void> {
  const chunks = await drive()
  for (const part of (await his.blobs.arrivals.parts(file))?.parts ?? [])
    await chunks.add(carry(), part, (await his.blobs.arrivals.give(file, part.name)) ?? Buffer.alloc(0))
}

/** How many files Alma takes from the drive; it ends, however often somebody would have her ask. */
async function taken(): Promise<number> {
  let [steps, files] = [0, 0]
  for await (const moved of takeFiles(alma.drive, carry(), await drive())) {
    files += moved.files
    steps += 1
    if (steps > 100) throw new Error('endless')
  }
  return files
}

const offered = async (long = false): Promise<string[]> => (await alma.drive.offered(long)).map(({ list }) => toHex(list))

describe('a member who puts a file on a drive that cannot be one', () => {
  it('keeps no other file from coming, and is asked for each chunk once', async () => {
    const key = randomBytes(32)
    const chunk = sealChunk(key, { index: 0, last: true }, randomBytes(24), Buffer.alloc(5_000))
    const sha256 = randomBytes(32)
    const list = sealList(key, randomBytes(24), { size: 3, sha256, names: [chunk.name] })
    const lie = { list: toHex(list.name), key: toHex(key), sha256: toHex(sha256), size: 3, type: 'image/jpeg', name: 'x' } as KeyedFile
    const file = await bringIn(his, bytesOf(100_000))
    await named([lie, file], '01'.repeat(16))
    const chunks = await drive()
    for (const { name, parts } of [list, chunk]) {
      const bytes = Buffer.concat(parts)
      await chunks.add(carry(), { name, length: bytes.length }, bytes)
    }
    await given(file)
    expect(await taken()).toBe(1)
    expect(alma.faults).toMatchObject([{ code: 'FILE_DAMAGED' }])
    expect((await alma.desk.standing(alma.named(file))).here).toBe(true)
  })
})

describe('what a member’s record says of another’s file', () => {
  it.each([
    ['another size', { size: 5 }],
    ['a size that goes only where that is chosen', { size: LIMITS.fileByItself + 1 }],
    ['other bytes', { sha256: '0'.repeat(64) }],
    ['another key', { key: '0'.repeat(64) }],
  ])('with %s keeps it off no drive', async (_, lie) => {
    const ours = await bringIn(alma.scene, bytesOf(100_000))
    const came = await bringIn(his, bytesOf(100_000, 1))
    await a.write([naming([ours], 'ab'.repeat(16))])
    await named([came], 'ac'.repeat(16))
    await given(came)
    expect(await taken()).toBe(1)
    const both = [ours.list, came.list].sort()
    expect((await offered()).sort()).toEqual(both)
    // However the names of its records come to be sorted.
    for (let i = 0; i < 8; i += 1)
      await b.write([
        naming(
          [ours, came].map((file) => ({ ...file, ...lie })),
          `${i}0`.repeat(16),
        ),
      ])
    await meet(a, b)
    await alma.level()
    expect((await offered()).sort()).toEqual(both)
    // Nor from who asks for it over a connection.
    for (const list of both.map(fromHex)) expect(await alma.desk.give({ list, name: list })).not.toBe(null)
  })

  it('has a long one go no sooner than it is chosen', async () => {
    const film = await bringIn(alma.scene, bytesOf(LIMITS.fileByItself + 1))
    await a.write([naming([film], 'ab'.repeat(16))])
    await named([{ ...film, size: 1 }], '01'.repeat(16))
    expect([await offered(), await offered(true)]).toEqual([[], [film.list]])
  })
})

describe('what lies on a drive is taken', () => {
  const file = async (): Promise<KeyedFile> => {
    const made = await bringIn(his, bytesOf(2_000_000))
    await named([made], '01'.repeat(16))
    await given(made)
    return made
  }

  it('also while partners are asked for it who do not answer', async () => {
    await file()
    const partner = {}
    const wish = alma.desk.next(partner)
    expect(wish).not.toBe(null)
    expect(await taken()).toBe(1)
    if (wish) alma.desk.letGo(wish, partner, 'late')
    expect(alma.desk.next(partner)).toBe(null)
  })

  it('also where the same came from a partner meanwhile', async () => {
    const made = await file()
    const wish = alma.desk.next({})
    const [list] = (await his.blobs.arrivals.parts(made))?.parts ?? []
    const bytes = await his.blobs.arrivals.give(made, list?.name ?? Buffer.alloc(0))
    if (!wish || !bytes) throw new Error('the list is asked for')
    const [same] = alma.drive.wishes()
    expect(same).toEqual(wish)
    await Promise.all([alma.drive.keep(wish, bytes), alma.desk.keep(wish, bytes)])
    expect(await taken()).toBe(1)
    await alma.desk.keep(wish, bytes)
    expect((await alma.desk.standing(alma.named(made))).here).toBe(true)
  })

  it('as soon as the disk has room again', async () => {
    const made = await file()
    const full = vi.spyOn(alma.scene.blobs.arrivals, 'keepList').mockRejectedValueOnce(new ParasolError('DISK_FULL'))
    await expect(taken()).rejects.toMatchObject({ code: 'DISK_FULL' })
    expect(full).toHaveBeenCalled()
    expect(await taken()).toBe(1)
    expect((await alma.desk.standing(alma.named(made))).here).toBe(true)
  })
})
