import { constants } from 'node:fs'
import { type FileHandle, open, opendir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { toHex } from '../crypto/bytes.ts'
import { ParasolError } from '../error.ts'
import { syncFolder } from '../log/wal.ts'
import { CHUNK_FILE_MAX, CHUNK_FILE_MIN, type SealedChunk } from './format.ts'

const UNFINISHED = '.unfinished'
const UNFINISHED_NAME = /^([0-9a-f]{64})\.unfinished$/
/** A link in the place of a chunk could lead anywhere, and a pipe never end. Windows has neither flag. */
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** The folder of sealed chunks, each a file under the hash of its bytes. Nothing in it can be read without a key that is elsewhere. */
export class ChunkFolder {
  private readonly dir: string
  /** Written and not synced yet. */
  private readonly unsynced = new Map<string, FileHandle>()

  constructor(dir: string) {
    this.dir = dir
  }

  /** Writes a chunk beside its place; `sync` makes its bytes durable, `place` has it count. Throws DISK_FULL, PROFILE_READ_ONLY, and leaves nothing then. */
  async prepare({ name, parts }: SealedChunk): Promise<void> {
    try {
      const handle = await open(this.unfinished(name), 'w', 0o600)
      this.unsynced.set(toHex(name), handle)
      await handle.writev(parts)
      if ((await handle.stat()).size !== parts[0].length + parts[1].length) throw Object.assign(new Error('cut short'), { code: 'ENOSPC' })
    } catch (error) {
      await this.discard([name])
      throw explained(error)
    }
  }

  /** Syncs the bytes of chunks that were prepared. Several in one go: the first sync carries most of what the file system has to do for all. */
  async sync(names: readonly Buffer[]): Promise<void> {
    try {
      for (const name of names) {
        const handle = this.unsynced.get(toHex(name))
        await handle?.sync()
        await this.letGo(name)
      }
    } catch (error) {
      throw explained(error)
    }
  }

  /** Puts chunks that were prepared in their places, durably. Those that are there already stay. */
  async place(names: readonly Buffer[]): Promise<void> {
    try {
      for (const name of names) {
        try {
          await rename(this.unfinished(name), this.path(name))
        } catch (error) {
          if (!isMissing(error)) throw error
        }
      }
      await syncFolder(this.dir)
    } catch (error) {
      throw explained(error)
    }
  }

  /** A chunk's file as it is. Throws FILE_MISSING, and FILE_DAMAGED for what cannot be one. */
  async read(name: Buffer): Promise<Buffer> {
    let handle: FileHandle
    try {
      handle = await open(this.path(name), READ)
    } catch (error) {
      throw isMissing(error)
        ? new ParasolError('FILE_MISSING', undefined, { cause: error })
        : new ParasolError('FILE_DAMAGED', undefined, { cause: error })
    }
    try {
      const stat = await handle.stat()
      if (!stat.isFile() || stat.size < CHUNK_FILE_MIN || stat.size > CHUNK_FILE_MAX) throw new ParasolError('FILE_DAMAGED')
      return await readWhole(handle, stat.size)
    } catch (error) {
      // A bad place of the disk (EIO) reads as damage too.
      throw error instanceof ParasolError ? error : new ParasolError('FILE_DAMAGED', undefined, { cause: error })
    } finally {
      await handle.close()
    }
  }

  /** Whether there is a file of that name; its bytes are not looked at. Throws FILE_DAMAGED for what cannot be one. */
  async has(name: Buffer): Promise<boolean> {
    try {
      const handle = await open(this.path(name), READ)
      await handle.close()
      return true
    } catch (error) {
      if (isMissing(error)) return false
      throw new ParasolError('FILE_DAMAGED', undefined, { cause: error })
    }
  }

  /** Deletes chunks, durably. What is not there is as good as deleted. */
  async remove(names: readonly Buffer[]): Promise<void> {
    for (const name of names) {
      await rm(this.path(name), { force: true })
      await rm(this.unfinished(name), { force: true })
    }
    await syncFolder(this.dir)
  }

  /** Removes what was prepared and never placed. */
  async discard(names: readonly Buffer[]): Promise<void> {
    for (const name of names) await this.letGo(name)
    for (const name of names) await rm(this.unfinished(name), { force: true })
  }

  /** Names of chunks that were prepared and never placed. */
  async unplaced(): Promise<string[]> {
    const found: string[] = []
    for await (const entry of await opendir(this.dir)) {
      const [, name] = UNFINISHED_NAME.exec(entry.name) ?? []
      if (name !== undefined) found.push(name)
    }
    return found
  }

  private async letGo(name: Buffer): Promise<void> {
    const handle = this.unsynced.get(toHex(name))
    this.unsynced.delete(toHex(name))
    await handle?.close()
  }

  private path(name: Buffer): string {
    return join(this.dir, toHex(name))
  }

  private unfinished(name: Buffer): string {
    return `${this.path(name)}${UNFINISHED}`
  }
}

async function readWhole(handle: FileHandle, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(size)
  let at = 0
  while (at < size) {
    const { bytesRead } = await handle.read(bytes, at, size - at, at)
    if (bytesRead === 0) break
    at += bytesRead
  }
  return bytes.subarray(0, at)
}

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException).code)
const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT'

/** What the disk says of a write, in the words of the catalogue. */
function explained(error: unknown): unknown {
  const code = codeOf(error)
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) return new ParasolError('DISK_FULL', undefined, { cause: error })
  if (['EROFS', 'EACCES', 'EPERM'].includes(code)) return new ParasolError('PROFILE_READ_ONLY', undefined, { cause: error })
  return error
}
