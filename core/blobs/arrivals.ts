import { AEAD_NONCE_BYTES } from '../crypto/aead.ts'
import { fromHex, toHex, zero } from '../crypto/bytes.ts'
import type { Queue } from '../log/queue.ts'
import type { ChunkFolder } from './folder.ts'
import { bytesIn, chunkFileBytes, chunksOf, listFileBytes, openChunk, openList } from './format.ts'
import type { BlobJournal } from './ports.ts'
import { FileReader, isAbsent, isNewer } from './reader.ts'
import { type FileTarget, withAddress } from './reference.ts'

/** A chunk that is not here. */
export interface MissingChunk {
  index: number
  name: Buffer
  /** Bytes that it has on the disk. */
  length: number
}

/** What a file is made of: its list first, then its chunks, with the bytes that each has on the disk. */
export interface FileParts {
  /** Bytes of the file. */
  size: number
  parts: { name: Buffer; length: number }[]
}

/** Files whose parts lie open, with the places of their chunks. Each holds its list: some 64 KiB at most. */
const OPEN_MAX = 8

/**
 * Files that come from other computers, list first, then chunk by chunk: what comes counts once it opens in its place under the file's key, its bytes are
 * synced, and the journal knows the file that it is of. So a chunk that lies here is always one of the file's own, and is never asked for again.
 */
export class Arrivals {
  private readonly folder: ChunkFolder
  private readonly journal: BlobJournal
  private readonly turns: Queue
  private readonly readers = new Map<string, { reader: FileReader; places: Map<string, number> }>()

  /** `turns`: what deletes from the folder takes turns there too. */
  constructor(folder: ChunkFolder, journal: BlobJournal, turns: Queue) {
    this.folder = folder
    this.journal = journal
    this.turns = turns
  }

  /** Chunks of a file that are not here, by their names; null where its list is not here, or is not that of this file. */
  async look(file: FileTarget): Promise<MissingChunk[] | null> {
    try {
      const reader = await FileReader.open(this.folder, file)
      try {
        return await this.missing(reader, file.size)
      } finally {
        reader.close()
      }
    } catch (error) {
      if (isAbsent(error)) return null
      throw error
    }
  }

  /** Whether a list that opens here under the key of a file says that it is another one: its size or its hash is a lie. */
  async isLie({ list, key, size, sha256 }: FileTarget): Promise<boolean> {
    try {
      const reader = await this.bare({ list, key })
      reader.close()
      return reader.size !== size || reader.sha256 !== sha256
    } catch (error) {
      if (isAbsent(error)) return false
      throw error
    }
  }

  /** What the bytes of a list say of the file that it is of; null where they do not open under its key. */
  says({ list, key }: Pick<FileTarget, 'list' | 'key'>, bytes: Buffer): Pick<FileTarget, 'size' | 'sha256'> | null {
    const secret = fromHex(key)
    try {
      const { size, sha256 } = openList(secret, fromHex(list), bytes)
      return { size, sha256: toHex(sha256) }
    } catch (error) {
      if (isAbsent(error) || isNewer(error)) return null
      throw error
    } finally {
      zero(secret)
    }
  }

  /**
   * Keeps the list of a file of a space. Returns all its chunks: whether some lie here because of another space, nobody is to learn from what is asked for.
   * Throws FILE_DAMAGED where it is not that of this file, NEWER_VERSION, DISK_FULL.
   */
  keepList(space: Buffer, file: FileTarget, bytes: Buffer): Promise<MissingChunk[]> {
    return this.turns.run(async () => {
      const reader = FileReader.of(this.folder, file, bytes)
      try {
        this.journal.keep({ space, list: fromHex(file.list), key: fromHex(file.key), state: 'list' })
        await this.write(fromHex(file.list), bytes)
        return reader.names.map((name, index) => ({ index, name, length: chunkFileBytes(file.size, index) }))
      } finally {
        reader.close()
      }
    })
  }

  /** Keeps a chunk of a file. False where the file is not kept any more. Throws FILE_DAMAGED where it is not what the file has there, DISK_FULL. */
  keepChunk(space: Buffer, file: FileTarget, { index, name }: Pick<MissingChunk, 'index' | 'name'>, bytes: Buffer): Promise<boolean> {
    return this.turns.run(() =>
      withAddress(file, async ({ list, key, size }) => {
        if (this.journal.keptAs(space, list, key) === null) return false
        openChunk(key, { index, last: index === chunksOf(size) - 1 }, name, bytes, bytesIn(size, index))
        await this.write(name, bytes)
        return true
      }),
    )
  }

  /**
   * All bytes of a file's list, or of a chunk of it, as they lie here; null for what is not here, does not open under its key, or is none of its chunks.
   * The caller says which files may be given. What size records say that it has does not matter.
   */
  async give(file: Pick<FileTarget, 'list' | 'key'>, name: Buffer): Promise<Buffer | null> {
    try {
      const { reader, places } = await this.reader(file)
      if (toHex(name) === file.list) return await this.folder.read(name)
      const index = places.get(toHex(name))
      return index === undefined ? null : await reader.sealed(index)
    } catch (error) {
      if (isAbsent(error)) return null
      throw error
    }
  }

  /**
   * The bytes of a file, and its list and all its chunks in the order of the file; null where its list is not here or does not open under its key. What size
   * records say that it has does not matter.
   */
  async parts(file: Pick<FileTarget, 'list' | 'key'>): Promise<FileParts | null> {
    try {
      const reader = await this.bare(file)
      reader.close()
      const { size, names } = reader
      const chunks = names.map((name, index) => ({ name, length: chunkFileBytes(size, index) }))
      return { size, parts: [{ name: fromHex(file.list), length: listFileBytes(size) }, ...chunks] }
    } catch (error) {
      if (isAbsent(error)) return null
      throw error
    }
  }

  /** Lets go of a file that no record of a space names any more: unless it is kept for another, its list and its chunks are deleted at the next `Blobs.clear`. */
  letGo(space: Buffer, list: string, key: string): void {
    this.forget(list + key)
    this.journal.release(space, fromHex(list), fromHex(key))
  }

  private async write(name: Buffer, bytes: Buffer): Promise<void> {
    await this.folder.prepare({ name, parts: [bytes.subarray(0, AEAD_NONCE_BYTES), bytes.subarray(AEAD_NONCE_BYTES)] })
    await this.folder.sync([name])
    await this.folder.place([name])
  }

  private async missing(reader: FileReader, size: number): Promise<MissingChunk[]> {
    const missing: MissingChunk[] = []
    for (const [index, name] of reader.names.entries())
      if (!(await this.folder.has(name))) missing.push({ index, name, length: chunkFileBytes(size, index) })
    return missing
  }

  private async reader(file: Pick<FileTarget, 'list' | 'key'>): Promise<{ reader: FileReader; places: Map<string, number> }> {
    const id = file.list + file.key
    const known = this.readers.get(id)
    if (known) return known
    const reader = await this.bare(file)
    const opened = { reader, places: new Map(reader.names.map((name, index) => [toHex(name), index])) }
    const [oldest] = this.readers.keys()
    if (oldest !== undefined && this.readers.size >= OPEN_MAX) this.forget(oldest)
    this.readers.set(id, opened)
    return opened
  }

  private async bare({ list, key }: Pick<FileTarget, 'list' | 'key'>): Promise<FileReader> {
    const bytes = fromHex(key)
    try {
      return await FileReader.openBare(this.folder, fromHex(list), bytes)
    } finally {
      zero(bytes)
    }
  }

  private forget(id: string): void {
    this.readers.get(id)?.reader.close()
    this.readers.delete(id)
  }
}
