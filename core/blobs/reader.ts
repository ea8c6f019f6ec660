import { createHash } from 'node:crypto'
import { fromHex, toHex, zero } from '../crypto/bytes.ts'
import { ParasolError } from '../error.ts'
import type { ChunkFolder } from './folder.ts'
import { bytesIn, CHUNK_BYTES, type ChunkList, openChunk, openList } from './format.ts'
import type { FileTarget } from './reference.ts'

/** A file that is here, read chunk by chunk; every chunk is checked before a byte of it is given. Holds its key until `close`. */
export class FileReader {
  readonly size: number
  /** Of the whole file, as its sealed list says; hexadecimal. Only `all` proves it. */
  readonly sha256: string
  private readonly folder: ChunkFolder
  private readonly key: Buffer
  private readonly list: ChunkList

  private constructor(folder: ChunkFolder, key: Buffer, list: ChunkList) {
    this.folder = folder
    this.key = key
    this.list = list
    this.size = list.size
    this.sha256 = toHex(list.sha256)
  }

  /** Opens the list that a reference names. Throws FILE_MISSING, FILE_DAMAGED, NEWER_VERSION. */
  static async open(folder: ChunkFolder, reference: FileTarget): Promise<FileReader> {
    return FileReader.of(folder, reference, await folder.read(fromHex(reference.list)))
  }

  /** The same with the bytes of the list, wherever they came from. Throws FILE_DAMAGED, NEWER_VERSION. */
  static of(folder: ChunkFolder, reference: FileTarget, bytes: Buffer): FileReader {
    const key = fromHex(reference.key)
    try {
      const list = openList(key, fromHex(reference.list), bytes)
      if (!isThat(list, reference)) throw new ParasolError('FILE_DAMAGED')
      return new FileReader(folder, Buffer.from(key), list)
    } finally {
      zero(key)
    }
  }

  /** The same where only the list's name and the file key are known. */
  static async openBare(folder: ChunkFolder, name: Buffer, key: Buffer): Promise<FileReader> {
    return new FileReader(folder, Buffer.from(key), openList(key, name, await folder.read(name)))
  }

  /** Names of all its chunks in order, here or not, its own or not. */
  get names(): readonly Buffer[] {
    return this.list.names
  }

  /** A chunk as it lies on the disk, once it has shown that it is this file's. Throws FILE_MISSING, FILE_DAMAGED. */
  async sealed(index: number): Promise<Buffer> {
    const name = this.list.names[index]
    if (!name) throw new RangeError('not in the file')
    const bytes = await this.folder.read(name)
    this.opened(index, name, bytes)
    return bytes
  }

  /**
   * Names of those of its chunks that are here and open under its key. A list may name whatever its writer liked, another file's chunks too: those are not
   * among them, nor what is damaged.
   */
  async ownChunks(): Promise<Buffer[]> {
    const own: Buffer[] = []
    for (const [index, name] of this.list.names.entries()) {
      try {
        await this.chunk(index)
        own.push(name)
      } catch (error) {
        if (!isAbsent(error)) throw error
      }
    }
    return own
  }

  /**
   * The bytes from `start` on, `length` of them or up to the end of the file. Throws FILE_MISSING, FILE_DAMAGED, and a RangeError for a place that is not
   * in the file.
   */
  async range(start: number, length: number): Promise<Buffer> {
    if (!Number.isInteger(start) || !Number.isInteger(length) || start < 0 || start > this.size || length < 0)
      throw new RangeError('not in the file')
    const end = Math.min(this.size, start + length)
    const parts: Buffer[] = []
    for (let at = start; at < end; ) {
      const index = Math.floor(at / CHUNK_BYTES)
      const from = at - index * CHUNK_BYTES
      const body = (await this.chunk(index)).subarray(from, from + end - at)
      parts.push(body)
      at += body.length
    }
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
  }

  /**
   * The whole file, a chunk at a time. Throws FILE_MISSING, FILE_DAMAGED; the latter also at the very end, where all of it together is not what the
   * reference says.
   */
  async *all(): AsyncGenerator<Buffer, void, void> {
    const hash = createHash('sha256')
    for (const index of this.list.names.keys()) {
      const body = await this.chunk(index)
      hash.update(body)
      yield body
    }
    if (!hash.digest().equals(this.list.sha256)) throw new ParasolError('FILE_DAMAGED')
  }

  /** How many chunks are not here. What is here may be damaged: only reading tells. */
  async missing(): Promise<number> {
    let missing = 0
    for (const name of this.list.names) if (!(await this.folder.has(name))) missing += 1
    return missing
  }

  /** Zeroes the key. */
  close(): void {
    zero(this.key)
  }

  private async chunk(index: number): Promise<Buffer> {
    const name = this.list.names[index]
    if (!name) throw new RangeError('not in the file')
    return this.opened(index, name, await this.folder.read(name))
  }

  private opened(index: number, name: Buffer, bytes: Buffer): Buffer {
    const place = { index, last: index === this.list.names.length - 1 }
    return openChunk(this.key, place, name, bytes, bytesIn(this.size, index))
  }
}

const isThat = ({ size, sha256 }: ChunkList, reference: FileTarget): boolean =>
  size === reference.size && toHex(sha256) === reference.sha256

/** Whether that says that a file, or a part of it, is not here as it should be. */
export const isAbsent = (error: unknown): boolean =>
  error instanceof ParasolError && (error.code === 'FILE_MISSING' || error.code === 'FILE_DAMAGED')

/** Whether that says that a later Parasol wrote it. */
export const isNewer = (error: unknown): boolean => error instanceof ParasolError && error.code === 'NEWER_VERSION'
