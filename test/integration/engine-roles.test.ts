import { expect, it } from 'vitest'
import type { Member, SpaceId } from '../../core/engine/contract/index.ts'
import type { Client } from '../support/engine.ts'
import { eventually } from '../support/eventually.ts'
import { Organisations } from '../support/organisations.ts'

const world = Organisations.forThisFile()

/** Two organisations in one coalition, which the first has founded. */
async function twoMembers(): Promise<{ a: Client; b: Client; spaceId: SpaceId }> {
  const [asha, bella] = [await world.organisation('Asha'), await world.organisation('Bella')]
  return { a: asha.client, b: bella.client, spaceId: await world.coalitionOf(asha, bella) }
}

async function members(client: Client, spaceId: SpaceId): Promise<{ own: Member; partner: Member }> {
  const coalition = (await client.coalitions.list()).find((one) => one.spaceId === spaceId)
  const own = coalition?.members.find((member) => member.own)
  const partner = coalition?.members.find((member) => !member.own)
  if (!own || !partner) throw new Error('the coalition has two members')
  return { own, partner }
}

it('a founder makes a steward and hands over; nobody else can', async () => {
  const { a, b, spaceId } = await twoMembers()
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
  const { a, b, spaceId } = await twoMembers()
  const { organisationId } = (await members(a, spaceId)).partner
  expect(await a.coalitions.pairings()).toMatchObject([{ state: 'joined', organisationId }])
  await b.network.set({ internet: false })
  await b.coalitions.leave({ spaceId, erase: false })
  expect((await members(a, spaceId)).partner.name).toBe('Bella')
  await world.place.kill()
  const [again, later] = await Promise.all(['Asha', 'Bella'].map(async (name) => (await world.place.unlocked(world.dirOf(name))).client))
  if (!again || !later) throw new Error('two engines were started')
  await later.network.set({ internet: true })
  await eventually(async () => expect((await again.coalitions.list())[0]?.members).toHaveLength(1))
  expect((await again.coalitions.list())[0]?.gone).toEqual([{ organisationId, name: 'Bella', left: true }])
  // Then nothing of it is spoken any more.
  await eventually(async () => expect(await later.network.status()).toMatchObject({ connections: 0 }))
  for (const client of [again, later]) expect((await client.network.status()).refusals).toEqual([])
})
