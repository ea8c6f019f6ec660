import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Pairing, SpaceId } from '../../core/engine/contract/index.ts'
import { type Client, ENTRY, everyTitle, incident, makePlace, makeVault, type Place } from '../support/engine.ts'
import { eventually } from '../support/eventually.ts'
import { canMakeNetworks, Network } from '../support/namespaces.ts'

const real = canMakeNetworks()
let place: Place
let network: Network | null

beforeEach(async () => {
  place = await makePlace()
  network = real ? new Network(2) : null
})
afterEach(async () => {
  await place.clear()
  network?.remove()
})

/** Two engines, each on its own computer where networks can be made. */
async function two(): Promise<[Client, Client]> {
  const clients = await Promise.all(
    ['a', 'b'].map(async (name, n) => {
      const profile = join(place.root, name)
      await makeVault(profile)
      return (await place.unlocked(profile, network?.launcher(ENTRY, n))).client
    }),
  )
  return clients as [Client, Client]
}

async function pairing(client: Client, state: Pairing['state']): Promise<Pairing> {
  let found: Pairing | undefined
  await eventually(async () => {
    found = (await client.coalitions.pairings()).find((one) => one.state === state)
    expect(found).toBeDefined()
  })
  return found as Pairing
}

/** B asks to join a new coalition of A's. */
async function ask(a: Client, b: Client): Promise<SpaceId> {
  const { spaceId } = await a.coalitions.found({ name: 'Alliance' })
  const { text } = await a.coalitions.invite({ spaceId, hours: 24 })
  await b.coalitions.join({ text: text ?? '' })
  return spaceId
}

async function confirm(a: Client, b: Client): Promise<void> {
  const [here, there] = await Promise.all([pairing(a, 'compare'), pairing(b, 'compare')])
  expect(here.phrase).toEqual(there.phrase)
  await a.coalitions.confirm({ pairingId: here.pairingId, same: true })
  await b.coalitions.confirm({ pairingId: there.pairingId, same: true })
  await Promise.all([a, b].map((client) => pairing(client, 'joined')))
}

const write = (client: Client, audience: SpaceId, title: string) => client.records.create({ audience, fields: incident(title) })
const reads = (client: Client, title: string) => eventually(async () => expect(await everyTitle(client)).toContain(title))
const connections = (client: Client, count: number) =>
  eventually(async () => expect(await client.network.status()).toMatchObject({ connections: count, nearbyConnections: count }))

/** Nothing comes through between the two any more, or again. */
async function part(client: Client, parted: boolean): Promise<void> {
  if (network) network.plug(1, !parted)
  else await client.network.set({ nearby: !parted })
}

describe('two computers without a route to anything else', () => {
  it('find each other, pair, share, are parted, and catch up', async () => {
    if (network) for (const n of [0, 1]) expect(network.routes(n)).toMatch(/^10\.77\.0\.0\/24 dev eth0[^\n]*$/)
    const [a, b] = await two()
    for (const client of [a, b]) await client.network.set({ nearby: true })
    const spaceId = await ask(a, b)
    await confirm(a, b)
    await write(a, spaceId, 'Raid on Tom Mboya Street')
    await reads(b, 'Raid on Tom Mboya Street')
    const [coalition] = await b.coalitions.list()
    await eventually(async () => expect((await b.coalitions.list())[0]?.writable).toBe(true))
    expect(coalition?.members.filter(({ own }) => !own).map(({ way, connected }) => [way, connected])).toEqual([['nearby', true]])

    await part(b, true)
    await Promise.all([connections(a, 0), connections(b, 0)])
    await write(a, spaceId, 'Eviction in Kayole')
    await write(b, spaceId, 'Extortion in Gikomba')
    await part(b, false)
    await reads(b, 'Eviction in Kayole')
    await reads(a, 'Extortion in Gikomba')
    for (const client of [a, b]) expect(await client.network.status()).toMatchObject({ internet: 'off', refusals: [] })
  })

  it('find each other again after both were locked and opened', async () => {
    const [a, b] = await two()
    for (const client of [a, b]) await client.network.set({ nearby: true })
    await ask(a, b)
    await confirm(a, b)
    await connections(a, 1)
    await place.kill()
    const again = await Promise.all(['a', 'b'].map((name, n) => place.unlocked(join(place.root, name), network?.launcher(ENTRY, n))))
    for (const { client } of again) await connections(client, 1)
  })

  it('reach each other by a typed address where multicast is blocked', async () => {
    network?.blockMulticast()
    const [a, b] = await two()
    for (const client of [a, b]) await client.network.set({ nearby: true })
    const spaceId = await ask(a, b)
    if (network) {
      // Both have asked into the network by now, more than once, and nothing came of it.
      const sent = [network.sentBy(0), network.sentBy(1)]
      await eventually(async () => {
        for (const n of [0, 1]) expect(network?.sentBy(n)).toBeGreaterThan((sent[n] ?? 0) + 4)
      })
      expect((await b.coalitions.pairings()).map(({ state }) => state)).toEqual(['searching'])
    }
    const [address = ''] = (await a.network.status()).addresses
    await b.network.dial({ address })
    await confirm(a, b)
    await write(a, spaceId, 'Written to who typed')
    await reads(b, 'Written to who typed')
  })
})
