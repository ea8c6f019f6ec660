import { type FileHandle, lstat, open, rename, rm, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { randomBytes, toHex } from '../crypto/bytes.ts'
import { ParasolError } from '../error.ts'
import { syncFolder } from '../log/wal.ts'
import { plainName } from '../records/text.ts'

/** Longest name that is given, in UTF-16 units: with what is added still less than the 255 bytes of most file systems. */
const NAME_MAX = 70
const ENDING_MAX = 12
/** What some system gives a meaning of its own to. */
const SPECIAL = /[\\/:*?"<>|]/g
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
/** Files of one name that are looked for before it is given up. */
const TRIES = 1_000

/** A name that every system takes, and that leads nowhere else, for a file that came with `name`. Says what the old one said, and ends alike. */
export function safeName(name: string): string {
  const plain = plainName(name, 255)
    .replace(SPECIAL, '_')
    .replace(/^[. ]+/, '')
    .replace(/[. ]+$/, '')
  const ending = extname(plain).slice(0, ENDING_MAX).toWellFormed()
  const stem = plain
    .slice(0, Math.min(NAME_MAX, plain.length - extname(plain).length))
    .toWellFormed()
    .trimEnd()
  const whole = `${stem}${ending}`.replace(/[. ]+$/, '')
  if (whole === '') return 'file'
  return DEVICES.test(whole) ? `_${whole}` : whole
}

/**
 * Writes a file in clear into a folder of this computer, under its name or, where that is taken, with a number behind. Tells the bytes written; returns
 * the name. Aborted, or where anything goes wrong, it leaves nothing. On return the file is synced.
 * Throws SAVE_NO_FOLDER, SAVE_READ_ONLY, SAVE_NO_ROOM, and what the source throws.
 */
export async function* saveTo(
  dir: string,
  name: string,
  source: AsyncIterable<Buffer>,
  signal?: AbortSignal,
): AsyncGenerator<number, string | null, void> {
  if (!(await isFolder(dir))) throw new ParasolError('SAVE_NO_FOLDER')
  const part = join(dir, `${toHex(randomBytes(8))}.part`)
  let isPlaced = false
  try {
    const handle = await onDisk(() => open(part, 'wx', 0o600))
    let done = 0
    try {
      for await (const body of source) {
        if (signal?.aborted) return null
        await onDisk(() => writeAll(handle, body))
        done += body.length
        yield done
      }
      await onDisk(() => handle.sync())
    } finally {
      await handle.close()
    }
    const free = await freeName(dir, safeName(name))
    await onDisk(() => rename(part, join(dir, free)))
    isPlaced = true
    await onDisk(() => syncFolder(dir))
    return free
  } finally {
    if (!isPlaced) await rm(part, { force: true })
  }
}

async function freeName(dir: string, name: string): Promise<string> {
  const ending = extname(name)
  const stem = name.slice(0, name.length - ending.length)
  for (let n = 1; n <= TRIES; n += 1) {
    const tried = n === 1 ? name : `${stem} (${n})${ending}`
    if (!(await isThere(join(dir, tried)))) return tried
  }
  throw new ParasolError('SAVE_READ_ONLY')
}

async function writeAll(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at, bytes.length - at)).bytesWritten
}

async function isFolder(dir: string): Promise<boolean> {
  try {
    return (await stat(dir)).isDirectory()
  } catch {
    return false // not there, or not for us: the same to whoever asked
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

const CODES = {
  ENOSPC: 'SAVE_NO_ROOM',
  EDQUOT: 'SAVE_NO_ROOM',
  EFBIG: 'SAVE_NO_ROOM',
  EROFS: 'SAVE_READ_ONLY',
  EACCES: 'SAVE_READ_ONLY',
  EPERM: 'SAVE_READ_ONLY',
  ENOENT: 'SAVE_NO_FOLDER',
} as const

/** Faults of the folder that was chosen, apart from those of the profile's own disk. */
async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const code = CODES[(error as NodeJS.ErrnoException).code as keyof typeof CODES]
    throw code ? new ParasolError(code, undefined, { cause: error }) : error
  }
}
