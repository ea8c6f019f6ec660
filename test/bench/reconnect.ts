import { join } from 'node:path'
import createTestnet from 'hyperdht/testnet.js'
import { type Client, EngineChild, incident, makeVault } from '../support/engine.ts'
import { pair } from '../support/pair.ts'
import { type Measured, type Setup, timed } from './bench.ts'

const NODES = 10
const LIMIT_MS = 60_000

/** Two computers meet again over the DHT after one was closed while the other wrote `n` entries: from the unlock until all can be searched there. */
export async function run({ n, folder, say }: Setup): Promise<Measured> {
  const profiles = [join(folder, 'a'), join(folder, 'b')] as const
  await Promise.all(profiles.map((dir) => makeVault(dir)))
  const testnet = await createTestnet(NODES, { host: '127.0.0.1' })
  const [a, b] = (await Promise.all(profiles.map((dir) => EngineChild.unlocked(dir)))) as [EngineChild, EngineChild]
  let again: EngineChild | null = null
  try {
    const audience = await pair(a.client, b.client, testnet, 'Bench Alliance')
    await b.kill()
    const narrative = 'Police came at night and took two people. '.repeat(15)
    for (let i = 0; i < n; i++) await a.client.records.create({ audience, fields: incident(`Written apart ${i}`, { narrative }) })
    again = await EngineChild.unlocked(profiles[1])
    const { client } = again
    const { ms } = await timed(() => untilAll(client, n))
    say(`${n} entries, met anew: ${(ms / 1_000).toFixed(2)} s`)
    return { value: ms / 1_000, floor: null }
  } finally {
    await Promise.all([a, b, ...(again ? [again] : [])].map((engine) => engine.kill()))
    await testnet.destroy()
  }
}

/** Waits for the hints of the engine, as the screen does, and asks then. */
async function untilAll(client: Client, n: number): Promise<void> {
  const stop = AbortSignal.timeout(LIMIT_MS)
  const changes = await client.changes.subscribe(undefined, { signal: stop })
  const all = async () => (await client.records.count({ text: 'written apart' })).matching === n
  if (await all()) return
  for await (const { topic } of changes) if (topic === 'records' && (await all())) return
  throw new Error('the entries did not come')
}
