import { filtersSchema } from '../../core/engine/contract/index.ts'
import { timed } from './bench.ts'
import { EngineChild, PASSPHRASE } from './engine-process.ts'

const PAGE = 50

/**
 * Unlocks a profile in a fresh engine and asks for the first page and the counts, as the first screen does.
 * `hashingMs` is what a wrong passphrase took just before: the passphrase hashing alone. `openMs` is the rest of the right one.
 */
export async function unlockAndList(profileDir: string): Promise<{ engine: EngineChild; hashingMs: number; openMs: number }> {
  const engine = await EngineChild.start(profileDir)
  const { client } = engine
  const filters = filtersSchema.parse({})
  const wrong = await timed(() =>
    client.vault.unlock({ passphrase: `${PASSPHRASE} not` }).then(
      () => 'opened',
      () => 'refused',
    ),
  )
  if (wrong.result !== 'refused') throw new Error('a wrong passphrase opened the profile')
  const right = await timed(async () => {
    await client.vault.unlock({ passphrase: PASSPHRASE })
    await Promise.all([client.records.list({ ...filters, cursor: null, limit: PAGE }), client.records.count(filters)])
  })
  return { engine, hashingMs: wrong.ms, openMs: right.ms - wrong.ms }
}
