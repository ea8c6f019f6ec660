import sodium from 'sodium-native'
import { room } from './room.ts'
import { mustRemember } from './secret.ts'

export const AEAD_KEY_BYTES = 32
export const AEAD_NONCE_BYTES = 24
export const AEAD_TAG_BYTES = 16
/** Zero bytes in front of every plaintext: they commit to the key (docs/protocol.md, "Box"). */
export const COMMITMENT_BYTES = 32

/** XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha) of `plain` as it stands. Returns ciphertext and tag. Throws once all secrets are forgotten. */
export function seal(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, plain: Uint8Array): Buffer {
  mustRemember()
  const out = Buffer.alloc(plain.byteLength + AEAD_TAG_BYTES)
  sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(out, plain, aad, null, nonce, key)
  return out
}

/** The plaintext, or null when the key, nonce, associated data or ciphertext do not fit. */
export function open(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, sealed: Uint8Array): Buffer | null {
  if (sealed.byteLength < AEAD_TAG_BYTES) return null
  const out = room(sealed.byteLength - AEAD_TAG_BYTES)
  try {
    sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(out, null, sealed, aad, nonce, key)
  } catch {
    // sodium-native throws on a tag that does not fit; that is an answer here, not a fault.
    return null
  }
  return out
}
