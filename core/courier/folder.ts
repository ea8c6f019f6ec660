import { constants } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { equal, fromHex, randomBytes, toHex } from '../crypto/bytes.ts'
import { KDF } from '../crypto/hash.ts'
import { ParasolError } from '../error.ts'
import { syncFolder } from '../log/wal.ts'
import { DriveFault, driveFault, FileFault } from './fault.ts'
import { FILE_MAX, FILE_MIN, HEAD_BYTES } from './file.ts'
import type { PassOver } from './ports.ts'

/** The one folder on a drive in which Parasol reads and writes. */
export const FOLDER_NAME = 'Parasol courier'
/** Files that are looked at, and names: a drive may hold whatever somebody put there. */
export const FILES_MAX = 10_000
const NAMES_MAX = 50_000

const FILE = /^[0-9a-f]{32}$/
const PART = /^([0-9a-f]{16})([0-9a-f]{16})\.part$/
const CHUNKS = /^[0-9a-f]{32}\.chunks$/
/** Folders of chunks that are looked into: one a drive, and more only where that is full, or drives were copied together. */
export const CHUNK_FOLDERS_MAX = 8
/** A link could lead out of the drive, and a pipe never end. Windows has neither flag. */
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/**
 * Parasol's folder on a drive. Files are only added, each complete and synced before it has its name; nothing that is there is written to, and
 * nothing deleted but what this computer itself had left half written, letters of a pairing that newer ones replace, and chunks that were cut short.
 */
export class CourierFolder {
  private readonly parent: string
  private readonly path: string
  private readonly deviceSeed: Buffer
  /** The file system that it is on. */
  private readonly device: number

  private constructor(parent: string, path: string, deviceSeed: Buffer, device: number) {
    this.parent = parent
    this.path = path
    this.deviceSeed = deviceSeed
    this.device = device
  }

  /** `dir`: the drive, or Parasol's folder on it. Writes nothing. Throws COURIER_NO_FOLDER. */
  static async open(dir: string, deviceSeed: Buffer): Promise<CourierFolder> {
    const chosen = resolve(dir)
    const path = basename(chosen) === FOLDER_NAME ? chosen : join(chosen, FOLDER_NAME)
    const device = await deviceOf(dirname(path))
    if (device === null || (await deviceOf(chosen)) === null) throw new ParasolError('COURIER_NO_FOLDER')
    return new CourierFolder(dirname(path), path, deviceSeed, device)
  }

  /** Throws DriveFault `drive-gone` where the drive is not there any more: that something is not found on it then says nothing. */
  async expectThere(): Promise<void> {
    if ((await deviceOf(this.parent)) !== this.device) throw new DriveFault('drive-gone')
  }

  /**
   * The folders in it for chunks (drive-chunks.ts), sorted, at most a few; none where it is not there yet. One that the drive does not give out is passed
   * over. Throws DriveFault.
   */
  async chunkFolders(passOver: PassOver): Promise<CourierFolder[]> {
    const folders: CourierFolder[] = []
    for (const name of await this.names(CHUNKS)) {
      const folder = this.inside(name)
      try {
        if (await isPlainFolder(folder.path)) folders.push(folder)
      } catch {
        await this.expectThere()
        passOver(name, 'unreadable')
      }
      if (folders.length === CHUNK_FOLDERS_MAX) break
    }
    return folders
  }

  /** One more of them, which is not there before it is prepared. */
  newChunkFolder(): CourierFolder {
    return this.inside(`${toHex(randomBytes(16))}.chunks`)
  }

  /** What it is called. */
  get name(): string {
    return basename(this.path)
  }

  /** Names of what may be files of the courier, sorted; none where the folder is not there yet. Throws DriveFault. */
  async list(): Promise<string[]> {
    return this.names(FILE)
  }

  /** The first bytes of a file, and the file to read on; null where it is none of ours by its kind or size. Throws FileFault `unreadable`, DriveFault. */
  async look(name: string): Promise<Buffer | null> {
    return this.reading(name, async (handle) => {
      const head = await readExactly(handle, HEAD_BYTES)
      return head.length === HEAD_BYTES ? head : null
    })
  }

  /** A whole file. Throws FileFault `damaged` for a size that no file has, `unreadable`, DriveFault. */
  async read(name: string): Promise<Buffer> {
    const bytes = await this.reading(name, async (handle) => {
      const { size } = await handle.stat()
      if (size < FILE_MIN || size > FILE_MAX) throw new FileFault('damaged', 'size')
      return readExactly(handle, size)
    })
    if (!bytes) throw new FileFault('unreadable', 'not a file')
    return bytes
  }

  /** Bytes of the file of that name; null where there is none. Throws FileFault `unreadable` where something else is in its place, DriveFault. */
  async sizeOf(name: string): Promise<number | null> {
    try {
      const found = await lstat(join(this.path, name))
      if (!found.isFile()) throw new FileFault('unreadable', 'not a file')
      return found.size
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error instanceof FileFault ? error : driveFault(error)
    }
  }

