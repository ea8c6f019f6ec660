import type { MissingChunk } from '../../blobs/arrivals.ts'
import { CHUNK_BYTES, chunksOf, LIST_FILE_MAX } from '../../blobs/format.ts'
import { fromHex, toHex } from '../../crypto/bytes.ts'
import type { StandingFile } from '../../index/index.ts'
import type { Wish } from '../../sync/space-files.ts'

/** One file on its way here: its list first, then the chunks that are missing, each from one partner at a time. */
export class Coming {
  readonly id: string
  readonly file: StandingFile
  /** Null until the list is here. */
  private missing: Map<string, MissingChunk> | null
  private readonly claimed = new Set<string>()

  /** `id`: what the desk knows it by. `missing`: null where the list is not here. */
  constructor(id: string, file: StandingFile, missing: readonly MissingChunk[] | null) {
    this.id = id
    this.file = file
    this.missing = missing && byName(missing)
  }

  /** Lists and chunks that somebody is asked for. */
  get claims(): number {
    return this.claimed.size
  }

  get isWhole(): boolean {
    return this.missing?.size === 0
  }

  /** Bytes of the file that are here. */
  get received(): number {
    if (!this.missing) return 0
    return Math.max(0, Math.min(this.file.size, (chunksOf(this.file.size) - this.missing.size) * CHUNK_BYTES))
  }

  /** What is missing, in the order of the file: its list, and once that is here its chunks. */
  *wishes(): Generator<Wish, void> {
    const list = fromHex(this.file.list)
    if (!this.missing) yield { list, name: list, length: LIST_FILE_MAX }
    for (const { name, length } of this.missing?.values() ?? []) yield { list, name, length }
  }

  /** The next that nobody is asked for. */
  claim(): Wish | null {
    for (const wish of this.wishes()) {
      const id = toHex(wish.name)
      if (this.claimed.has(id)) continue
      this.claimed.add(id)
      return wish
    }
    return null
  }

  letGo({ name }: Wish): void {
    this.claimed.delete(toHex(name))
  }

  /** The list is here, and says what is missing. */
  expect(missing: readonly MissingChunk[]): void {
    this.claimed.delete(this.file.list)
    this.missing ??= byName(missing)
  }

  chunk(name: Buffer): MissingChunk | null {
    return this.missing?.get(toHex(name)) ?? null
  }

  /** Whether that has come for this file: its list, or a chunk. */
  isHere(name: Buffer): boolean {
    return this.missing !== null && !this.missing.has(toHex(name))
  }

  has(name: Buffer): void {
    this.missing?.delete(toHex(name))
    this.claimed.delete(toHex(name))
  }
}

const byName = (missing: readonly MissingChunk[]): Map<string, MissingChunk> => new Map(missing.map((chunk) => [toHex(chunk.name), chunk]))
