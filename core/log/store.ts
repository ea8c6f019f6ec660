import Corestore from 'corestore'
import type Hypercore from 'hypercore'
import { toHex } from '../crypto/bytes.ts'
import type { SignKeyPair } from '../crypto/sign.ts'
import { ParasolError } from '../error.ts'
import { Boundaries } from './boundaries.ts'
import { LogCopy, type Log, OwnLog } from './log.ts'
import { logIdOf, manifestOf } from './log-id.ts'
import { WalSync } from './wal.ts'

/**
 * All logs of one profile, in one Corestore. No private key reaches it: logs are opened by manifest with `keyPair: null`; Corestore's own
 * primary key is random and nothing derives from it.
 */
export class LogStore {
  private readonly store: Corestore
  private readonly wal: WalSync
  private readonly open = new Map<string, Promise<Log>>()

  private constructor(store: Corestore) {
    this.store = store
    this.wal = new WalSync(store)
  }

  /** Opens or creates the store in a folder of its own. */
  static async open(folder: string): Promise<LogStore> {
    const store = new Corestore(folder)
    await store.ready()
    return new LogStore(store)
  }

  /** The log that this key pair writes in this space; created empty where it is not there. */
  own(space: Buffer, keyPair: SignKeyPair): Promise<OwnLog> {
    return this.once(space, keyPair.publicKey, (core, boundaries) => new OwnLog(core, keyPair, boundaries, (write) => this.wal.around(() => this.guarded(write))))
  }

  /** The copy of a log that another computer writes; created empty where it is not there. */
  copy(space: Buffer, signer: Buffer): Promise<LogCopy> {
    return this.once(space, signer, (core, boundaries) => new LogCopy(core, signer, boundaries, (write) => this.guarded(write)))
  }

  async close(): Promise<void> {
    for (const log of await Promise.all(this.open.values())) await log.close()
    await this.wal.close()
    await this.store.close()
  }

  private once<T extends Log>(space: Buffer, signer: Buffer, make: (core: Hypercore, boundaries: Boundaries) => T): Promise<T> {
    const name = toHex(logIdOf(space, signer))
    let log = this.open.get(name) as Promise<T> | undefined
    if (!log) {
      log = this.openCore(space, signer, make)
      this.open.set(name, log)
    }
    return log
  }

  private async openCore<T extends Log>(space: Buffer, signer: Buffer, make: (core: Hypercore, boundaries: Boundaries) => T): Promise<T> {
    const core = this.store.get({ manifest: manifestOf(space, signer), keyPair: null, allowFork: false })
    await core.ready()
    return make(core, await Boundaries.load(core))
  }

  /** RocksDB answers a full disk with one sentence and refuses every write from then on: say what it is. */
  private async guarded<T>(write: () => Promise<T>): Promise<T> {
    try {
      return await write()
    } catch (error) {
      if (error instanceof Error && /Batch was not applied|No space left/i.test(error.message)) throw new ParasolError('DISK_FULL', undefined, { cause: error })
      throw error
    }
  }
}
