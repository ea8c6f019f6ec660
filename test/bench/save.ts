import { join } from 'node:path'
import { type IncidentFields, organisationIdSchema } from '../../core/engine/contract/index.ts'
import { openDatabase } from '../../core/index/database.ts'
import { EngineChild, ORGANISATION, PASSPHRASE } from '../support/engine.ts'
import { type Measured, median, p95, type Setup, timed } from './bench.ts'
import { MadeUpLog } from './log.ts'

const WARM = 20
/** Nobody's: the people whom these incidents name have no record here, which makes no difference to a save. */
const NOBODY = organisationIdSchema.parse('00'.repeat(32))

/**
 * One incident after the other through the engine's port, as a window saves them: from the call to the answer, which comes when the entry is
 * synced and in the index. Floor: one row of the same text into SQLCipher, committed and synced, on the same disk in the same minute.
 */
export async function run({ n, folder, say }: Setup): Promise<Measured> {
  const engine = await EngineChild.start(join(folder, 'profile'))
  const saves: number[] = []
  let log: MadeUpLog
  try {
    await engine.client.vault.create({ organisationName: ORGANISATION, passphrase: PASSPHRASE })
    const { houseId } = await engine.client.organisation.get()
    log = new MadeUpLog(houseId, NOBODY)
    for (let i = 0; i < WARM + n; i++) {
      const { ms } = await timed(() =>
        engine.client.records.create({ audience: houseId, fields: withoutFiles(log.fields(i)), draftId: null }),
      )
      if (i >= WARM) saves.push(ms)
    }
  } finally {
    await engine.kill()
  }
  const rows = insertRows(join(folder, 'floor.db'), log, n)
  say(`median ${median(saves).toFixed(1)} ms; SQLCipher median ${median(rows).toFixed(1)} ms`)
  return { value: p95(saves), floor: p95(rows) }
}

/** A window can name only files that have come in through it. */
const withoutFiles = (fields: IncidentFields): IncidentFields =>
  Object.fromEntries(Object.entries(fields).filter(([field]) => !field.startsWith('file:'))) as IncidentFields

function insertRows(path: string, log: MadeUpLog, n: number): number[] {
  const db = openDatabase(path, Buffer.alloc(32, 7))
  const samples: number[] = []
  try {
    db.exec('PRAGMA synchronous = FULL; CREATE TABLE incident (id INTEGER PRIMARY KEY, body TEXT NOT NULL)')
    const insert = db.prepare('INSERT INTO incident (body) VALUES (?)')
    for (let i = 0; i < WARM + n; i++) {
      const body = JSON.stringify(log.fields(i))
      const before = performance.now()
      insert.run([body])
      if (i >= WARM) samples.push(performance.now() - before)
    }
  } finally {
    db.close()
  }
  return samples
}
