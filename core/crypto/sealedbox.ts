import sodium from 'sodium-native'

const BOX_KEY_BYTES = 32
const SEALED_BOX_OVERHEAD = 48

/** An X25519 key pair for sealed boxes. */
export interface BoxKeyPair {
  publicKey: Buffer
  secretKey: Buffer
}

/** The X25519 key pair whose secret scalar is `seed` (libsodium clamps it in use). */
export function boxKeyPair(seed: Uint8Array): BoxKeyPair {
  const publicKey = Buffer.alloc(BOX_KEY_BYTES)
  const secretKey = Buffer.from(seed)
  sodium.crypto_scalarmult_base(publicKey, secretKey)
  return { publicKey, secretKey }
}

/** libsodium `crypto_box_seal`: anonymous, 48 bytes longer than the message. */
export function sealTo(publicKey: Uint8Array, message: Uint8Array): Buffer {
  const out = Buffer.alloc(message.byteLength + SEALED_BOX_OVERHEAD)
  sodium.crypto_box_seal(out, message, publicKey)
  return out
}

/** The message, or null when the box is not for this key. */
export function openSealed(pair: BoxKeyPair, sealed: Uint8Array): Buffer | null {
  if (sealed.byteLength < SEALED_BOX_OVERHEAD) return null
  const out = Buffer.alloc(sealed.byteLength - SEALED_BOX_OVERHEAD)
  return sodium.crypto_box_seal_open(out, sealed, pair.publicKey, pair.secretKey) ? out : null
}
