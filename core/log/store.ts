import { readdir, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import Corestore from 'corestore'
import { toHex } from '../crypto/bytes.ts'
import type { SignKeyPair } from '../crypto/sign.ts'
import { ParasolError } from '../error.ts'
import { Boundaries } from './boundaries.ts'
import { Gate } from './gate.ts'
import type { LogHost } from './host.ts'
import { isFailedWrite } from './internals.ts'
import type { Log, Seat } from './log.ts'
import { LogCopy } from './log-copy.ts'
import { logIdOf, manifestOf } from './log-id.ts'
import { OwnLog } from './own-log.ts'
import { RecentBlocks } from './recent-blocks.ts'
import { syncFolder, WalSync } from './wal.ts'
import { withWalAside } from './wal-aside.ts'

/** Room that must be free, beside that for the write-ahead log once more, before a store that ran out of it is opened again. */
const ROOM_BYTES = 4 * 1024 * 1024

interface Seated {
  space: Buffer
  log: Log
}

/**
 * All logs of one profile, in one Corestore. No private key reaches it: logs are opened by manifest with `keyPair: null`; Corestore's own
 * primary key is random and nothing derives from it.
 */
export class LogStore implements LogHost {
  /**
   * The folder was copied or moved here: a restored backup, or a second one. What it holds can be read, and copies of others' logs grow; an own
   * log must not be written, because the original may have gone on.
   */
  get copied(): boolean {
    return this.isCopy
  }

  readonly recent = new RecentBlocks()
  private isCopy: boolean
  /** Corestore sees a copy in it for ever. */
  private readonly wasCopied: boolean
  private readonly folder: string
  private readonly gate = new Gate()
  /** Log ids, in hexadecimal, by space and signer. */
  private readonly names = new Map<string, string>()
  private readonly opening = new Map<string, Promise<Log>>()
  private readonly seated = new Map<string, Seated>()
  private store: Corestore
  private wal: WalSync
  private failed = false

  private constructor(folder: string, store: Corestore, copied: boolean) {
    this.folder = folder
    this.isCopy = copied
    this.wasCopied = copied
    this.store = store
    this.wal = new WalSync(store)
  }

  /** Opens or creates the store in a folder of its own. Throws where another process has it open. */
  static async open(folder: string): Promise<LogStore> {
    const { store, copied } = await openOriginalOrCopy(folder)
    try {
      for (const path of [join(folder, 'db'), folder, dirname(folder)]) await syncFolder(path)
    } catch (error) {
      await store.close()
      throw error
    }
    return new LogStore(folder, store, copied)
  }

  /** The log that this key pair writes in this space; created empty where it is not there. */
  async own(space: Buffer, keyPair: SignKeyPair): Promise<OwnLog> {
    const log = await this.once(space, keyPair.publicKey, (seat) => new OwnLog(this, keyPair, seat))
    if (!(log instanceof OwnLog)) throw new Error('this log is open as a copy')
    return log
  }

  /** The copy of a log that another computer writes; created empty where it is not there. Never of a log that this computer writes. */
  async copy(space: Buffer, signer: Buffer): Promise<LogCopy> {
    const log = await this.once(space, signer, (seat) => new LogCopy(this, signer, seat))
    if (!(log instanceof LogCopy)) throw new Error('this log is open as an own one')
    return log
  }

  /**
   * This copy is where its vault goes on from now: every own log that it held has a successor. Which copy that is, `name` tells, to be kept:
   * another copy of it has another name.
   */
  adopt(): void {
    this.isCopy = false
  }

  /** What the file system calls this folder's content. */
  async name(): Promise<string> {
    const { dev, ino, birthtimeMs } = await stat(join(this.folder, 'CORESTORE'))
    return `${dev}:${ino}:${Math.trunc(birthtimeMs)}`
  }

  /** Gives up writing an own log: from now on it is a copy like any other, which grows by what others hold of it. */
  async retire(own: OwnLog): Promise<LogCopy> {
    const name = toHex(own.id)
    const seated = this.seated.get(name)
    if (seated?.log !== own) throw new Error('this log is not open')
    await own.idle()
    const copy = own.retired(this)
    this.seated.set(name, { space: seated.space, log: copy })
    this.opening.set(name, Promise.resolve(copy))
    return copy
  }

  /** Waits for what is being written, then closes every log and the store. */
  async close(): Promise<void> {
    await Promise.allSettled(this.opening.values())
    for (const { log } of this.seated.values()) await log.idle()
    await this.gate.alone(() => this.shut())
  }

  /** Resolves when everything that was taken into copies before the call would survive a power cut too. Throws DISK_FULL. */
  async sync(): Promise<void> {
    await this.write(async () => undefined, 'sync')
  }

  use<T>(task: () => Promise<T>): Promise<T> {
    return this.gate.pass(task)
  }

  write<T>(task: () => Promise<T>, sync?: 'sync'): Promise<T> {
    return this.gate.pass(async () => {
      try {
        const result = await task()
        if (sync) await this.synced()
        return result
      } catch (error) {
        if (!isFull(error)) throw error
        this.failed = true
        throw new ParasolError('DISK_FULL', undefined, { cause: error })
      }
    })
  }

  async mend(): Promise<void> {
    if (!this.failed) return
    await this.gate.alone(async () => {
      if (!this.failed) return
      await this.checkRoom()
      await this.shut()
      try {
        this.store = await openCorestore(this.folder, this.wasCopied)
        this.wal = new WalSync(this.store)
        for (const { space, log } of this.seated.values()) log.reseat(await this.take(space, log.signer))
      } catch (error) {
        throw isFull(error) ? new ParasolError('DISK_FULL', undefined, { cause: error }) : error
      }
      this.failed = false
    })
  }

  /** A sync that failed leaves it open what is on the disk: only opening the store again tells. */
  private async synced(): Promise<void> {
    try {
      await this.wal.sync()
    } catch (error) {
      this.failed = true
      throw error
    }
  }

  private once(space: Buffer, signer: Buffer, make: (seat: Seat) => Log): Promise<Log> {
    const name = this.nameOf(space, signer)
    let log = this.opening.get(name)
    if (!log) {
      log = this.seat(name, space, signer, make).catch((error: unknown) => {
        this.opening.delete(name)
        throw error
      })
      this.opening.set(name, log)
    }
    return log
  }

  /** Asked for again and again, and a manifest takes two hashes. */
  private nameOf(space: Buffer, signer: Buffer): string {
    const key = space.toString('latin1') + signer.toString('latin1')
    const name = this.names.get(key) ?? toHex(logIdOf(space, signer))
    this.names.set(key, name)
    return name
  }

  private async seat(name: string, space: Buffer, signer: Buffer, make: (seat: Seat) => Log): Promise<Log> {
    await this.mend()
    return this.write(async () => {
      const log = make(await this.take(space, signer))
      this.seated.set(name, { space, log })
      return log
    })
  }

  private async take(space: Buffer, signer: Buffer): Promise<Seat> {
    const core = this.store.get({ manifest: manifestOf(space, signer), keyPair: null, allowFork: false })
    await core.ready()
    return { core, boundaries: await Boundaries.load(core) }
  }

  /** Opening writes what the write-ahead log holds into tables. Where that cannot go well, the store stays as it is and can still be read. */
  private async checkRoom(): Promise<void> {
    const db = join(this.folder, 'db')
    let needed = ROOM_BYTES
    for (const name of await readdir(db)) if (name.endsWith('.log')) needed += (await stat(join(db, name))).size
    const { bavail, bsize } = await statfs(this.folder)
    if (bavail * bsize < needed) throw new ParasolError('DISK_FULL')
  }

  private async shut(): Promise<void> {
    await this.wal.close()
    await this.store.close()
  }
}

/** Corestore marks the file system's own name of a file in its folder, and tells a copy by it, at every opening. */
async function openOriginalOrCopy(folder: string): Promise<{ store: Corestore; copied: boolean }> {
  try {
    return { store: await openCorestore(folder, false), copied: false }
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'DEVICE_FILE') throw error
    return { store: await openCorestore(folder, true), copied: true }
  }
}

async function openCorestore(folder: string, allowBackup: boolean): Promise<Corestore> {
  return withWalAside(folder, async () => {
    const store = new Corestore(folder, { allowBackup })
    await store.ready()
    return store
  })
}

function isFull(error: unknown): boolean {
  if (isFailedWrite(error)) return true
  if (!(error instanceof Error)) return false
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes((error as NodeJS.ErrnoException).code ?? '')
}
