import { AEAD_TAG_BYTES, COMMITMENT_BYTES, open, seal } from '../../crypto/aead.ts'
import { u64, utf8 } from '../../crypto/bytes.ts'
import { H } from '../../crypto/hash.ts'
import { EntryError } from './error.ts'
import type { Place } from './keys.ts'

/** What a box is longer than its body: key commitment, length, tag. */
export const BOX_OVERHEAD = COMMITMENT_BYTES + 4 + AEAD_TAG_BYTES

const PREFIX = utf8('parasol/1')

/**
 * The associated data of an entry's boxes (docs/protocol.md 4.1), as a function of the section id. The result is valid until the next call:
 * one buffer serves all boxes.
 */
export function associatedData(place: Place, header: Buffer): (id: number, extra?: Buffer) => Buffer {
  const common = Buffer.concat([PREFIX, place.space, place.logId, u64(place.index), H('header', header), Buffer.alloc(2)])
  return (id, extra) => {
    common.writeUInt16BE(id, common.length - 2)
    return extra ? Buffer.concat([common, extra]) : common
  }
}

/** Seals a body into a box of exactly `length` bytes (docs/protocol.md 4.1). */
export function sealBox(key: Buffer, nonce: Buffer, aad: Buffer, body: Uint8Array, length: number): Buffer {
  const plain = Buffer.alloc(length - AEAD_TAG_BYTES)
  plain.writeUInt32BE(body.byteLength, COMMITMENT_BYTES)
  plain.set(body, COMMITMENT_BYTES + 4)
  return seal(key, nonce, aad, plain)
}

/** Opens a box and checks tag, key commitment, length and padding. Throws EntryError `forged`. */
export function openBox(key: Buffer, nonce: Buffer, aad: Buffer, box: Buffer): Buffer {
  if (box.length < BOX_OVERHEAD) throw new EntryError('forged', 'short box')
  const plain = open(key, nonce, aad, box)
  if (!plain) throw new EntryError('forged', 'tag')
  const length = plain.readUInt32BE(COMMITMENT_BYTES)
  const start = COMMITMENT_BYTES + 4
  if (length > plain.length - start) throw new EntryError('forged', 'body length')
  if (!isZero(plain, 0, COMMITMENT_BYTES)) throw new EntryError('forged', 'key commitment')
  if (!isZero(plain, start + length, plain.length)) throw new EntryError('forged', 'padding')
  return plain.subarray(start, start + length)
}

const ZEROS = Buffer.alloc(4096)

function isZero(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at += ZEROS.length) {
    const end = Math.min(to, at + ZEROS.length)
    if (bytes.compare(ZEROS, 0, end - at, at, end) !== 0) return false
  }
  return true
}
