import sodium from 'sodium-native'

/** UTF-8 bytes of a string. */
export const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8')

/** Lower-case hexadecimal of bytes. Only for public values. */
export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')

/** Bytes of lower-case hexadecimal. Throws a RangeError when the text is not exactly that. */
export function fromHex(text: string): Buffer {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new RangeError('not lower-case hexadecimal')
  return Buffer.from(text, 'hex')
}

/** `length` bytes from the operating system's generator (libsodium `randombytes_buf`). */
export function randomBytes(length: number): Buffer {
  const out = Buffer.alloc(length)
  sodium.randombytes_buf(out)
  return out
}

/** Whether two byte strings are the same, in time that depends on their length only. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && sodium.sodium_memcmp(a, b)
}

/** Overwrites bytes with zeros. */
export const zero = (bytes: Uint8Array): void => sodium.sodium_memzero(bytes)

export function u16(value: number): Buffer {
  const out = Buffer.alloc(2)
  out.writeUInt16BE(value)
  return out
}

export function u32(value: number): Buffer {
  const out = Buffer.alloc(4)
  out.writeUInt32BE(value)
  return out
}

/** 8 bytes, big-endian. Throws a RangeError unless the value is a safe integer of at least 0. */
export function u64(value: number): Buffer {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError('not a safe unsigned integer')
  const out = Buffer.alloc(8)
  out.writeUInt32BE(Math.floor(value / 2 ** 32))
  out.writeUInt32BE(value % 2 ** 32, 4)
  return out
}

/** The `u64` at `at`, or null where it is not a safe integer. */
export function readU64(bytes: Buffer, at: number): number | null {
  const value = bytes.readUInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4)
  return Number.isSafeInteger(value) ? value : null
}
