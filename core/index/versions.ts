import type { OrganisationId, SpaceId } from '../engine/contract/ids.ts'
import type { RecordName } from '../records/kinds.ts'
import { type AnyVersion, entryIdOf, type RecordVersion, textOf, type VersionHead } from '../records/version.ts'
import { bytesOf, type Database, type Row } from './database.ts'
import type { Ids } from './ids.ts'

interface Stored extends Row {
  log: string
  idx: number
  organisation: string
  own: number
  space: string
  kind: string
  ms: number
  counter: number
  wall: number
  bytes: number
  body: string | null
}

/** The entries that the index holds, thread by thread (schema.ts). */
export class Versions {
  private readonly db: Database
  private readonly ids: Ids

  constructor(db: Database, ids: Ids) {
    this.db = db
    this.ids = ids
  }

  /** The number of a thread, and whether it was begun by this call: then `add` has to follow. */
  thread(space: SpaceId, name: RecordName): { id: number; fresh: boolean } {
    const key = [bytesOf(name), this.ids.space(space)]
    const id = this.ids.nextThread()
    const begun = this.db.prepare('INSERT INTO thread (name, space, id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING').run([...key, id])
    if (begun.changes === 1) {
      this.ids.tookThread()
      return { id, fresh: true }
    }
    return { id: Number(this.db.prepare('SELECT id FROM thread WHERE name = ? AND space = ?', { pluck: true }).get(key)), fresh: false }
  }

  /** Every entry of a thread, whose name is `name`. */
  load(thread: number, name: RecordName): AnyVersion[] {
    const sql = `
      SELECT log.log, v.idx, party.organisation, party.own, space.space, v.kind, v.ms, v.counter, v.wall, v.bytes, v.body
      FROM version v CROSS JOIN party ON party.id = v.party CROSS JOIN space ON space.id = party.space CROSS JOIN log ON log.id = v.log
      WHERE v.thread = ? ORDER BY v.id`
    return this.db
      .prepare(sql)
      .all<Stored>([thread])
      .map((row) => restore(row, name))
  }

  /** Keeps an entry; of an erased one only its place. */
  add(thread: number, version: AnyVersion, erased: boolean): void {
    const kept = erased || version.kind === 'erased' ? null : version
    const sql = 'INSERT INTO version (thread, log, idx, party, kind, ms, counter, wall, bytes, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'
    this.db
      .prepare(sql)
      .run([
        thread,
        this.ids.log(version.log),
        version.index,
        this.ids.party(version.space, version.organisation, version.own),
        kept?.kind ?? 'erased',
        version.clock.ms,
        version.clock.counter,
        version.wall,
        version.bytes,
        kept && textOf(kept),
      ])
  }

  /** How much of what counts a log has written under a thread's name (MAX_VERSIONS, MAX_VERSION_BYTES). */
  written(thread: number, log: string): { entries: number; bytes: number } {
    const sql = `SELECT count(*) AS entries, coalesce(sum(bytes), 0) AS bytes FROM version
      WHERE thread = ? AND log = (SELECT id FROM log WHERE log = ?) AND kind NOT IN ('tombstone', 'share')`
    const found = this.db.prepare(sql).get<{ entries: number; bytes: number }>([thread, log])
    return { entries: Number(found?.entries ?? 0), bytes: Number(found?.bytes ?? 0) }
  }

  /** Forgets an entry. */
  remove(thread: number, { log, index }: AnyVersion): void {
    this.db.prepare('DELETE FROM version WHERE thread = ? AND log = ? AND idx = ?').run([thread, this.ids.log(log), index])
  }

  /** Takes the text of an entry away. */
  erase(thread: number, version: AnyVersion): void {
    const sql = "UPDATE version SET kind = 'erased', body = NULL WHERE thread = ? AND log = ? AND idx = ?"
    this.db.prepare(sql).run([thread, this.ids.log(version.log), version.index])
  }
}

function restore(row: Stored, name: RecordName): AnyVersion {
  const head: VersionHead = {
    entryId: entryIdOf(row.log, row.idx),
    space: row.space as SpaceId,
    log: row.log,
    index: row.idx,
    organisation: row.organisation as OrganisationId,
    own: row.own === 1,
    clock: { ms: row.ms, counter: row.counter },
    wall: row.wall,
    bytes: row.bytes,
  }
  if (row.body === null) return { ...head, kind: 'erased', record: name }
  // The file is sealed and authenticated page by page, and only `add` writes here: what was validated then needs no second look.
  return { ...head, kind: row.kind, body: JSON.parse(row.body) } as RecordVersion
}
