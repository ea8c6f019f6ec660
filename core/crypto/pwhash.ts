import sodium from 'sodium-native'

export const PWHASH_SALT_BYTES = 16

/** Argon2id cost: passes, and memory in bytes. */
export interface PwhashCost {
  opslimit: number
  memlimit: number
}

/** The least that a vault uses: libsodium's MODERATE. */
export const PWHASH_FLOOR: PwhashCost = {
  opslimit: sodium.crypto_pwhash_OPSLIMIT_MODERATE,
  memlimit: sodium.crypto_pwhash_MEMLIMIT_MODERATE,
}

/** Argon2id (RFC 9106, libsodium `crypto_pwhash`) on a worker thread. 32 bytes. Rejects when the memory is not to be had. */
export async function pwhash(password: Uint8Array, salt: Uint8Array, cost: PwhashCost): Promise<Buffer> {
  const out = Buffer.alloc(32)
  await sodium.crypto_pwhash_async(out, password, salt, cost.opslimit, cost.memlimit, sodium.crypto_pwhash_ALG_ARGON2ID13)
  return out
}
