import { equal, toHex } from '../crypto/bytes.ts'
import { sign, verify } from '../crypto/sign.ts'
import type { Log } from '../log/log.ts'
import { LogCopy } from '../log/log-copy.ts'
import { LOG_LENGTH_MAX } from '../space/quota.ts'
import type { Space } from '../space/space.ts'
import { decodeReceipts, encodeReceipts, RECEIPTS_MAX, type Receipt, receiptHash } from './messages.ts'
import { BreachError } from './refusal.ts'
import { type Timers, turn } from './timers.ts'

/** Receipts looked at before others get their turn. */
const RECEIPTS_A_TURN = 32

/** How long receipts may wait to be kept, in ms: many come one after the other. */
const SAVE_MS = 1_000

/** Where the receipts of one space are kept. Losing them loses nothing: whoever holds a log signs again. */
export interface ReceiptStore {
  load(): Buffer | null
  save(bytes: Buffer): void
}

export interface ReceiptPorts {
  store: ReceiptStore
  /** Resolves when everything that copies hold would survive a power cut. */
  sync(): Promise<void>
  timers: Timers
}

/** One computer that holds a log up to a length. */
export interface Holder {
  organisation: Buffer
  device: Buffer
  length: number
}

const nameOf = (logId: Buffer, device: Buffer): string => `${toHex(logId)}:${toHex(device)}`

/**
 * Who holds which log of a space, and up to where, by the signature of the computer that holds it (docs/protocol.md section 8): only the newest of each log
 * and computer. Signed after the sync, never before. What speaks of more than is held here waits until it can be compared.
 */
export class Receipts {
  private readonly space: Space
  private readonly ports: ReceiptPorts
  private readonly kept = new Map<string, Receipt>()
  private readonly late = new Map<string, Receipt>()
  private cancelSave: (() => void) | null = null
  private readonly listeners = new Set<(fresh: readonly Receipt[]) => void>()

  constructor(space: Space, ports: ReceiptPorts) {
    this.space = space
    this.ports = ports
    const bytes = ports.store.load()
    for (const receipt of bytes ? decodeReceipts(bytes) : []) this.kept.set(nameOf(receipt.logId, receipt.device), receipt)
  }

  /** Every receipt that is held, for who is met anew. */
  all(): Receipt[] {
    return [...this.kept.values()]
  }

  /** Calls back with receipts that were not known before, own or foreign. Returns how to stop that. */
  onFresh(listener: (fresh: readonly Receipt[]) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Signs for every copy that has grown since, after a sync; looks again at what waited. Throws DISK_FULL. */
  async signOwn(): Promise<void> {
    const device = this.space.device.log.publicKey
    const logs = await this.space.openLogs()
    const heads = logs.filter((log) => log instanceof LogCopy).flatMap((log) => ({ logId: log.id, head: log.head() }))
    const grown = heads.filter(({ logId, head }) => head && head.length > (this.kept.get(nameOf(logId, device))?.length ?? 0))
    const fresh: Receipt[] = []
    if (grown.length > 0) {
      await this.ports.sync()
      for (const { logId, head } of grown) {
        if (!head) continue
        const said = { logId, length: head.length, treeHash: head.treeHash, device }
        fresh.push({ ...said, signature: sign(receiptHash(this.space.id, said), this.space.device.log.secretKey) })
      }
    }
    for (const receipt of [...this.late.values()]) {
      const log = logs.find(({ id }) => equal(id, receipt.logId))
      if (!log || receipt.length > log.length) continue
      this.late.delete(nameOf(receipt.logId, receipt.device))
      if (this.isNews(receipt) && (await agrees(log, receipt))) fresh.push(receipt)
    }
    this.keep(fresh)
  }

  /** Takes what a peer says. Throws a BreachError for a signature that does not verify. */
  async take(receipts: readonly Receipt[]): Promise<void> {
    const logs = new Map((await this.space.openLogs()).map((log) => [toHex(log.id), log]))
    const fresh: Receipt[] = []
    for (const [i, receipt] of receipts.entries()) {
      if (i % RECEIPTS_A_TURN === RECEIPTS_A_TURN - 1) await turn()
      const log = logs.get(toHex(receipt.logId))
      // The roster may be older here than there: what it does not know yet is said again at the next meeting.
      if (!log || !this.isNews(receipt) || !this.holder(receipt) || equal(receipt.device, this.space.device.log.publicKey)) continue
      if (receipt.length > LOG_LENGTH_MAX) throw new BreachError('too-long')
      if (!verify(receipt.signature, receiptHash(this.space.id, receipt), receipt.device)) throw new BreachError('forged')
      if (receipt.length > log.length) this.wait(receipt)
      else if (await agrees(log, receipt)) fresh.push(receipt)
    }
    this.keep(fresh)
  }

  /** The computers of present members, this one left out, that hold something of a log. */
  holders(logId: Buffer): Holder[] {
    return this.all().flatMap((receipt) => {
      const organisation = equal(receipt.logId, logId) ? this.holder(receipt) : null
      const here = equal(receipt.device, this.space.device.log.publicKey)
      return organisation && !here ? [{ organisation, device: receipt.device, length: receipt.length }] : []
    })
  }

  /** Writes what is not kept yet. */
  flush(): void {
    this.cancelSave?.()
    if (this.cancelSave) this.ports.store.save(encodeReceipts(this.all()))
    this.cancelSave = null
  }

  private saveLater(): void {
    this.cancelSave ??= this.ports.timers.after(SAVE_MS, () => this.flush())
  }

  private holder({ device }: Receipt): Buffer | null {
    for (const member of this.space.roster?.members ?? []) {
      if (member.present && member.devices.some((one) => equal(one.signer, device) && !one.end)) return member.organisation
    }
    return null
  }

  private isNews({ logId, device, length }: Receipt): boolean {
    return length > (this.kept.get(nameOf(logId, device))?.length ?? 0)
  }

  private wait(receipt: Receipt): void {
    if (this.late.size < RECEIPTS_MAX) this.late.set(nameOf(receipt.logId, receipt.device), receipt)
  }

  private keep(fresh: readonly Receipt[]): void {
    if (fresh.length === 0) return
    for (const receipt of fresh) this.kept.set(nameOf(receipt.logId, receipt.device), receipt)
    const oldest = this.kept.keys()
    while (this.kept.size > RECEIPTS_MAX) this.kept.delete(oldest.next().value ?? '')
    this.saveLater()
    for (const listener of this.listeners) listener(fresh)
  }
}

const agrees = async (log: Log, { length, treeHash }: Receipt): Promise<boolean> => equal(await log.treeHashAt(length), treeHash)
