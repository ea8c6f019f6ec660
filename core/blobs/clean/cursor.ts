import { malformed } from './fault.ts'

/** Reads bytes in order and never past their end: throws CleanFault `form` instead. */
export class Cursor {
  readonly bytes: Buffer
  at = 0

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  get left(): number {
    return this.bytes.length - this.at
  }

  /** A view of the next bytes. */
  take(length: number): Buffer {
    if (length < 0 || length > this.left) throw malformed('too short')
    const view = this.bytes.subarray(this.at, this.at + length)
    this.at += length
    return view
  }

  u8(): number {
    return this.take(1).readUInt8()
  }

  u16(): number {
    return this.take(2).readUInt16BE()
  }

  u32(): number {
    return this.take(4).readUInt32BE()
  }

  u32le(): number {
    return this.take(4).readUInt32LE()
  }
}
