import { equal } from '../crypto/bytes.ts'
import { MalformedError } from '../log/codec.ts'
import { epochIdOf, KeyCache } from '../log/entry/keys.ts'
import type { EpochKey } from '../log/types.ts'
import type { EpochStore } from './ports.ts'

const nameOf = (epochId: Buffer): string => epochId.toString('latin1')

/** The epoch keys of one space that this computer holds, in memory and in the vault. */
export class Keyring {
  readonly cache = new KeyCache()
  private readonly keys = new Map<string, EpochKey>()
  private readonly space: Buffer
  private readonly store: EpochStore
  readonly keyOf = (epochId: Buffer): EpochKey | undefined => this.keys.get(nameOf(epochId))

  constructor(space: Buffer, store: EpochStore) {
    this.space = space
    this.store = store
    for (const epoch of store.all()) this.keys.set(nameOf(epoch.epochId), epoch)
  }

  get size(): number {
    return this.keys.size
  }

  has(epochId: Buffer): boolean {
    return this.keys.has(nameOf(epochId))
  }

  /** Keeps a key; on return it is synced. False where it was held already. Throws MalformedError for a key that its id does not commit to. */
  add(epoch: EpochKey): boolean {
    if (this.has(epoch.epochId)) return false
    if (!equal(epochIdOf(this.space, epoch.ring, epoch.key), epoch.epochId)) throw new MalformedError('epoch key')
    this.store.add(epoch)
    this.keys.set(nameOf(epoch.epochId), epoch)
    return true
  }

  all(): EpochKey[] {
    return [...this.keys.values()]
  }
}
