import { toHex, u16, u64 } from '../../crypto/bytes.ts'
import { H, KDF } from '../../crypto/hash.ts'
import type { EpochKey, Ring } from '../types.ts'

/** Where an entry stands. */
export interface Place {
  space: Buffer
  logId: Buffer
  index: number
}

/** The id of an epoch: a commitment to its key (docs/protocol.md section 2). */
export const epochIdOf = (space: Uint8Array, ring: Ring, key: Uint8Array): Buffer => H('epoch-id', space, Buffer.from([ring]), key)

/** `L = KDF(K, "log", G)` for every epoch and log in use, so that it is not derived for each of 100,000 entries. Holds secrets. */
export class KeyCache {
  private readonly keys = new Map<string, Buffer>()

  logKey(epoch: EpochKey, logId: Buffer): Buffer {
    const name = toHex(epoch.epochId) + toHex(logId)
    let key = this.keys.get(name)
    if (!key) {
      key = KDF(epoch.key, 'log', logId)
      this.keys.set(name, key)
    }
    return key
  }

  /** Zeroes and forgets all. */
  clear(): void {
    for (const key of this.keys.values()) key.fill(0)
    this.keys.clear()
  }
}

/** `E`, from which the keys of one entry's sections under one epoch derive. */
export function entryKey(epoch: EpochKey, place: Place, nonce: Buffer, cache: KeyCache): Buffer {
  const leaf = KDF(cache.logKey(epoch, place.logId), 'leaf', u64(place.index))
  return KDF(leaf, 'entry', nonce)
}

/** The key of one section: opens that section and nothing else. */
export const sectionKey = (entry: Buffer, id: number): Buffer => KDF(entry, 'section', u16(id))
