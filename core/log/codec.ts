import { readU64, u64, utf8 } from '../crypto/bytes.ts'

/** Bytes do not follow docs/protocol.md. Carries where, never what. */
export class MalformedError extends Error {
  constructor(what: string) {
    super(`malformed: ${what}`)
    this.name = 'MalformedError'
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * A bounded reader of the notation of docs/protocol.md. Every method throws a MalformedError where the bytes end too soon
 * or do not fit; `end` where some are left over. Byte results are copies, so that they do not keep a message alive.
 */
export class Reader {
  private readonly bytes: Buffer
  private at = 0

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** Bytes not read yet. */
  get left(): number {
    return this.bytes.length - this.at
  }

  /** A view, not a copy, of the next bytes. */
  view(length: number): Buffer {
    const at = this.pass(length)
    return this.bytes.subarray(at, at + length)
  }

  fixed(length: number): Buffer {
    return Buffer.from(this.view(length))
  }

  u8(): number {
    return this.bytes.readUInt8(this.pass(1))
  }

  u16(): number {
    return this.bytes.readUInt16BE(this.pass(2))
  }

  u32(): number {
    return this.bytes.readUInt32BE(this.pass(4))
  }

  u48(): number {
    return this.bytes.readUIntBE(this.pass(6), 6)
  }

  /** Refuses a value above 2^53 - 1. */
  u64(): number {
    const value = readU64(this.bytes, this.pass(8))
    if (value === null) throw new MalformedError('integer too large')
    return value
  }

  bytes16(): Buffer {
    return this.fixed(this.u16())
  }

  str8(): string {
    return this.text(this.u8())
  }

  /** A count that must lie within both bounds, inclusive. */
  count16(min: number, max: number): number {
    return this.within(this.u16(), min, max)
  }

  count8(min: number, max: number): number {
    return this.within(this.u8(), min, max)
  }

  /** Throws unless everything was read. */
  end(): void {
    if (this.left !== 0) throw new MalformedError('left-over bytes')
  }

  /** Goes on by so many bytes; where they begin. */
  private pass(length: number): number {
    const { at } = this
    if (length < 0 || length > this.bytes.length - at) throw new MalformedError('too short')
    this.at = at + length
    return at
  }

  private within(value: number, min: number, max: number): number {
    if (value < min || value > max) throw new MalformedError('count out of bounds')
    return value
  }

  private text(length: number): string {
    const view = this.view(length)
    try {
      return decoder.decode(view)
    } catch (cause) {
      throw new MalformedError(`text is not UTF-8 (${(cause as Error).name})`)
    }
  }
}

/** Builds bytes in the notation of docs/protocol.md. Throws a RangeError for a value that does not fit its field. */
export class Writer {
  private readonly parts: Uint8Array[] = []

  raw(bytes: Uint8Array, length?: number): this {
    if (length !== undefined && bytes.byteLength !== length) throw new RangeError(`expected ${length} bytes`)
    this.parts.push(bytes)
    return this
  }

  u8(value: number): this {
    return this.integer(value, 1)
  }

  u16(value: number): this {
    return this.integer(value, 2)
  }

  u32(value: number): this {
    return this.integer(value, 4)
  }

  u48(value: number): this {
    return this.integer(value, 6)
  }

  u64(value: number): this {
    return this.raw(u64(value))
  }

  bytes16(bytes: Uint8Array): this {
    return this.u16(bytes.byteLength).raw(bytes)
  }

  str8(text: string): this {
    const bytes = utf8(text)
    return this.u8(bytes.byteLength).raw(bytes)
  }

  /** Everything written so far. */
  done(): Buffer {
    return Buffer.concat(this.parts)
  }

  /** Everything written so far, as it was given. */
  pieces(): Uint8Array[] {
    return [...this.parts]
  }

  private integer(value: number, width: number): this {
    if (!Number.isInteger(value) || value < 0 || value >= 2 ** (8 * width)) throw new RangeError(`does not fit ${width} bytes`)
    const out = Buffer.alloc(width)
    out.writeUIntBE(value, 0, width)
    return this.raw(out)
  }
}
