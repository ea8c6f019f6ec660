import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { mount, unmount } from '../../test/support/engine.ts'
import { drivesHere } from './drives.ts'

let root: string
let mounted: string[]

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'parasol-drives-'))
  mounted = []
})
afterEach(async () => {
  for (const place of mounted) unmount(place)
  await rm(root, { recursive: true })
})

/** Puts a drive in; an empty folder where this user may not mount. */
async function plugIn(place: string): Promise<boolean> {
  await mkdir(join(root, place), { recursive: true })
  if (!mount('-t', 'tmpfs', 'tmpfs', join(root, place))) return false
  mounted.push(join(root, place))
  return true
}

it.each([
  ['linux', ['media/STICK', `media/${userInfo().username}/BLUE`, `run/media/${userInfo().username}/RED`]],
  ['darwin', ['Volumes/STICK']],
] as const)(
  'on %s finds what is mounted where the system puts drives, and no folder that one has left behind',
  async (platform, places) => {
    const there = await Promise.all(places.map(plugIn))
    const beside = platform === 'darwin' ? 'Volumes' : 'media'
    await mkdir(join(root, beside, 'LEFT BEHIND'), { recursive: true })
    await symlink('/', join(root, beside, 'Macintosh HD'))
    const found = await drivesHere(platform, root)
    expect(found.map(({ dir }) => dir).sort()).toEqual(
      places
        .filter((_, i) => there[i])
        .map((place) => join(root, place))
        .sort(),
    )
    expect(found.every(({ dir, name }) => dir.endsWith(name))).toBe(true)
  },
)

it('finds nothing, and does not fail, where there is no such place', async () => {
  expect(await drivesHere('linux', root)).toEqual([])
})
