import { filtersSchema } from '../../core/engine/contract/index.ts'
import { EngineChild, PASSPHRASE } from '../support/engine.ts'
import { timed } from './bench.ts'

const PAGE = 50

/** Unlocks a profile in a fresh engine and asks for the first page and the counts, as the first screen does. `ms` includes the hashing of the passphrase. */
export async function unlockAndList(profileDir: string): Promise<{ engine: EngineChild; ms: number }> {
  const engine = await EngineChild.start(profileDir)
  const { client } = engine
  const filters = filtersSchema.parse({})
  const { ms } = await timed(async () => {
    await client.vault.unlock({ passphrase: PASSPHRASE })
    await Promise.all([client.records.list({ ...filters, cursor: null, limit: PAGE }), client.records.count(filters)])
  })
  return { engine, ms }
}
