import { lstat, readdir } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { Drive } from '../engine/contract/courier.ts'

const DRIVES_MAX = 20
const LETTERS = 'DEFGHIJKLMNOPQRSTUVWXYZ'

/**
 * Drives that are plugged in, as far as the system shows them as folders: what is mounted where Linux and macOS put removable drives, and the
 * letters of Windows after C.
 */
export async function drivesHere(platform: NodeJS.Platform = process.platform, root = '/'): Promise<Drive[]> {
  const found = platform === 'win32' ? await letters() : (await Promise.all(places(platform, root).map(mountedIn))).flat()
  return found.slice(0, DRIVES_MAX)
}

function places(platform: NodeJS.Platform, root: string): string[] {
  if (platform === 'darwin') return [join(root, 'Volumes')]
  const { username } = userInfo()
  return ['media', join('media', username), join('run/media', username), 'mnt'].map((place) => join(root, place))
}

/** Folders in which another file system stands than around them: a folder alone may be what a drive has left behind. */
async function mountedIn(place: string): Promise<Drive[]> {
  const around = await deviceOf(place)
  if (around === null) return []
  const names = await namesIn(place)
  const devices = await Promise.all(names.map((name) => deviceOf(join(place, name))))
  return names.filter((_, i) => devices[i] !== null && devices[i] !== around).map((name) => ({ dir: join(place, name), name }))
}

async function letters(): Promise<Drive[]> {
  const dirs = [...LETTERS].map((letter) => `${letter}:\\`)
  const there = await Promise.all(dirs.map(deviceOf))
  return dirs.filter((_, i) => there[i] !== null).map((dir) => ({ dir, name: dir }))
}

async function namesIn(place: string): Promise<string[]> {
  try {
    return (await readdir(place)).filter((name) => !name.startsWith('.')).sort()
  } catch {
    return [] // no such place on this system, or not for this user
  }
}

/** Which file system a folder stands in; null where there is no such folder. */
async function deviceOf(path: string): Promise<number | null> {
  try {
    const found = await lstat(path)
    return found.isDirectory() ? found.dev : null
  } catch {
    return null
  }
}
