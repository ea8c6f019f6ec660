import { join } from 'node:path'
import createTestnet from 'hyperdht/testnet.js'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Pairing } from '../../core/engine/contract/index.ts'
import { type Client, type EngineChild, makePlace, makeVault, type Place } from '../support/engine.ts'

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

const isThere = async (client: Client): Promise<void> => {
  const [coalition] = await client.coalitions.list()
  expect(coalition?.members.filter((member) => !member.own).map(({ connected }) => connected)).toEqual([true])
}
const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 30_000, interval: 20 })

async function pairing(client: Client, state: Pairing['state']): Promise<Pairing> {
  let found: Pairing | undefined
  await eventually(async () => {
    found = (await client.coalitions.pairings()).find((one) => one.state === state)
    expect(found).toBeDefined()
  })
  return found as Pairing
}

it('is met again after a kill, every time, without a dial that ends in silence', async () => {
  const profiles = [join(place.root, 'a'), join(place.root, 'b')] as const
  await Promise.all(profiles.map(makeVault))
  const engines: EngineChild[] = await Promise.all(profiles.map((profile) => place.unlocked(profile)))
  const [a, b] = engines.map(({ client }) => client) as [Client, Client]
  const bootstrap = testnet.bootstrap.map(({ host, port }) => `${host}:${port}`)
  for (const client of [a, b]) await client.network.set({ internet: true, bootstrap })
  const { spaceId } = await a.coalitions.found({ name: 'Alliance' })
  const { text } = await a.coalitions.invite({ spaceId, hours: 24 })
  await b.coalitions.join({ text: text ?? '' })
  const compared = await Promise.all([pairing(a, 'compare'), pairing(b, 'compare')])
  await Promise.all(
    [a, b].map((client, i) => client.coalitions.confirm({ pairingId: compared[i]?.pairingId ?? ('' as never), same: true })),
  )
  await eventually(() => isThere(a))
  await eventually(() => isThere(b))

  for (let round = 0; round < 6; round += 1) {
    const side = round % 2
    await engines[side]?.kill()
    const again = await place.unlocked(profiles[side])
    engines[side] = again
    await eventually(() => isThere(again.client))
    await eventually(() => isThere(engines[1 - side]?.client as Client))
  }
  for (const { client } of engines) expect((await client.network.status()).refusals).toEqual([])
}, 120_000)
