import { join } from 'node:path'
import createTestnet from 'hyperdht/testnet.js'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Client, type EngineChild, makePlace, makeVault, type Place } from '../support/engine.ts'
import { meets, pair } from '../support/pair.ts'

let place: Place
let testnet: Awaited<ReturnType<typeof createTestnet>>

beforeEach(async () => {
  place = await makePlace()
  testnet = await createTestnet(3, { host: '127.0.0.1' })
})
afterEach(async () => {
  await place.clear()
  await testnet.destroy()
})

it('is met again after a kill, every time, without a dial that ends in silence', async () => {
  const profiles = [join(place.root, 'a'), join(place.root, 'b')] as const
  await Promise.all(profiles.map((dir) => makeVault(dir)))
  const engines: EngineChild[] = await Promise.all(profiles.map((profile) => place.unlocked(profile)))
  const [a, b] = engines.map(({ client }) => client) as [Client, Client]
  await pair(a, b, testnet, 'Alliance')

  for (let round = 0; round < 6; round += 1) {
    const side = round % 2
    await engines[side]?.kill()
    const again = await place.unlocked(profiles[side])
    engines[side] = again
    await meets(again.client)
    await meets(engines[1 - side]?.client as Client)
  }
  for (const { client } of engines) expect((await client.network.status()).refusals).toEqual([])
}, 120_000)
