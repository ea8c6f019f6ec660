import type { OrganisationId, SpaceId } from '../engine/contract/ids.ts'
import type { Database, Value } from './database.ts'

/** A number that SQL finds, or `otherwise` where it finds none. */
export function last(db: Database, sql: string, params: Value[], otherwise: number): number {
  const found = db.prepare(sql, { pluck: true }).get(params)
  return typeof found === 'number' ? found : otherwise
}

/** The small numbers that stand for logs, spaces, organisations and threads in the tables; each is given one when it is first met. */
export class Ids {
  private readonly db: Database
  private readonly logs = new Map<string, number>()
  private readonly spaces = new Map<SpaceId, number>()
  /** By space, then organisation. */
  private readonly parties = new Map<SpaceId, Map<OrganisationId, number>>()
  private threads: number | null = null

  constructor(db: Database) {
    this.db = db
  }

  log(log: string): number {
    return (
      this.logs.get(log) ??
      this.keep(this.logs, log, 'INSERT INTO log (log) VALUES (?) ON CONFLICT (log) DO UPDATE SET log = log RETURNING id', [log])
    )
  }

  space(space: SpaceId): number {
    const sql = 'INSERT INTO space (space) VALUES (?) ON CONFLICT (space) DO UPDATE SET space = space RETURNING id'
    return this.spaces.get(space) ?? this.keep(this.spaces, space, sql, [space])
  }

  party(space: SpaceId, organisation: OrganisationId, own: boolean): number {
    let known = this.parties.get(space)
    if (!known) {
      known = new Map()
      this.parties.set(space, known)
    }
    const sql =
      'INSERT INTO party (space, organisation, own) VALUES (?, ?, ?) ON CONFLICT (organisation, space) DO UPDATE SET own = excluded.own RETURNING id'
    return known.get(organisation) ?? this.keep(known, organisation, sql, [this.space(space), organisation, Number(own)])
  }

  /** The number that the next new thread gets. */
  nextThread(): number {
    this.threads ??= last(this.db, 'SELECT max(thread) FROM version', [], 0)
    return this.threads + 1
  }

  tookThread(): void {
    this.threads = this.nextThread()
  }

  /** After a transaction that did not come about: its numbers may be given again. */
  forget(): void {
    this.logs.clear()
    this.spaces.clear()
    this.parties.clear()
    this.threads = null
  }

  private keep<K extends string>(known: Map<K, number>, name: K, sql: string, params: Value[]): number {
    const id = last(this.db, sql, params, Number.NaN)
    if (Number.isNaN(id)) throw new Error('the index gave no number')
    known.set(name, id)
    return id
  }
}
