/** The part of sodium-native 5 that core/crypto uses. */
declare module 'sodium-native' {
  type Bytes = Uint8Array
  interface Sodium {
    randombytes_buf(out: Bytes): void
    sodium_memzero(buf: Bytes): void
    sodium_memcmp(a: Bytes, b: Bytes): boolean
    crypto_generichash(out: Bytes, input: Bytes, key?: Bytes): void
    crypto_generichash_batch(out: Bytes, inputs: Bytes[], key?: Bytes): void
    crypto_aead_xchacha20poly1305_ietf_encrypt(c: Bytes, m: Bytes, ad: Bytes | null, nsec: null, npub: Bytes, key: Bytes): number
    crypto_aead_xchacha20poly1305_ietf_decrypt(m: Bytes, nsec: null, c: Bytes, ad: Bytes | null, npub: Bytes, key: Bytes): number
    crypto_sign_seed_keypair(pk: Bytes, sk: Bytes, seed: Bytes): void
    crypto_sign_detached(sig: Bytes, m: Bytes, sk: Bytes): void
    crypto_sign_verify_detached(sig: Bytes, m: Bytes, pk: Bytes): boolean
    crypto_scalarmult_base(pk: Bytes, sk: Bytes): void
    crypto_box_seal(c: Bytes, m: Bytes, pk: Bytes): void
    crypto_box_seal_open(m: Bytes, c: Bytes, pk: Bytes, sk: Bytes): boolean
    crypto_pwhash_async(out: Bytes, passwd: Bytes, salt: Bytes, opslimit: number, memlimit: number, alg: number): Promise<void>
    readonly crypto_pwhash_ALG_ARGON2ID13: number
    readonly crypto_pwhash_OPSLIMIT_MODERATE: number
    readonly crypto_pwhash_MEMLIMIT_MODERATE: number
    readonly crypto_pwhash_MEMLIMIT_MAX: number
  }
  const sodium: Sodium
  export default sodium
}
