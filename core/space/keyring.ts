import { toHex } from '../crypto/bytes.ts'
import { KeyCache } from '../log/entry/keys.ts'
import type { EpochKey } from '../log/types.ts'
import type { EpochStore } from './ports.ts'

/** The epoch keys of one space that this computer holds, in memory and in the vault. */
export class Keyring {
  readonly cache = new KeyCache()
  private readonly keys = new Map<string, EpochKey>()
  private readonly store: EpochStore
  readonly keyOf = (epochId: Buffer): EpochKey | undefined => this.keys.get(toHex(epochId))

  constructor(store: EpochStore) {
    this.store = store
    for (const epoch of store.all()) this.keys.set(toHex(epoch.epochId), epoch)
  }

  has(epochId: Buffer): boolean {
    return this.keys.has(toHex(epochId))
  }

  /** Keeps a key; on return it is synced. False where it was held already. */
  add(epoch: EpochKey): boolean {
    if (this.has(epoch.epochId)) return false
    this.store.add(epoch)
    this.keys.set(toHex(epoch.epochId), epoch)
    return true
  }

  all(): EpochKey[] {
    return [...this.keys.values()]
  }
}
