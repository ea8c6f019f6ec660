import { join } from 'node:path'
import createTestnet from 'hyperdht/testnet.js'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Member, SpaceId } from '../../core/engine/contract/index.ts'
import { type Client, makePlace, makeVault, type Place } from '../support/engine.ts'
import { pair } from '../support/pair.ts'

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

async function unlocked(name: string): Promise<Client> {
  const profile = join(place.root, name)
  await makeVault(profile, { organisationName: name })
  return (await place.unlocked(profile)).client
}

async function members(client: Client, spaceId: SpaceId): Promise<{ own: Member; partner: Member }> {
  const coalition = (await client.coalitions.list()).find((one) => one.spaceId === spaceId)
  const own = coalition?.members.find((member) => member.own)
  const partner = coalition?.members.find((member) => !member.own)
  if (!own || !partner) throw new Error('the coalition has two members')
  return { own, partner }
}

const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 30_000, interval: 50 })

it('a founder makes a steward and hands over; nobody else can', async () => {
  const [a, b] = [await unlocked('Asha'), await unlocked('Bella')]
  const spaceId = await pair(a, b, testnet, 'Alliance')
  const [bella, asha] = [(await members(a, spaceId)).partner, (await members(b, spaceId)).partner]
  expect(bella).toMatchObject({ appointable: true, mayFollow: true, offered: false })
  expect(asha).toMatchObject({ appointable: false, mayFollow: false, removable: false })
  for (const act of ['appoint', 'handOver'] as const)
    await expect(b.coalitions[act]({ spaceId, organisationId: asha.organisationId })).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
  for (const client of [a, b]) await expect(client.coalitions.acceptPlace({ spaceId })).rejects.toMatchObject({ code: 'NOT_ALLOWED' })

  await a.coalitions.appoint({ spaceId, organisationId: bella.organisationId })
  await eventually(async () => expect((await members(b, spaceId)).own.role).toBe('steward'))
  expect((await members(a, spaceId)).partner).toMatchObject({ role: 'steward', appointable: false, mayFollow: true })
  await expect(a.coalitions.appoint({ spaceId, organisationId: bella.organisationId })).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
  expect((await b.coalitions.invite({ spaceId, hours: 1 })).text).not.toBeNull()

  await a.coalitions.handOver({ spaceId, organisationId: bella.organisationId })
  expect((await members(a, spaceId)).partner.offered).toBe(true)
  await eventually(async () => expect((await members(b, spaceId)).own.offered).toBe(true))
  await expect(a.coalitions.acceptPlace({ spaceId })).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
  await b.coalitions.acceptPlace({ spaceId })
  expect((await members(b, spaceId)).own).toMatchObject({ role: 'founder', offered: false })
  await eventually(async () => expect((await members(a, spaceId)).own.role).toBe('member'))
  expect((await a.coalitions.list())[0]?.invites).toBe(false)
  await expect(a.coalitions.invite({ spaceId, hours: 1 })).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
  await a.coalitions.leave({ spaceId, erase: false })
  await eventually(async () => expect((await b.coalitions.list())[0]?.members).toHaveLength(1))
})

it('that a member left while nobody was there is heard once they meet, also after a restart', async () => {
  const [a, b] = [await unlocked('Asha'), await unlocked('Bella')]
  const spaceId = await pair(a, b, testnet, 'Alliance')
  const bootstrap = testnet.bootstrap.map(({ host, port }) => `${host}:${port}`)
  await b.network.set({ internet: false })
  await b.coalitions.leave({ spaceId, erase: false })
  expect((await members(a, spaceId)).partner.name).toBe('Bella')
  await place.kill()
  const [again, later] = await Promise.all(['Asha', 'Bella'].map(async (name) => (await place.unlocked(join(place.root, name))).client))
  if (!again || !later) throw new Error('two engines were started')
  await later.network.set({ internet: true, bootstrap })
  await eventually(async () => expect((await again.coalitions.list())[0]?.members).toHaveLength(1))
  // Then nothing of it is spoken any more.
  await eventually(async () => expect(await later.network.status()).toMatchObject({ connections: 0 }))
  for (const client of [again, later]) expect((await client.network.status()).refusals).toEqual([])
})
