import { equal } from '../crypto/bytes.ts'
import { KDF } from '../crypto/hash.ts'
import { BOX_OVERHEAD, openBox, sealBox } from '../log/entry/box.ts'
import { EntryError } from '../log/entry/error.ts'
import { padme } from '../log/entry/padme.ts'
import { CHUNK_CONTENT } from './content.ts'
import { FileFault } from './fault.ts'

export const SALT_BYTES = 32
const MARK_BYTES = 32
/** Salt and mark: what says whose a file is, to those who have the carry secret. */
export const HEAD_BYTES = SALT_BYTES + MARK_BYTES
export const FILE_MIN = 64 * 1024
/** Sealed and opened in one piece, so that it must not take long. */
export const FILE_MAX = 4 * 1024 * 1024
/** The longest content of one file. A padded length of a power of two is that power, so that a full file fits. */
export const CONTENT_MAX = FILE_MAX - HEAD_BYTES - BOX_OVERHEAD

/** Every file has a key of its own, so one nonce serves. */
const NONCE = Buffer.alloc(24)

/** Of a file with a chunk: the lengths of what lies in a profile's `blobs/` must not be found again on a drive. */
const CHUNK_LENGTHS = [FILE_MIN, 256 * 1024, 1088 * 1024]

function lengthFor(content: Uint8Array): number {
  return sealedLength(content.byteLength, content[0] === CHUNK_CONTENT ? CHUNK_LENGTHS : [FILE_MIN])
}

function sealedLength(content: number, steps: readonly number[]): number {
  const least = HEAD_BYTES + BOX_OVERHEAD + content
  return steps.find((length) => length >= least) ?? padme(least)
}

/** Bytes that a file has on the drive with a chunk of so many. */
export const chunkFileLength = (bytes: number): number => sealedLength(1 + bytes, CHUNK_LENGTHS)

/** Whether a file that begins so is of the space with this carry secret. To everybody else its beginning is random. */
export function isOf(carry: Buffer, head: Buffer): boolean {
  return equal(KDF(carry, 'courier-mark', head.subarray(0, SALT_BYTES)), head.subarray(SALT_BYTES, HEAD_BYTES))
}

/** Seals content once more, under the space's carry secret and a fresh salt of 32 bytes (docs/protocol.md section 10). */
export function sealFile(carry: Buffer, salt: Buffer, content: Uint8Array): Buffer {
  if (content.byteLength > CONTENT_MAX) throw new RangeError('content over the limit of a file')
  const head = Buffer.concat([salt, KDF(carry, 'courier-mark', salt)])
  const box = sealBox(KDF(carry, 'courier-key', salt), NONCE, head, content, lengthFor(content) - HEAD_BYTES)
  return Buffer.concat([head, box])
}

/** The content of a file that `isOf` this carry secret. Throws FileFault `damaged`. */
export function openFile(carry: Buffer, bytes: Buffer): Buffer {
  const head = bytes.subarray(0, HEAD_BYTES)
  try {
    const content = openBox(KDF(carry, 'courier-key', head.subarray(0, SALT_BYTES)), NONCE, head, bytes.subarray(HEAD_BYTES))
    if (bytes.length !== lengthFor(content)) throw new FileFault('damaged', 'length')
    return content
  } catch (error) {
    if (error instanceof EntryError) throw new FileFault('damaged', error.fault)
    throw error
  }
}
