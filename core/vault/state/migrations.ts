import { ParasolError } from '../../error.ts'
import { rollBack } from '../../sqlcipher.ts'
import type { SealedDatabase } from '../database.ts'
import { MIGRATION_1 } from './migrations/0001.ts'
import { MIGRATION_2 } from './migrations/0002.ts'
import { MIGRATION_3 } from './migrations/0003.ts'
import { MIGRATION_4 } from './migrations/0004.ts'
import { MIGRATION_5 } from './migrations/0005.ts'
import { MIGRATION_6 } from './migrations/0006.ts'

/** One step of the schema of state.db, from the version before it. Never changed once released. */
export type Migration = string

/** Every step in order; the schema's version is their number. */
export const MIGRATIONS: readonly Migration[] = [MIGRATION_1, MIGRATION_2, MIGRATION_3, MIGRATION_4, MIGRATION_5, MIGRATION_6]

/**
 * Brings state.db to the newest schema, each step in a transaction of its own together with the version it leads to.
 * Throws NEWER_VERSION when the file is ahead of this program.
 */
export function migrate(db: SealedDatabase, migrations: readonly Migration[] = MIGRATIONS): void {
  db.exec('CREATE TABLE IF NOT EXISTS schema_version (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL) STRICT')
  const version = db.prepare('SELECT version FROM schema_version', { pluck: true }).get<number>() ?? 0
  if (version > migrations.length) throw new ParasolError('NEWER_VERSION')
  for (const [index, step] of migrations.entries()) {
    if (index < version) continue
    db.exec('BEGIN IMMEDIATE')
    try {
      db.exec(step)
      db.prepare('INSERT INTO schema_version VALUES (1, ?) ON CONFLICT DO UPDATE SET version = excluded.version').run([index + 1])
      db.exec('COMMIT')
    } catch (error) {
      rollBack(db)
      throw error
    }
  }
}
