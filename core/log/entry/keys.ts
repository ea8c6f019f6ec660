import { equal, u16, u64 } from '../../crypto/bytes.ts'
import { H, KDF } from '../../crypto/hash.ts'
import { forget, secret } from '../../crypto/secret.ts'
import type { EpochKey, Ring } from '../types.ts'
import { EntryError } from './error.ts'

/** Where an entry stands. */
export interface Place {
  space: Buffer
  logId: Buffer
  index: number
}

/** The id of an epoch: a commitment to its key (docs/protocol.md section 2). */
export const epochIdOf = (space: Uint8Array, ring: Ring, key: Uint8Array): Buffer => H('epoch-id', space, Buffer.from([ring]), key)

/**
 * `L = KDF(K, "log", G)` for every epoch and log in use, so that it is not derived for each of 100,000 entries. Holds secrets.
 * A key that does not have its epoch's id never gets in: one id cannot carry two keys, wherever they came from.
 */
export class KeyCache {
  private readonly keys = new Map<string, Buffer>()
  /** By what the caller holds in its hands: a log is mostly read entry by entry, under one epoch of each ring. */
  private near = new WeakMap<EpochKey, { logId: Buffer; key: Buffer }>()

  /** Throws EntryError `forged` where the key is not the one that the epoch's id commits to. */
  logKey(epoch: EpochKey, place: Place): Buffer {
    const near = this.near.get(epoch)
    if (near?.logId === place.logId) return near.key
    const key = this.find(epoch, place)
    this.near.set(epoch, { logId: place.logId, key })
    return key
  }

  private find(epoch: EpochKey, { space, logId }: Place): Buffer {
    const name = epoch.epochId.toString('latin1') + logId.toString('latin1')
    let key = this.keys.get(name)
    if (!key) {
      if (!equal(epochIdOf(space, epoch.ring, epoch.key), epoch.epochId)) throw new EntryError('forged', 'epoch key')
      key = secret(KDF(epoch.key, 'log', logId))
      this.keys.set(name, key)
    }
    return key
  }

  /** Zeroes and forgets all. */
  clear(): void {
    for (const key of this.keys.values()) forget(key)
    this.keys.clear()
    this.near = new WeakMap()
  }
}

/** The section keys of one entry (docs/protocol.md 4.1), `E` derived once for each epoch. */
export class EntryKeys {
  private readonly derived: { epochId: Buffer; key: Buffer }[] = []
  private readonly place: Place
  private readonly nonce: Buffer
  private readonly cache: KeyCache

  constructor(place: Place, nonce: Buffer, cache: KeyCache) {
    this.place = place
    this.nonce = nonce
    this.cache = cache
  }

  /** The key of section `id` under this epoch (0: the table). It opens that section and nothing else. */
  section(epoch: EpochKey, id: number): Buffer {
    return KDF(this.entry(epoch), 'section', u16(id))
  }

  private entry(epoch: EpochKey): Buffer {
    const known = this.derived.find((one) => one.epochId.equals(epoch.epochId))
    if (known) return known.key
    const leaf = KDF(this.cache.logKey(epoch, this.place), 'leaf', u64(this.place.index))
    const key = KDF(leaf, 'entry', this.nonce)
    this.derived.push({ epochId: epoch.epochId, key })
    return key
  }
}
