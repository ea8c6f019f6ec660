import sodium from 'sodium-native'

const SIGN_PUBLIC_BYTES = 32
export const SIGNATURE_BYTES = 64

/** An Ed25519 key pair; `secretKey` is libsodium's 64 bytes (seed and public key). */
export interface SignKeyPair {
  publicKey: Buffer
  secretKey: Buffer
}

/** The Ed25519 key pair (RFC 8032) of a 32-byte seed. */
export function signKeyPair(seed: Uint8Array): SignKeyPair {
  const publicKey = Buffer.alloc(SIGN_PUBLIC_BYTES)
  const secretKey = Buffer.alloc(64)
  sodium.crypto_sign_seed_keypair(publicKey, secretKey, seed)
  return { publicKey, secretKey }
}

/** Ed25519 signature, 64 bytes. The message is a domain-separated hash, see docs/protocol.md. */
export function sign(message: Uint8Array, secretKey: Uint8Array): Buffer {
  const out = Buffer.alloc(SIGNATURE_BYTES)
  sodium.crypto_sign_detached(out, message, secretKey)
  return out
}

/** Whether the signature fits. False, never an exception, for a signature or key of a wrong size. */
export function verify(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.byteLength !== SIGNATURE_BYTES || publicKey.byteLength !== SIGN_PUBLIC_BYTES) return false
  return sodium.crypto_sign_verify_detached(signature, message, publicKey)
}
