import { toHex } from '../../crypto/bytes.ts'
import type { Waiting } from '../../index/index.ts'
import type { Log } from '../../log/log.ts'
import { concernsAlerts } from '../../records/alert-fold.ts'
import type { RecordVersion } from '../../records/version.ts'

/** Records of one transaction, and bytes of their bodies: places and ids come in no order, so that the more there are, the fewer pages are written again. */
const RECORDS = 8_000
const BYTES = 16 * 1024 * 1024

/** What was read of one log since the index last took it in: from `from` to `read`. */
interface Sheaf {
  from: number
  read: number
  versions: RecordVersion[]
  waiting: Waiting[]
}

/** What was read of a space's logs and is not in the index yet. Of all of them together: many partners write little each. */
export class Harvest {
  private sheaves = new Map<Log, Sheaf>()
  private count = 0
  private bytes = 0
  private urgent = false

  /** Entries of a log, of which everything before `read` was looked at, and everything before `from` is in the index. */
  add(log: Log, from: number, read: number, versions: readonly RecordVersion[], waiting: readonly Waiting[]): void {
    const sheaf = this.sheaves.get(log) ?? { from, read, versions: [], waiting: [] }
    this.sheaves.set(log, sheaf)
    sheaf.read = read
    sheaf.versions.push(...versions)
    sheaf.waiting.push(...waiting)
    this.count += versions.length + waiting.length
    for (const { bytes } of versions) this.bytes += bytes
    this.urgent ||= concernsAlerts(versions)
  }

  /** Whether it is to be taken in now: it is much, or an alert is among it. */
  get isRipe(): boolean {
    return this.urgent || this.count >= RECORDS || this.bytes >= BYTES
  }

  /**
   * Everything, and nothing is left. `endOf` says where a log ends now: what came may have ended one below what was read of it before. `next` is where
   * reading that log goes on, `from` where it went on before; it stays where entries cease to count, so that they are read if they count again.
   */
  take(endOf: (log: Log) => number): {
    versions: RecordVersion[]
    waiting: Waiting[]
    logs: { log: string; from: number; next: number; read: number; end: number }[]
  } {
    const sheaves = [...this.sheaves].map(([log, sheaf]) => ({ log, ...sheaf, end: endOf(log) }))
    this.sheaves = new Map()
    this.count = 0
    this.bytes = 0
    this.urgent = false
    return {
      versions: sheaves.flatMap(({ versions, end }) => versions.filter(({ index }) => index < end)),
      waiting: sheaves.flatMap(({ waiting, end }) => waiting.filter(({ index }) => index < end)),
      logs: sheaves.map(({ log, from, read, end }) => ({ log: toHex(log.id), from, next: Math.max(from, Math.min(read, end)), read, end })),
    }
  }
}
