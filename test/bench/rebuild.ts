import { join } from 'node:path'
import { fromHex, utf8 } from '../../core/crypto/bytes.ts'
import { Changes } from '../../core/engine/changes.ts'
import { filtersSchema, spaceIdSchema } from '../../core/engine/contract/index.ts'
import { authorIn } from '../../core/engine/services/authors.ts'
import { Projector } from '../../core/engine/services/projector.ts'
import { Spaces } from '../../core/engine/services/spaces.ts'
import { type Database, openDatabase, transaction } from '../../core/index/database.ts'
import { openIndex, removeIndex } from '../../core/index/index.ts'
import { LogStore } from '../../core/log/store.ts'
import { openProfile } from '../../core/vault/profile.ts'
import { unlock } from '../../core/vault/vault.ts'
import { PASSPHRASE } from '../support/engine.ts'
import { type Measured, type Setup, timed } from './bench.ts'
import { incidents } from './incidents.ts'

const TRANSACTION = 2_000

/**
 * Deletes index.db and builds it anew from the log, with the engine's own projector: read, opened, validated, folded, indexed.
 * Floor: the same texts as bare rows into SQLCipher, a plain table and a full-text table, in transactions of 2,000.
 */
export async function run({ n, folder, profileDir, say }: Setup): Promise<Measured> {
  const profile = openProfile(profileDir ?? '')
  const vault = await unlock(profile, utf8(PASSPHRASE))
  const { state } = vault
  const organisationSeed = state.secrets.organisationSeed()
  const device = state.devices.active()
  if (!organisationSeed || !device) throw new Error('the profile has no organisation')
  const store = await LogStore.open(profile.paths.cores)
  const spaces = new Spaces(
    state,
    store,
    { organisationSeed, deviceSeed: device.seed, organisationName: state.secrets.organisationName() },
    Date.now,
  )
  await spaces.load()
  removeIndex(profile.paths.index)
  const house = spaceIdSchema.parse(spaces.house.id.toString('hex'))
  const busyBefore = process.cpuUsage()
  const { ms, result: index } = await timed(async () => {
    const fresh = openIndex(profile.paths.index, vault.indexKey, {
      house,
      ownIn: (space) => spaces.ownIn(space),
      author: (space, organisation) => authorIn(spaces, space, organisation),
    })
    await new Projector(fresh, new Changes()).catchUp(spaces.house)
    return fresh
  })
  const busy = process.cpuUsage(busyBefore)
  const { all } = index.count(filtersSchema.parse({}))
  if (all < n) throw new Error(`only ${all} of ${n} records are in the index`)
  // The index stays open: the projector goes on tidying it until the process ends.
  await store.close()
  say(
    `${((ms * 1_000) / all).toFixed(0)} us a record, of which the processor was busy for ${((busy.user + busy.system) / all).toFixed(0)} us`,
  )
  return { value: ms / 1_000, floor: insertRows(join(folder, 'floor.db'), n) / 1_000 }
}

/** @returns the time that SQLCipher took, ms. */
function insertRows(path: string, n: number): number {
  const db: Database = openDatabase(path, fromHex('07'.repeat(32)))
  try {
    db.exec(`
      CREATE TABLE incident (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
      CREATE VIRTUAL TABLE doc USING fts5 (title, area, narrative, content = '', tokenize = "unicode61 remove_diacritics 2")`)
    const row = db.prepare('INSERT INTO incident (id, body) VALUES (?, ?)')
    const doc = db.prepare('INSERT INTO doc (rowid, title, area, narrative) VALUES (?, ?, ?, ?)')
    let id = 0
    let ms = 0
    for (const batch of incidents(0, n, TRANSACTION)) {
      const rows = batch.map((fields) => ({ ...fields, body: JSON.stringify(fields) }))
      const before = performance.now()
      transaction(db, () => {
        for (const { body, title, area, narrative } of rows) {
          id++
          row.run([id, body])
          doc.run([id, title, area, narrative])
        }
      })
      ms += performance.now() - before
    }
    return ms
  } finally {
    db.close()
  }
}
