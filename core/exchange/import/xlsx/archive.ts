import { crc32, createInflateRaw } from 'node:zlib'
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { ParasolError } from '../../../error.ts'
import { damaged, orDamaged } from './damaged.ts'

const MIB = 1024 * 1024
/** Parts of one file: pictures and sheets of a large one are some hundreds. */
const PARTS_MAX = 10_000
/** What a part may unpack to whatever its size, and how many times its size otherwise. Rows that are all the same come to about a hundred. */
const FREE_BYTES = 32 * MIB
const RATIO_MAX = 400
/** What all that is read of one file may unpack to. */
const TOTAL_MAX = 2048 * MIB
const PIECE = 64 * 1024
const STORED = 0

/** A zip file in memory, as office programs write them. Nothing of it is unpacked but what is asked for, and that piece by piece. */
export class Archive {
  readonly #zip: ZipFile
  readonly #bytes: Buffer
  readonly #entries: ReadonlyMap<string, Entry>
  #left = TOTAL_MAX

  private constructor(zip: ZipFile, bytes: Buffer, entries: ReadonlyMap<string, Entry>) {
    this.#zip = zip
    this.#bytes = bytes
    this.#entries = entries
  }

  /** Reads the list of parts. Throws FILE_UNREADABLE with `field` damaged, FILE_TOO_LARGE with `field` parts. */
  static async open(bytes: Buffer): Promise<Archive> {
    return orDamaged(async () => {
      const zip = await fromBufferPromise(bytes, { validateEntrySizes: true })
      if (zip.entryCount > PARTS_MAX) throw new ParasolError('FILE_TOO_LARGE', { field: 'parts', limit: PARTS_MAX })
      const entries = new Map<string, Entry>()
      for await (const entry of zip.eachEntry()) {
        const name = keyOf(entry.fileName)
        // With two parts of one name, which is read differs from program to program.
        if (entries.has(name)) throw damaged()
        entries.set(name, entry)
      }
      return new Archive(zip, bytes, entries)
    })
  }

  /** Whether there is a part of this name, capitals or not. */
  has(name: string): boolean {
    return this.#entries.has(keyOf(name))
  }

  names(): string[] {
    return [...this.#entries.keys()]
  }

  /**
   * Unpacks a part, and checks its length and its sum at the end.
   * @param limit bytes that the part may unpack to at most
   * @throws ParasolError FILE_UNREADABLE with `field` damaged or password, FILE_TOO_LARGE with `field` unpacked
   */
  async *read(name: string, limit: number): AsyncGenerator<Buffer, void, void> {
    const entry = this.#entries.get(keyOf(name))
    if (!entry) throw damaged()
    if (entry.isEncrypted()) throw new ParasolError('FILE_UNREADABLE', { field: 'password' })
    if (!entry.canDecodeFileData()) throw damaged()
    const { fileDataStart } = await orDamaged(() => this.#zip.readLocalFileHeaderPromise(entry, { minimal: true }))
    const packed = this.#bytes.subarray(fileDataStart, fileDataStart + entry.compressedSize)
    const bound = Math.min(limit, Math.max(FREE_BYTES, packed.length * RATIO_MAX))
    if (entry.uncompressedSize > bound) throw new ParasolError('FILE_TOO_LARGE', { field: 'unpacked', limit: bound })
    let length = 0
    let sum = 0
    const pieces = (entry.compressionMethod === STORED ? cut(packed) : inflate(packed))[Symbol.asyncIterator]()
    try {
      for (;;) {
        const { done, value } = await orDamaged(() => pieces.next())
        if (done) break
        length += value.length
        this.#left -= value.length
        if (length > entry.uncompressedSize) throw damaged()
        if (this.#left < 0) throw new ParasolError('FILE_TOO_LARGE', { field: 'unpacked', limit: TOTAL_MAX })
        sum = crc32(value, sum)
        yield value
      }
    } finally {
      await pieces.return(undefined)
    }
    if (length !== entry.uncompressedSize || sum !== entry.crc32) throw damaged()
  }
}

const keyOf = (name: string): string => name.replace(/^\//, '').toLowerCase()

async function* cut(bytes: Buffer): AsyncGenerator<Buffer, void, void> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE)
}

async function* inflate(packed: Buffer): AsyncGenerator<Buffer, void, void> {
  const stream = createInflateRaw({ chunkSize: PIECE })
  stream.end(packed)
  for await (const piece of stream) yield piece as Buffer
}
