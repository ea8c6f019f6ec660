import { utf8 } from '../crypto/bytes.ts'

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
    if (length < 0 || length > this.left) throw new MalformedError('too short')
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }

  fixed(length: number): Buffer {
    return Buffer.from(this.view(length))
  }

  u8(): number {
    return this.view(1).readUInt8()
  }

  u16(): number {
    return this.view(2).readUInt16BE()
  }

  u32(): number {
    return this.view(4).readUInt32BE()
  }

  u48(): number {
    return this.view(6).readUIntBE(0, 6)
  }

  /** Refuses a value above 2^53 - 1. */
  u64(): number {
    const value = this.view(8).readBigUInt64BE()
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new MalformedError('integer too large')
    return Number(value)
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
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError('not a safe unsigned integer')
    const out = Buffer.alloc(8)
    out.writeBigUInt64BE(BigInt(value))
    return this.raw(out)
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

  private integer(value: number, width: number): this {
    if (!Number.isInteger(value) || value < 0 || value >= 2 ** (8 * width)) throw new RangeError(`does not fit ${width} bytes`)
    const out = Buffer.alloc(width)
    out.writeUIntBE(value, 0, width)
    return this.raw(out)
  }
}
