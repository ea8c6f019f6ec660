import sodium from 'sodium-native'
import { u32, utf8 } from './bytes.ts'
import { room } from './room.ts'

export const HASH_BYTES = 32

const labels = new Map<string, Buffer>()

/** The length-prefixed label. Labels are constants of the code, so the list stays short. */
function encodeLabel(label: string): Buffer {
  const known = labels.get(label)
  if (known) return known
  const name = utf8(`parasol/1/${label}`)
  const encoded = Buffer.concat([u32(name.byteLength), name])
  labels.set(label, encoded)
  return encoded
}

/** Short inputs are put together here and hashed in one call: about twice as fast as handing over the parts, and opening an entry takes nine. */
const scratch = Buffer.alloc(512)
/** The beginnings of it by length: making a view takes as long as hashing it. */
const beginnings: (Buffer | undefined)[] = []

function beginning(length: number): Buffer {
  const known = beginnings[length]
  if (known) return known
  const made = scratch.subarray(0, length)
  beginnings[length] = made
  return made
}

/** Hashes the length-prefixed label and parts: the argument encoding of docs/protocol.md, injective for any parts. */
function hash(key: Uint8Array | undefined, label: string, parts: readonly Uint8Array[]): Buffer {
  const out = room(HASH_BYTES)
  const name = encodeLabel(label)
  let length = name.length
  for (const part of parts) length += 4 + part.byteLength
  if (length > scratch.length) {
    sodium.crypto_generichash_batch(out, [name, ...parts.flatMap((part) => [u32(part.byteLength), part])], key)
    return out
  }
  scratch.set(name)
  let at = name.length
  for (const part of parts) {
    at = scratch.writeUInt32BE(part.byteLength, at)
    scratch.set(part, at)
    at += part.byteLength
  }
  sodium.crypto_generichash(out, beginning(length), key)
  // A part may have been a key.
  scratch.fill(0, 0, length)
  return out
}

/** H(label, parts...): BLAKE2b-256 (RFC 7693) over the length-prefixed label and parts. 32 bytes. */
export const H = (label: string, ...parts: Uint8Array[]): Buffer => hash(undefined, label, parts)

/** KDF(key, label, parts...): keyed BLAKE2b-256 over the same encoding. `key` and the result are 32 bytes. */
export function KDF(key: Uint8Array, label: string, ...parts: Uint8Array[]): Buffer {
  if (key.byteLength !== HASH_BYTES) throw new RangeError('a key has 32 bytes')
  return hash(key, label, parts)
}

/** BLAKE2b-256 of the bare parts, one after the other: only for formats that are not ours, as Hypercore's tree. 32 bytes. */
export function bareHash(parts: readonly Uint8Array[]): Buffer {
  const out = Buffer.alloc(HASH_BYTES)
  sodium.crypto_generichash_batch(out, [...parts])
  return out
}
