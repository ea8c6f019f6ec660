import type { KeyPair } from 'hypercore'
import { type SignKeyPair, sign } from '../crypto/sign.ts'
import type { LogHost } from './host.ts'
import { appendOwn, signable } from './internals.ts'
import { headOf, Log, type Seat } from './log.ts'
import { LogCopy } from './log-copy.ts'
import type { SignedHead } from './types.ts'

/** A log that this computer writes. The key pair is in memory only. */
export class OwnLog extends Log {
  private readonly keyPair: KeyPair
  private synced: SignedHead | null

  constructor(host: LogHost, keyPair: SignKeyPair, seat: Seat) {
    super(host, keyPair.publicKey, seat)
    this.keyPair = keyPair
    this.synced = headOf(seat.core)
  }

  get length(): number {
    return this.synced?.length ?? 0
  }

  head(): SignedHead | null {
    return this.synced
  }

  /**
   * Appends what `build` makes for the true next index, one batch at a time. Resolves only when everything is synced: what this promise
   * acknowledges survives a power cut. Throws DISK_FULL: the batch is not acknowledged.
   */
  append(build: (index: number) => Promise<Buffer[]> | Buffer[]): Promise<{ index: number; head: SignedHead }> {
    return this.queue.run(async () => {
      await this.host.mend()
      const index = this.length
      const blocks = await build(index)
      if (blocks.length === 0) throw new RangeError('nothing to append')
      await this.host.write(async () => {
        const { core, boundaries } = this.seat
        if (core.length !== index) throw new Error('the log moved while its next blocks were made')
        const ends = boundaries.within(index, core.byteLength, blocks)
        await appendOwn(core, blocks, this.keyPair, boundaries.facts(ends))
        boundaries.passed(ends)
      }, 'sync')
      this.synced = headOf(this.seat.core)
      if (!this.synced) throw new Error('a log with blocks has a head')
      this.appended()
      return { index, head: this.synced }
    })
  }

  /** For the store: the same log as one that is not written here any more. */
  retired(host: LogHost): LogCopy {
    return new LogCopy(host, this.signer, this.seat)
  }

  override reseat(seat: Seat): void {
    const found = headOf(seat.core)
    if ((found?.length ?? 0) < this.length) throw new Error('the disk has lost what was acknowledged: going on would fork the log')
    super.reseat(seat)
    this.synced = found
  }

  protected async signatureAt(boundary: { length: number }): Promise<Buffer> {
    return sign(signable(this.seat.core, await this.treeHashAt(boundary.length), boundary.length), this.keyPair.secretKey)
  }
}
