import type { Database, Row } from './database.ts'
import type { Ids } from './ids.ts'

/** An entry that cannot be opened yet, for want of the key of this epoch. */
export interface Waiting {
  /** Log id, 64 hexadecimal digits. */
  log: string
  index: number
  /** 32 bytes. */
  epochId: Buffer
}

interface WaitingRow extends Row {
  log: string
  idx: number
  epoch: Uint8Array<ArrayBuffer>
}

/** The entries that wait for a key. */
export class Waits {
  private readonly db: Database
  private readonly ids: Ids

  constructor(db: Database, ids: Ids) {
    this.db = db
    this.ids = ids
  }

  /** Those of one epoch that come after one (null: from the first), in their order. */
  of(epochId: Buffer, after: Waiting | null, limit: number): Waiting[] {
    const sql = `SELECT log.log, waiting.idx, waiting.epoch FROM waiting CROSS JOIN log ON log.id = waiting.log
      WHERE waiting.epoch = ? AND (waiting.log, waiting.idx) > (?, ?) ORDER BY waiting.log, waiting.idx LIMIT ?`
    const from = after ? [this.ids.log(after.log), after.index] : [0, 0]
    const rows = this.db.prepare(sql).all<WaitingRow>([Uint8Array.from(epochId), ...from, limit])
    return rows.map(({ log, idx, epoch }) => ({ log, index: idx, epochId: Buffer.from(epoch) }))
  }

  add(entries: readonly Waiting[]): void {
    for (const { log, index, epochId } of entries) {
      const bytes = Uint8Array.from(epochId)
      this.db.prepare('INSERT OR REPLACE INTO waiting (log, idx, epoch) VALUES (?, ?, ?)').run([this.ids.log(log), index, bytes])
    }
  }

  remove(entries: readonly Pick<Waiting, 'log' | 'index'>[]): void {
    for (const { log, index } of entries) this.db.prepare('DELETE FROM waiting WHERE log = ? AND idx = ?').run([this.ids.log(log), index])
  }
}
