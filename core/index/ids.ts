import type { OrganisationId, SpaceId } from '../engine/contract/ids.ts'
import type { Database } from './database.ts'

/** The small numbers that stand for logs, spaces and organisations in the tables; each is given one when it is first met. */
export class Ids {
  private readonly db: Database
  private threads: number | null = null
  private readonly known = new Map<string, number>()

  constructor(db: Database) {
    this.db = db
  }

  log(log: string): number {
    return (
      this.known.get(log) ??
      this.keep(log, 'INSERT INTO log (log) VALUES (?) ON CONFLICT (log) DO UPDATE SET log = log RETURNING id', [log])
    )
  }

  space(space: SpaceId): number {
    const sql = 'INSERT INTO space (space) VALUES (?) ON CONFLICT (space) DO UPDATE SET space = space RETURNING id'
    return this.known.get(`space ${space}`) ?? this.keep(`space ${space}`, sql, [space])
  }

  party(space: SpaceId, organisation: OrganisationId, own: boolean): number {
    const name = `party ${space} ${organisation}`
    const sql =
      'INSERT INTO party (space, organisation, own) VALUES (?, ?, ?) ON CONFLICT (organisation, space) DO UPDATE SET own = excluded.own RETURNING id'
    return this.known.get(name) ?? this.keep(name, sql, [this.space(space), organisation, Number(own)])
  }

  /** The number that the next new thread gets. */
  nextThread(): number {
    this.threads ??= Number(this.db.prepare('SELECT coalesce(max(thread), 0) FROM version', { pluck: true }).get())
    return this.threads + 1
  }

  tookThread(): void {
    this.threads = this.nextThread()
  }

  /** After a transaction that did not come about: its numbers may be given again. */
  forget(): void {
    this.known.clear()
    this.threads = null
  }

  private keep(name: string, sql: string, params: (string | number)[]): number {
    const id = Number(this.db.prepare(sql, { pluck: true }).get(params))
    this.known.set(name, id)
    return id
  }
}
