import sodium from 'sodium-native'
import { u32, utf8 } from './bytes.ts'

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

/** Length-prefixes a label and parts: the argument encoding of docs/protocol.md, injective for any parts. */
function encodeArguments(label: string, parts: readonly Uint8Array[]): Uint8Array[] {
  const out: Uint8Array[] = [encodeLabel(label)]
  for (const part of parts) out.push(u32(part.byteLength), part)
  return out
}

/** H(label, parts...): BLAKE2b-256 (RFC 7693) over the length-prefixed label and parts. 32 bytes. */
export function H(label: string, ...parts: Uint8Array[]): Buffer {
  const out = Buffer.alloc(HASH_BYTES)
  sodium.crypto_generichash_batch(out, encodeArguments(label, parts))
  return out
}

/** KDF(key, label, parts...): keyed BLAKE2b-256 over the same encoding. `key` and the result are 32 bytes. */
export function KDF(key: Uint8Array, label: string, ...parts: Uint8Array[]): Buffer {
  if (key.byteLength !== HASH_BYTES) throw new RangeError('a key has 32 bytes')
  const out = Buffer.alloc(HASH_BYTES)
  sodium.crypto_generichash_batch(out, encodeArguments(label, parts), key)
  return out
}