  /**
   * Adds a file, under a random name where none is given; on return it is complete on the drive, in the place of one that had its name. Throws DriveFault, and
   * then leaves nothing.
   */
  async add(bytes: Buffer, name = toHex(randomBytes(16))): Promise<void> {
    const part = join(this.path, this.partName())
    try {
      const handle = await open(part, 'wx')
      try {
        await handle.writeFile(bytes)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(part, join(this.path, name))
      await syncOn(this.path)
    } catch (error) {
      const fault = driveFault(error)
      // Where the drive is gone this fails too; then `prepare` tidies up when it comes back.
      await rm(part, { force: true }).catch(() => undefined)
      throw fault
    }
  }

  /** Takes a file away. Throws DriveFault. */
  async remove(name: string): Promise<void> {
    if (!FILE.test(name)) throw new RangeError('not the name of a file')
    try {
      await rm(join(this.path, name), { force: true })
    } catch (error) {
      throw driveFault(error)
    }
  }

  /**
   * Makes the folder where it is missing, and removes what this computer had left half written there. Says how many names are in it, as far as they are
   * looked at. Throws DriveFault.
   */
  async prepare(): Promise<number> {
    await this.expectThere()
    try {
      if (await made(this.path)) await syncOn(this.parent)
      if (!(await isPlainFolder(this.path))) throw new DriveFault('drive-read-only')
      const { found, seen } = await this.scan(PART)
      for (const name of found) if (this.isOwnPart(name)) await rm(join(this.path, name), { force: true })
      return seen
    } catch (error) {
      throw error instanceof DriveFault ? error : driveFault(error)
    }
  }

  private inside(name: string): CourierFolder {
    return new CourierFolder(this.path, join(this.path, name), this.deviceSeed, this.device)
  }

  /** Half-written files bear a name that this computer knows again, and nobody else. */
  private partName(): string {
    const salt = randomBytes(8)
    return `${toHex(salt)}${toHex(this.partMark(salt))}.part`
  }

  private isOwnPart(name: string): boolean {
    const [, salt = '', mark = ''] = PART.exec(name) ?? []
    return salt !== '' && equal(this.partMark(fromHex(salt)), fromHex(mark))
  }

  private partMark(salt: Buffer): Buffer {
    return KDF(this.deviceSeed, 'courier-part', salt).subarray(0, 8)
  }

  private async names(pattern: RegExp): Promise<string[]> {
    try {
      if (!(await isPlainFolder(this.path))) throw new DriveFault('drive-gone')
      const { found, seen } = await this.scan(pattern)
      if (seen > NAMES_MAX || found.length > FILES_MAX) throw new DriveFault('too-many')
      return found.sort()
    } catch (error) {
      await this.expectThere()
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw error instanceof DriveFault ? error : driveFault(error)
    }
  }

  /** Names of a pattern, and how many were seen; ends one beyond the limit of either. */
  private async scan(pattern: RegExp): Promise<{ found: string[]; seen: number }> {
    const found: string[] = []
    let seen = 0
    for await (const entry of await opendir(this.path)) {
      seen += 1
      if (pattern.test(entry.name)) found.push(entry.name)
      if (seen > NAMES_MAX || found.length > FILES_MAX) break
    }
    return { found, seen }
  }

  private async reading<T>(name: string, task: (handle: FileHandle) => Promise<T>): Promise<T | null> {
    try {
      const handle = await open(join(this.path, name), READ)
      try {
        return (await handle.stat()).isFile() ? await task(handle) : null
      } finally {
        await handle.close()
      }
    } catch (error) {
      if (error instanceof FileFault) throw error
      await this.expectThere()
      throw new FileFault('unreadable', String((error as NodeJS.ErrnoException).code))
    }
  }
}

/** Makes a folder; false where something of that name is there already. */
async function made(path: string): Promise<boolean> {
  try {
    await mkdir(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function readExactly(handle: FileHandle, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  let at = 0
  while (at < length) {
    const { bytesRead } = await handle.read(bytes, at, length - at, at)
    if (bytesRead === 0) break
    at += bytesRead
  }
  return bytes.subarray(0, at)
}

/** A link in its place would lead out of the drive. */
const isPlainFolder = async (path: string): Promise<boolean> => (await lstat(path)).isDirectory()

/** Which file system a folder is on; null where there is no such folder. */
async function deviceOf(path: string): Promise<number | null> {
  try {
    const found = await stat(path)
    return found.isDirectory() ? found.dev : null
  } catch {
    return null // not there, or not for us: the same to whoever asked
  }
}

/** File systems that have no such call on folders say so in these ways: there the name is written when the drive is taken out properly. */
async function syncOn(folder: string): Promise<void> {
  try {
    await syncFolder(folder)
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'EISDIR'].includes(String((error as NodeJS.ErrnoException).code))) throw error
  }
}
