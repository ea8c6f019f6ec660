import type { SpaceId } from '../engine/contract/ids.ts'
import { type AlertState, concernsAlerts, foldAlerts } from '../records/alert-fold.ts'
import { type Folded, fold } from '../records/fold.ts'
import type { RecordName } from '../records/kinds.ts'
import type { AnyVersion } from '../records/version.ts'
import type { Database, Row } from './database.ts'
import type { Ids } from './ids.ts'
import type { Versions } from './versions.ts'

interface Thread extends Row {
  id: number
  name: Uint8Array<ArrayBuffer>
  space: number
}

/**
 * Takes out what the index holds of a log from an entry on, and moves the log's cursor there: entries that were taken in and do not count any more.
 * Where one of them had erased a record, the erased entries are to be read again: they leave too, and the cursors of their logs go back to them.
 * Within the transaction of the caller. `tell` hears how each record of a thread stood and stands, `tellAlerts` how each alert.
 */
export function withdraw(
  db: Database,
  ids: Ids,
  versions: Versions,
  house: SpaceId,
  log: string,
  from: number,
  tell: (before: Folded, after: Folded, thread: number) => void,
  tellAlerts: (before: readonly AlertState[], after: readonly AlertState[]) => void,
): void {
  const id = ids.log(log)
  const rewind = new Map<string, number>()
  for (const thread of threadsOf(db, id, from)) {
    const name = Buffer.from(thread.name).toString('hex') as RecordName
    const held = versions.load(thread.id, name)
    const gone = held.filter((one) => one.log === log && one.index >= from)
    // What a tombstone took away is not here to be shown again.
    const bare = gone.some(({ kind }) => kind === 'tombstone') ? held.filter((one) => one.kind === 'erased' && !gone.includes(one)) : []
    for (const one of bare) rewind.set(one.log, Math.min(one.index, rewind.get(one.log) ?? one.index))
    const out = new Set<AnyVersion>([...gone, ...bare])
    const left = held.filter((one) => !out.has(one))
    tell(fold(held, house), fold(left, house), thread.id)
    if (concernsAlerts(held)) tellAlerts(foldAlerts(held), foldAlerts(left))
    for (const one of out) versions.remove(thread.id, one)
    if (left.length === 0) db.prepare('DELETE FROM thread WHERE name = ? AND space = ?').run([thread.name, thread.space])
  }
  rewind.set(log, Math.min(from, rewind.get(log) ?? from))
  for (const [name, next] of rewind) db.prepare('UPDATE log SET next = min(next, ?) WHERE id = ?').run([next, ids.log(name)])
  db.prepare('DELETE FROM waiting WHERE log = ? AND idx >= ?').run([id, from])
}

/** The threads with entries of a log from one on. */
const threadsOf = (db: Database, log: number, from: number): Thread[] =>
  db
    .prepare('SELECT id, name, space FROM thread WHERE id IN (SELECT thread FROM version WHERE log = ? AND idx >= ?) ORDER BY id')
    .all<Thread>([log, from])
