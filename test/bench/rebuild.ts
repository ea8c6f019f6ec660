import { join } from 'node:path'
import { fromHex } from '../../core/crypto/bytes.ts'
import { filtersSchema } from '../../core/engine/contract/index.ts'
import { type Database, openDatabase, transaction } from '../../core/index/database.ts'
import { gistIn } from '../../core/index/gist.ts'
import { type Measured, type Setup, timed } from './bench.ts'
import { BenchHouse } from './house.ts'

const TRANSACTION = 2_000

/**
 * Deletes index.db and builds it anew from the log, with the engine's own projector: read, opened, validated, folded, indexed.
 * Floor: the texts of the same incidents as bare rows into SQLCipher, a plain table and a full-text table, in transactions of 2,000.
 */
export async function run({ n, folder, profileDir, say }: Setup): Promise<Measured> {
  const house = await BenchHouse.open(profileDir ?? '')
  house.remove()
  const {
    ms,
    busy,
    result: { index, projector },
  } = await timed(async () => {
    const opened = house.index()
    await opened.projector.catchUp(house.spaces.house)
    return opened
  })
  const { all } = index.count(filtersSchema.parse({}))
  if (all < n) throw new Error(`only ${all} of ${n} records are in the index`)
  // Who finds it unsettled builds it anew: the benches after this one must not.
  projector.stop()
  index.close()
  await house.store.close()
  const entries = house.spaces.house.own.length
  const floor = insertRows(join(folder, 'floor.db'), house, n)
  say(
    `${entries} entries; ${((ms * 1_000) / all).toFixed(0)} us an incident and what comes with it, of which the processor was busy for ` +
      `${((busy * 1_000) / all).toFixed(0)} us; floor ${((floor.busy * 1_000) / n).toFixed(0)} us`,
  )
  return { value: ms / 1_000, floor: floor.ms / 1_000 }
}

/** @returns the time that SQLCipher took, and the time that the processor was busy with it, ms. */
function insertRows(path: string, { log }: BenchHouse, n: number): { ms: number; busy: number } {
  const db: Database = openDatabase(path, fromHex('07'.repeat(32)))
  try {
    db.exec(`
      CREATE TABLE incident (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
      CREATE VIRTUAL TABLE doc USING fts5 (title, area, narrative, more, content = '', tokenize = "unicode61 remove_diacritics 2")`)
    const row = db.prepare('INSERT INTO incident (id, body) VALUES (?, ?)')
    const doc = db.prepare('INSERT INTO doc (rowid, title, area, narrative, more) VALUES (?, ?, ?, ?, ?)')
    let ms = 0
    let busy = 0
    for (let id = 0; id < n; ) {
      const rows = Array.from({ length: Math.min(TRANSACTION, n - id) }, (_, k) => {
        const fields = log.fields(id + k)
        return { ...fields, body: JSON.stringify(fields), more: gistIn('incident', fields).texts.join('\n') }
      })
      const before = performance.now()
      const busyBefore = process.cpuUsage()
      transaction(db, () => {
        for (const { body, title, area, narrative, more } of rows) {
          id++
          row.run([id, body])
          doc.run([id, title, area, narrative, more])
        }
      })
      ms += performance.now() - before
      const { user, system } = process.cpuUsage(busyBefore)
      busy += (user + system) / 1_000
    }
    return { ms, busy }
  } finally {
    db.close()
  }
}
