import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { randomBytes } from '../crypto/bytes.ts'
import { bareHash } from '../crypto/hash.ts'
import { CHUNKS_MAX, DriveChunks } from './drive-chunks.ts'
import { CourierFolder, FOLDER_NAME } from './folder.ts'
import { giveFiles, missingFiles } from './give-files.ts'
import type { CourierFiles } from './ports.ts'

const carry = randomBytes(32)
let dir: string
let passedOver: [string, string][]

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'parasol-drive-'))
  passedOver = []
})
afterEach(() => rmSync(dir, { recursive: true }))

const drive = async (): Promise<DriveChunks> =>
  DriveChunks.of(await CourierFolder.open(dir, randomBytes(32)), (file, fault) => void passedOver.push([file, fault]))
const inside = (...names: string[]): string => join(dir, FOLDER_NAME, ...names)
const folders = (): string[] => readdirSync(inside())
/** Where all chunks lie that there are. */
const files = (): string[] => folders().flatMap((folder) => readdirSync(inside(folder)).map((name) => inside(folder, name)))

function chunk(length = 1_000): { part: { name: Buffer; length: number }; bytes: Buffer } {
  const bytes = randomBytes(length)
  return { part: { name: bareHash([bytes]), length }, bytes }
}

/** A computer that has files of one chunk each, and what of them it puts on the drive. */
async function give(chunks: ReturnType<typeof chunk>[], on: DriveChunks): Promise<number> {
  const has = { offered: async () => chunks.map(({ part }) => ({ list: part.name, parts: [part] })) }
  const gives = { give: async ({ name }: { name: Buffer }) => chunks.find(({ part }) => part.name.equals(name))?.bytes ?? null }
  const from = { ...has, ...gives } as unknown as CourierFiles
  let gave = 0
  for await (const moved of giveFiles(from, await missingFiles(from, carry, on, false), carry, on)) gave += moved.files
  return gave
}

describe('the chunks on a drive', () => {
  it.each([0, 1, 64 * 1024 - 1])('that were cut to %i bytes are given again', async (length) => {
    const one = chunk()
    await give([one], await drive())
    truncateSync(files()[0] ?? '', length)
    const again = await drive()
    expect(await again.has(carry, one.part)).toBe(false)
    expect(await give([one], again)).toBe(1)
    expect(files().map((file) => statSync(file).size)).toEqual([64 * 1024])
    expect(await again.read(carry, one.part.name)).toEqual(one.bytes)
  })

  it.each<[string, (path: string) => void]>([
    ['folder', (path) => mkdirSync(path)],
    ['link', (path) => symlinkSync('/dev/zero', path)],
  ])('where a %s is in the place of one: that is passed over and named, and what comes after it is given', async (_, put) => {
    const chunks = [chunk(), chunk(), chunk()]
    await give(chunks.slice(0, 1), await drive())
    const [path = ''] = files()
    rmSync(path)
    put(path)
    const again = await drive()
    expect(await give(chunks, again)).toBe(2)
    expect(await again.add(carry, chunks[0]?.part ?? chunk().part, chunks[0]?.bytes ?? carry)).toBe(false)
    expect(new Set(passedOver.map(([file, fault]) => `${path.endsWith(file)} ${fault}`))).toEqual(new Set(['true unreadable']))
    expect(await again.read(carry, chunks[0]?.part.name ?? carry)).toBe(null)
    expect(await give(chunks, await drive())).toBe(0)
  })

  it('are found behind whatever else is called as their folders are', async () => {
    const one = chunk()
    await give([one], await drive())
    for (let i = 0; i < 20; i += 1) writeFileSync(inside(`${i.toString(16).padStart(32, '0')}.chunks`), '')
    expect(await (await drive()).has(carry, one.part)).toBe(true)
    expect(await give([one], await drive())).toBe(0)
  })

  describe('in folders that are full', () => {
    const names = (count: number) => {
      const prepare = CourierFolder.prototype.prepare
      vi.spyOn(CourierFolder.prototype, 'prepare').mockImplementation(async function (this: CourierFolder) {
        const seen = await prepare.call(this)
        return seen === 0 ? 0 : seen + count
      })
    }
    afterEach(() => void vi.restoreAllMocks())

    it('have others beside them in another folder', async () => {
      const [one, two] = [chunk(), chunk()]
      await give([one], await drive())
      names(CHUNKS_MAX - 1)
      expect(await give([one, two], await drive())).toBe(1)
      expect(folders().map((folder) => readdirSync(inside(folder)).length)).toEqual([1, 1])
      expect(await give([one, two], await drive())).toBe(0)
    })

    it('are told when the last place of one is taken', async () => {
      const all = [chunk(), chunk(), chunk()]
      await give(all.slice(0, 1), await drive())
      names(CHUNKS_MAX - 2)
      expect(await give(all, await drive())).toBe(2)
      expect(
        folders()
          .map((folder) => readdirSync(inside(folder)).length)
          .sort(),
      ).toEqual([1, 2])
    })

    it('have no more folders than are looked into', async () => {
      for (let i = 0; i < 8; i += 1) {
        const folder = inside(`${i.toString(16).padStart(32, '0')}.chunks`)
        mkdirSync(folder, { recursive: true })
        writeFileSync(join(folder, 'one'), '')
      }
      names(CHUNKS_MAX)
      await expect(give([chunk()], await drive())).rejects.toMatchObject({ stop: 'too-many' })
      expect(folders()).toHaveLength(8)
    })
  })
})
